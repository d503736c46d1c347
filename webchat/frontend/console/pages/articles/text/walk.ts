/** What the widget shows of an article, one message after another: the bot's walk (actions/logic/walk.py) in small. */
import type { Parsed, ParsedStep } from "../../../net/knowledge";
import { targetOf } from "./graph";
import type { Step } from "./steps";

export type Said = "start" | "done" | "failed" | "unclear" | "solved" | "not_solved" | "person" | "not_meant";
export type Choice = { says: Said } | { answer: number; label: string };

export interface Message {
  from: "bot" | "user";
  /** Words of the article, with the bot's own around them, by key. */
  parts: Part[];
  step?: { number: number; of: number };
  /** Its parts are sentences of one paragraph. */
  isOne?: boolean;
}
export type Part = { text: string } | { key: string; params?: Record<string, string | number> };

export interface Walk {
  messages: Message[];
  /** What can be pressed under the last message. */
  choices: Choice[];
  /** The step on the screen; null before the first and at an end. */
  at: number | null;
  /** How often "I don't understand" was said at this step. */
  nUnclear: number;
  path: number[];
}

const MAX_VISITS = 2;
const PASSAGE_CHARS = 900;
const MEASURES = 3;

export interface Reader {
  expert: boolean;
}

export function start(article: Parsed, reader: Reader): Walk {
  const { steps } = article;
  const none: Walk = { messages: [], choices: [], at: null, nUnclear: 0, path: [] };
  if (article.handoff) {
    const measures = steps.slice(0, MEASURES).map((step, i) => `${i + 1}. ${wordsOf(step, reader)}`);
    const text = measures.join("\n") || passage(article.body);
    return { ...none, messages: [bot({ key: "measures_first" }, { text }), bot({ key: "person_comes" })] };
  }
  if (steps.length === 0)
    return {
      ...none,
      messages: [bot({ text: passage(article.body) }, { key: "ask_helped" })],
      choices: said("solved", "not_solved", "not_meant"),
    };
  const plan: Part[] = [{ key: steps.length === 1 ? "plan_one" : "plan", params: { n: steps.length } }];
  if (article.minutes) plan.push({ key: "plan_minutes", params: { minutes: Math.round(article.minutes) } });
  if (article.goal) plan.push({ key: "plan_goal", params: { goal: article.goal } });
  return {
    ...none,
    messages: [{ ...bot(...plan), isOne: true }],
    choices: said("start", "not_meant", "person"),
  };
}

/** What follows on a press; `label` is what the person then says. */
export function choose(walk: Walk, article: Parsed, choice: Choice, label: string, reader: Reader): Walk {
  const mine: Message = { from: "user", parts: [{ text: label }] };
  const so = { ...walk, messages: [...walk.messages, mine] };
  if ("answer" in choice) {
    const step = article.steps[walk.at ?? 0];
    return follow(so, article, step?.check?.answers[choice.answer]?.goto, "solved", reader);
  }
  switch (choice.says) {
    case "start":
      return show(so, article, 0, reader);
    case "done":
      return follow(so, article, article.steps[walk.at ?? 0]?.done ?? undefined, "solved", reader);
    case "failed":
      return follow(so, article, article.steps[walk.at ?? 0]?.failed ?? undefined, "human", reader);
    case "unclear":
      return explain(so, article, reader);
    case "solved":
      return end(so, "solved");
    case "not_solved":
      return skipped(so, article, reader);
    case "not_meant":
      return end(so, "asks_again");
    case "person":
      return end(so, "person_comes");
  }
}

function follow(
  walk: Walk,
  article: Parsed,
  goto: string | undefined,
  atEnd: "solved" | "human",
  reader: Reader,
): Walk {
  const to = targetOf(asSteps(article.steps), walk.at ?? 0, goto, atEnd);
  if ("step" in to) return show(walk, article, to.step, reader);
  if (to.end === "solved")
    return {
      ...walk,
      at: null,
      messages: [...walk.messages, bot({ key: "ask_solved" })],
      choices: said("solved", "not_solved", "person"),
    };
  if (to.end === "article") return end(walk, "other_article");
  return end(walk, "person_comes");
}

/** "Not yet" behind a step that should have solved it: the steps that were passed over, then a person. */
function skipped(walk: Walk, article: Parsed, reader: Reader): Walk {
  const last = walk.path.at(-1);
  const step = last === undefined ? undefined : article.steps[last];
  if (last === undefined || !step) return end(walk, "person_comes");
  const to = targetOf(
    asSteps(article.steps),
    last,
    step.check ? undefined : (step.failed ?? undefined),
    "human",
  );
  if ("end" in to || walk.path.includes(to.step)) return end(walk, "person_comes");
  return show(walk, article, to.step, reader);
}

function show(walk: Walk, article: Parsed, at: number, reader: Reader): Walk {
  const step = article.steps[at];
  if (!step || walk.path.filter((each) => each === at).length >= MAX_VISITS) return end(walk, "person_comes");
  const parts: Part[] = [{ text: wordsOf(step, reader) }];
  if (step.expect && !step.check) parts.push({ key: "step_expect", params: { expect: step.expect } });
  if (step.check) parts.push({ text: step.check.question });
  const message: Message = { from: "bot", parts, step: { number: at + 1, of: article.steps.length } };
  return {
    messages: [...walk.messages, message],
    choices: choicesOf(step),
    at,
    nUnclear: 0,
    path: [...walk.path, at],
  };
}

function explain(walk: Walk, article: Parsed, reader: Reader): Walk {
  const step = article.steps[walk.at ?? 0];
  if (!step || walk.nUnclear >= 2) return end(walk, "person_comes");
  const isFirst = walk.nUnclear === 0;
  const parts: Part[] = isFirst
    ? [{ key: "step_help", params: { help: step.help ?? wordsOf(step, { ...reader, expert: false }) } }]
    : [{ key: "step_still_unclear" }];
  if (isFirst && step.check) parts.push({ text: step.check.question });
  const message: Message = {
    from: "bot",
    parts,
    step: { number: (walk.at ?? 0) + 1, of: article.steps.length },
  };
  const choices = isFirst ? choicesOf(step) : [...said("person"), ...choicesOf(step)];
  return { ...walk, messages: [...walk.messages, message], choices, nUnclear: walk.nUnclear + 1 };
}

function end(walk: Walk, key: string): Walk {
  return { ...walk, at: null, choices: [], messages: [...walk.messages, bot({ key })] };
}

function choicesOf(step: ParsedStep): Choice[] {
  const answers = step.check?.answers.map(({ label }, answer) => ({ answer, label }));
  return [...(answers ?? said("done", "failed")), ...said("unclear")];
}

const bot = (...parts: Part[]): Message => ({ from: "bot", parts });
const said = (...all: Said[]): Choice[] => all.map((says) => ({ says }));
const wordsOf = (step: ParsedStep, { expert }: Reader) => ((expert && step.expert) || step.text).trim();

function passage(body: string): string {
  const text = body.trim();
  if (text.length <= PASSAGE_CHARS) return text;
  const cut = text.slice(0, PASSAGE_CHARS);
  return `${cut.slice(0, Math.max(cut.lastIndexOf("\n"), 1)).trim()} …`;
}

/** Only names and targets matter for where a way leads. */
const asSteps = (steps: readonly ParsedStep[]): Step[] =>
  steps.map(({ id, text }) => ({ id, text, from: null }));
