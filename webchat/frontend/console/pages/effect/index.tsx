/** What every fix did: its kind of questions, as long before as after, with their numbers. */
import { useEffect, useState } from "preact/hooks";
import { dateTime, percent } from "../../format";
import { language, t } from "../../i18n";
import { type Change, effects, type Fix, type Measure } from "../../net/loop";
import { Refusal, useRefusal } from "../../views/refusal";
import { Choice, Empty, pick } from "../loop/parts";
import { type TextKey, tx, txn } from "../loop/texts";
import { href } from "../route";

const MEASURES: readonly Measure[] = ["handed_off", "not_helped", "reopened"];
const KINDS = ["all", "article", "model", "dial", "incident"] as const;
type Kind = (typeof KINDS)[number];
/** As the server's rule has it (webchat/domain/effect.py). */
const FEWEST = 20;

const NAMES: Record<Kind, TextKey> = {
  all: "effect.all_kinds",
  article: "effect.kind.article",
  model: "effect.kind.model",
  dial: "effect.kind.dial_moved",
  incident: "effect.kind.incident",
};

export default function Effect() {
  const [fixes, setFixes] = useState<Fix[] | null>(null);
  const [kind, setKind] = useState<Kind>("all");
  const [error, attempt] = useRefusal();
  useEffect(() => void attempt(async () => setFixes((await effects()).fixes)), []);
  const shown = fixes?.filter((fix) => kind === "all" || fix.kind === kind);
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.effect")}</h2>
      </div>
      <p class="page-hint muted">{tx("effect.hint")}</p>
      <Definitions />
      <Choice
        label="effect.kind"
        of={KINDS}
        chosen={kind}
        text={(each) => tx(NAMES[each])}
        choose={setKind}
      />
      <Refusal text={error} />
      {shown?.length === 0 && <Empty>{tx("effect.none")}</Empty>}
      <ul class="loop-list">
        {shown?.map((fix) => (
          <li key={fix.id} class="loop-card">
            <One fix={fix} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Definitions() {
  return (
    <details class="loop-definitions">
      <summary>{tx("effect.definitions")}</summary>
      <ul>
        <li>{tx("effect.def.question")}</li>
        <li>{tx("effect.def.handed_off")}</li>
        <li>{tx("effect.def.not_helped")}</li>
        <li>{tx("effect.def.reopened")}</li>
        <li>{tx("effect.def.interval", { n: FEWEST })}</li>
      </ul>
    </details>
  );
}

function kindOf({ kind, note }: Fix): string {
  if (kind === "article") return tx(note?.is_first ? "effect.kind.article" : "effect.kind.article_changed");
  if (kind === "model") return tx(note?.kind === "rollback" ? "effect.kind.rollback" : "effect.kind.model");
  if (kind === "dial")
    return tx("effect.kind.dial", { p: percent(note?.max_wrong_share ?? 0, language.value) });
  return tx("effect.kind.incident");
}

function One({ fix }: { fix: Fix }) {
  const [code, about] = fix.title
    ? [fix.language ?? language.value, fix.title]
    : fix.note?.titles
      ? pick(fix.note.titles)
      : [language.value, ""];
  const days = Math.max(1, Math.round(fix.days));
  return (
    <>
      <h3>
        {kindOf(fix)}
        {about && (
          <>
            {tx("colon")}
            {fix.note?.article_id ? (
              <a href={href("articles", fix.note.article_id)} lang={code}>
                {about}
              </a>
            ) : (
              <span lang={code}>{about}</span>
            )}
          </>
        )}
      </h3>
      <p class="loop-figures muted">
        <span>
          {fix.by
            ? tx("effect.by", { name: fix.by.name, at: dateTime(fix.at, language.value) })
            : dateTime(fix.at, language.value)}
        </span>
        <span>
          {fix.families
            ? tx("effect.about", {
                what: fix.families
                  .map(({ family, titles }) => pick(titles)[1] || family.replaceAll("-", " "))
                  .join(", "),
              })
            : tx("effect.about_all")}
        </span>
        <span>{txn("effect.window", days)}</span>
      </p>
      <div class="table-wrap">
        <table class="table loop-effect cards">
          <thead>
            <tr>
              <th scope="col">{tx("effect.measure")}</th>
              <th scope="col">{tx("effect.before")}</th>
              <th scope="col">{tx("effect.after")}</th>
              <th scope="col">{tx("effect.verdict")}</th>
            </tr>
          </thead>
          <tbody>
            {MEASURES.map((measure) => (
              <tr key={measure}>
                <th scope="row">{tx(`effect.${measure}`)}</th>
                <td data-label={tx("effect.before")}>
                  <Bar k={fix.before[measure]} n={fix.before.n} />
                </td>
                <td data-label={tx("effect.after")}>
                  <Bar k={fix.after[measure]} n={fix.after.n} />
                </td>
                <td data-label={tx("effect.verdict")}>
                  <Verdict change={fix.changes[measure]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {fix.also.length > 0 && <p class="muted">{txn("effect.also", fix.also.length)}</p>}
    </>
  );
}

function Bar({ k, n }: { k: number; n: number }) {
  if (n === 0) return <span class="muted">{tx("effect.no_questions")}</span>;
  const share = percent(k / n, language.value);
  return (
    <span class="loop-bar">
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="8" rx="2" />
        <rect class="fill" width={(100 * k) / n} height="8" rx="2" />
      </svg>
      <span>
        {share} <span class="muted">({tx("effect.of", { k, n })})</span>
      </span>
    </span>
  );
}

function Verdict({ change }: { change: Change }) {
  const { low, high, verdict } = change;
  const points = (share: number) =>
    new Intl.NumberFormat(language.value, { signDisplay: "exceptZero", maximumFractionDigits: 0 })
      .format(100 * share)
      .replace("-", "−");
  const word = { fewer: "effect.fewer", more: "effect.more_than" } as const;
  return (
    <span class={`loop-verdict ${verdict}`}>
      {verdict === "fewer" || verdict === "more" ? tx(word[verdict]) : tx(`effect.${verdict}`)}
      {low !== null && high !== null && (
        <span class="muted"> {tx("effect.interval", { low: points(low), high: points(high) })}</span>
      )}
    </span>
  );
}
