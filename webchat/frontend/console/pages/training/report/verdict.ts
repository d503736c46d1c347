/** The report in one sentence, for who decides: where it is better, where worse, and where chance would explain it. */
import type { Language } from "../../../../protocol/wire";
import { LANGUAGES, language } from "../../../i18n";
import type { Answers, Report, Verdict } from "../../../net/report";
import { t, tn } from "../texts";

export type Tone = "good" | "bad" | "neutral";

const ORDER = ["better", "worse", "chance", "same"] as const;

/** Good where something is better and nothing worse; bad where anything is worse, or a call for a person is missed. */
export function toneOf(report: Report): Tone {
  const all: Verdict[] = [
    report.verdict.all,
    ...LANGUAGES.map((each) => report.verdict[each]),
    report.verdict.safety,
    report.verdict.labels ?? "none",
  ];
  const alarming = report.warnings.some(({ code }) => code === "safety_worse" || code === "intent_lost");
  if (all.includes("worse") || alarming) return "bad";
  return all.includes("better") ? "good" : "neutral";
}

/** "Better in Dutch and in French; in English no more than chance." */
export function verdictSentence(report: Report): string {
  if (!report.has_old) return t("verdict.first");
  if (report.groups.all.n === 0) return t("verdict.no_questions");
  const of = (verdict: Verdict) => LANGUAGES.filter((each) => report.verdict[each] === verdict);
  if (of("same").length === LANGUAGES.length) return apart(report) ?? t("verdict.same_everywhere");
  if (of("chance").length + of("same").length === LANGUAGES.length) {
    if (report.verdict.all === "better") return t("verdict.better_together");
    if (report.verdict.all === "worse") return t("verdict.worse_together");
    return apart(report) ?? t("verdict.chance_everywhere");
  }
  const clauses = ORDER.map((verdict) => [verdict, of(verdict)] as const)
    .filter(([, languages]) => languages.length)
    .map(([verdict, languages]) => t(`verdict.${verdict}`, { languages: inLanguages(languages) }));
  return sentence(clauses.join("; "));
}

/** What a few labels among thousands of questions say, where nothing else makes a difference. */
function apart({ verdict: { labels } }: Report): string | null {
  if (labels === "better") return t("verdict.labels_better");
  return labels === "worse" ? t("verdict.labels_worse") : null;
}

/** What became of single questions: of their answers once these are known, else of what was understood. */
export function countsSentence(report: Report, answers: Answers | null): string {
  if (!report.has_old) return "";
  if (answers?.state === "done") {
    if (!answers.lost && !answers.won) return t("counts.answers_none");
    return [answers.lost && tn("counts.lost", answers.lost), answers.won && tn("counts.won", answers.won)]
      .filter(Boolean)
      .join(" ");
  }
  const { fixed, broken } = report.verdict;
  return [broken && tn("counts.broken", broken), fixed && tn("counts.fixed", fixed)]
    .filter(Boolean)
    .join(" ");
}

function inLanguages(languages: readonly Language[]): string {
  const names = languages.map((each) => t(`in.${each}`));
  return new Intl.ListFormat(language.value, { type: "conjunction" }).format(names);
}

const sentence = (text: string) => `${text.charAt(0).toLocaleUpperCase(language.value)}${text.slice(1)}.`;
