import { expect, test } from "vitest";
import { language } from "../../../i18n";
import type { Answers, Report, Verdict } from "../../../net/report";
import { countsSentence, toneOf, verdictSentence } from "./verdict";

function report(
  nl: Verdict,
  fr: Verdict,
  en: Verdict,
  more: Partial<Report> & { all?: Verdict } = {},
): Report {
  const { all = "chance", ...rest } = more;
  const group = { n: 100, old: null, new: null, differences: {}, matrix: null };
  return {
    has_old: true,
    intents_new: [],
    verdict: { all, nl, fr, en, safety: "same", fixed: 2, broken: 1 },
    groups: { all: group, nl: group, fr: group, en: group },
    sources: {},
    confusions: [],
    changes: [],
    warnings: [],
    ...rest,
  };
}

test.each([
  ["en", "Better in Dutch and in French; in English no more than chance."],
  ["nl", "Beter in het Nederlands en in het Frans; in het Engels niet meer dan toeval."],
  ["fr", "Meilleur en néerlandais et en français; en anglais, pas plus que le hasard."],
] as const)("the verdict names the languages, in %s", (of, sentence) => {
  language.value = of;
  expect(verdictSentence(report("better", "better", "chance"))).toBe(sentence);
});

test("what is better over all languages together is said so, and chance is called chance", () => {
  language.value = "en";
  expect(verdictSentence(report("chance", "chance", "same", { all: "better" }))).toMatch(/^Better over all/);
  expect(verdictSentence(report("chance", "chance", "same"))).toMatch(/no more than chance/);
  expect(verdictSentence(report("same", "same", "same", { all: "same" }))).toMatch(/^No difference/);
  expect(verdictSentence(report("none", "none", "none", { has_old: false }))).toMatch(/first model/);
});

test("what the team taught is not lost among thousands of questions", () => {
  language.value = "en";
  const of = (labels: Verdict, all: Verdict = "chance") => {
    const made = report("chance", "same", "chance", { all });
    return { ...made, verdict: { ...made.verdict, labels } };
  };
  expect(verdictSentence(of("better"))).toMatch(/^Better at what your team labelled/);
  expect(toneOf(of("better"))).toBe("good");
  expect(verdictSentence(of("better", "worse"))).toMatch(/^Worse over all/);
  expect(verdictSentence(of("worse"))).toMatch(/^Worse at what your team labelled/);
  expect(toneOf(of("worse"))).toBe("bad");
  expect(verdictSentence(of("chance"))).toMatch(/no more than chance/);
});

test("one worse language or one missed call for a person makes it a warning", () => {
  expect(toneOf(report("better", "better", "chance"))).toBe("good");
  expect(toneOf(report("chance", "same", "chance"))).toBe("neutral");
  expect(toneOf(report("better", "worse", "chance"))).toBe("bad");
  const missed = { warnings: [{ code: "safety_worse", params: {} }] };
  expect(toneOf(report("better", "better", "better", missed))).toBe("bad");
});

test("answers are counted once they are known, until then what is understood", () => {
  language.value = "en";
  const answers: Answers = { state: "done", done: 9, total: 9, n_changed: 4, lost: 3, won: 1, changed: [] };

  expect(countsSentence(report("better", "same", "same"), null)).toBe(
    "1 exam question is no longer understood. 2 are now understood that were not.",
  );
  expect(countsSentence(report("better", "same", "same"), { ...answers, state: "comparing" })).toMatch(
    /understood/,
  );
  expect(countsSentence(report("better", "same", "same"), answers)).toBe(
    "3 questions that were answered well are now not. 1 question is now answered well that was not.",
  );
});
