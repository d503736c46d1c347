/** Gaps of the knowledge base: groups of questions that nothing answered, and one of them. */
import { useEffect, useState } from "preact/hooks";
import { percent, timeAgo } from "../../format";
import { language, t } from "../../i18n";
import { type Gap, type GapState, gaps, gatherGaps } from "../../net/loop";
import { toast } from "../../screen";
import { now } from "../../state/store";
import { Refusal, useRefusal } from "../../views/refusal";
import { Choice, Empty, Languages, mayManage } from "../loop/parts";
import { tx, txn } from "../loop/texts";
import { href } from "../route";
import { OneGap } from "./one";

const STATES: readonly GapState[] = ["open", "dismissed", "closed"];

export default function Gaps({ rest }: { rest: string[] }) {
  const [id] = rest;
  return id ? <OneGap key={id} id={id} /> : <List />;
}

function List() {
  const [state, setState] = useState<GapState>("open");
  const [found, setFound] = useState<Gap[] | null>(null);
  const [counts, setCounts] = useState<Record<GapState, number> | null>(null);
  const [error, attempt, busy] = useRefusal();
  const load = async () => {
    const page = await gaps(state);
    setFound(page.gaps);
    setCounts(page.counts);
  };
  useEffect(() => {
    setFound(null);
    void attempt(load);
  }, [state]);
  const gather = () =>
    attempt(async () => {
      await gatherGaps();
      await load();
      toast(tx("gaps.gathered"));
    });
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.gaps")}</h2>
        {mayManage() && (
          <button type="button" class="btn quiet small" disabled={busy} onClick={() => void gather()}>
            {tx("gaps.gather")}
          </button>
        )}
      </div>
      <p class="page-hint muted">{tx("gaps.hint")}</p>
      <Choice
        label="gaps.which"
        of={STATES}
        chosen={state}
        text={(each) => `${tx(`gaps.${each}`)}${counts ? ` (${counts[each]})` : ""}`}
        choose={setState}
      />
      <Refusal text={error} />
      {found?.length === 0 && <Empty>{tx(`gaps.none.${state}`)}</Empty>}
      <ul class="loop-list">
        {found?.map((gap) => (
          <li key={gap.id} class="loop-card">
            <Row gap={gap} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Row({ gap }: { gap: Gap }) {
  return (
    <>
      <h3>
        <a href={href("gaps", gap.id)} lang={gap.language}>
          {gap.title}
        </a>
      </h3>
      <Figures gap={gap} />
      {gap.state === "closed" && gap.article && <p>{tx("gaps.answered_by", { title: gap.article.title })}</p>}
      {gap.state === "open" && gap.article && <p>{tx("gaps.draft_waits", { title: gap.article.title })}</p>}
      {gap.reason && gap.decided && (
        <p>{tx("gaps.dismissed_by", { name: gap.decided.by.name, reason: gap.reason })}</p>
      )}
      {gap.nearest && gap.state === "open" && (
        <p class="muted">
          {tx("gaps.nearest")}
          {tx("colon")}
          <span lang={gap.nearest.language}>{gap.nearest.title}</span> (
          {tx("gaps.nearest_chance", { p: percent(gap.nearest.p_helps, language.value) })})
        </p>
      )}
    </>
  );
}

/** How many, since when, in what languages, and whether it grows. */
export function Figures({ gap }: { gap: Gap }) {
  const way = gap.n_recent > gap.n_before ? "up" : gap.n_recent < gap.n_before ? "down" : "same";
  return (
    <p class="loop-figures">
      <strong>{txn("gaps.n", gap.n)}</strong>
      {gap.n_handed_off > 0 && <span>{txn("gaps.handed", gap.n_handed_off)}</span>}
      {gap.n_not_helped > 0 && <span>{txn("gaps.unhelped", gap.n_not_helped)}</span>}
      {gap.n_solved > 0 && <span>{txn("gaps.solved", gap.n_solved)}</span>}
      <span class={`loop-trend ${way}`}>
        <span aria-hidden="true">{{ up: "▲", down: "▼", same: "●" }[way]}</span> {tx(`gaps.${way}`)}
        <span class="muted"> {tx("gaps.trend", { n: gap.n_recent, before: gap.n_before })}</span>
      </span>
      <Languages counted={gap.languages} />
      <span class="muted">{timeAgo(gap.last_at, now.value, language.value)}</span>
    </p>
  );
}
