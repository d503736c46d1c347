/** What to think of the new model, in words; and what to beware of. */
import type { Language } from "../../../../protocol/wire";
import { language, languageName } from "../../../i18n";
import type { Answers, Report, Warning } from "../../../net/report";
import { intentName } from "../names";
import { t, tn, tOr } from "../texts";
import { count, share } from "./figures";
import { countsSentence, toneOf, verdictSentence } from "./verdict";

export function Verdict({ report, answers }: { report: Report; answers: Answers | null }) {
  const label = report.sources.label;
  return (
    <section class={`card training-verdict ${toneOf(report)}`} aria-labelledby="training-verdict">
      <h3 id="training-verdict">{verdictSentence(report)}</h3>
      <p class="training-counts" role="status">
        {countsSentence(report, answers)}
      </p>
      <ul class="training-notes">
        {!!label?.n && (
          <li>
            {label.old_right === null
              ? t("verdict.labels_first", { n: label.n, now: label.new_right ?? 0 })
              : t("verdict.labels", { n: label.n, was: label.old_right, now: label.new_right ?? 0 })}
          </li>
        )}
        {report.intents_new.length > 0 && (
          <li>
            {tn("verdict.new_intents", report.intents_new.length, {
              names: new Intl.ListFormat(language.value).format(report.intents_new.map(intentName)),
            })}
          </li>
        )}
      </ul>
      {report.warnings.length > 0 && (
        <ul class="training-warnings" aria-label={t("warnings.title")}>
          {report.warnings.map((warning) => (
            <li key={JSON.stringify(warning)}>
              {warningText(warning)}
              <Leaked warning={warning} />
            </li>
          ))}
        </ul>
      )}
      <p class="muted">
        {tn("verdict.basis", report.groups.all.n, { shown: count(report.groups.all.n) })}{" "}
        {report.warnings.every(({ code }) => code !== "leak") && t("verdict.apart")}
      </p>
    </section>
  );
}

export function warningText({ code, params }: Warning): string {
  const given = params as Record<string, string | number>;
  if (code === "leak") return tn("warning.leak", Number(given.n));
  const shown = { ...given };
  if (given.intent) shown.intent = intentName(String(given.intent));
  if (given.language) shown.language = languageName(given.language as Language);
  if (code === "safety_worse") {
    shown.old = share(Number(given.old));
    shown.new = share(Number(given.new));
  }
  return tOr(`warning.${code}`, code, shown);
}

function Leaked({ warning }: { warning: Warning }) {
  const questions = warning.params.questions as { id: string; text: string }[] | undefined;
  if (!questions) return null;
  return (
    <details>
      <summary>{t("warning.which")}</summary>
      <ul>
        {questions.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </details>
  );
}
