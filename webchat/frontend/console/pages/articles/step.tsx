/** One step: closed its first words and what is wrong; open all that can be said about it. */
import { Icon } from "../../views/icons";
import { mayEdit } from "./may";
import type { Fault } from "./steps";
import { TargetChoice } from "./target";
import type { Answer, Step } from "./text/steps";
import { tx } from "./texts";

interface Props {
  steps: readonly Step[];
  at: number;
  lang: string;
  faults: readonly Fault[];
  isOpen: boolean;
  toggle: () => void;
  /** `field` names what is typed in: typing on there is one thing to undo. */
  change: (step: Step, field: string) => void;
  move: (by: -1 | 1) => void;
  remove: () => void;
  add: () => void;
}

export function StepCard(props: Props) {
  const { steps, at, lang, faults, isOpen, toggle, move, remove, add } = props;
  const step = steps[at] as Step;
  const n = at + 1;
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (!by || !event.altKey || event.ctrlKey || event.metaKey || !mayEdit()) return;
    event.preventDefault();
    move(by);
  };
  return (
    <li class={isOpen ? "step-card open" : "step-card"} onKeyDown={onKeyDown}>
      <div class="step-head">
        <button type="button" class="step-toggle" aria-expanded={isOpen} onClick={toggle}>
          <span class="step-number">{n}</span>
          <span class="step-words" lang={lang}>
            {step.text || tx("steps.empty")}
          </span>
        </button>
        {mayEdit() && (
          <span class="step-acts">
            <Act icon="up" label={tx("steps.up", { n })} disabled={at === 0} does={() => move(-1)} />
            <Act
              icon="down"
              label={tx("steps.down", { n })}
              disabled={n === steps.length}
              does={() => move(1)}
            />
            <Act icon="bin" label={tx("steps.remove", { n })} does={remove} />
          </span>
        )}
      </div>
      {faults.length > 0 && (
        <ul class="step-faults">
          {faults.map((fault) => (
            <li key={fault} class={fault}>
              {tx(`fault.${fault}`)}
            </li>
          ))}
        </ul>
      )}
      {isOpen && <Fields {...props} />}
      {isOpen && mayEdit() && (
        <button type="button" class="btn quiet small" onClick={add}>
          <Icon name="plus" size={14} />
          {tx("steps.add_after")}
        </button>
      )}
    </li>
  );
}

interface ActProps {
  icon: "up" | "down" | "bin";
  label: string;
  disabled?: boolean;
  does: () => void;
}

function Act({ icon, label, disabled = false, does }: ActProps) {
  return (
    <button
      type="button"
      class="icon-btn small"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={does}
    >
      <Icon name={icon} />
    </button>
  );
}

function Fields({ steps, at, lang, change }: Props) {
  const step = steps[at] as Step;
  const set = (key: "text" | "expert" | "expect" | "help", value: string) =>
    change(with_(step, key, value), key);
  return (
    <fieldset class="step-fields" disabled={!mayEdit()} aria-label={tx("steps.fields", { n: at + 1 })}>
      {(["text", "expect", "help", "expert"] as const).map((key) => (
        <label key={key}>
          {tx(`step.${key}`)}
          <textarea
            rows={key === "text" ? 3 : 2}
            lang={lang}
            value={step[key] ?? ""}
            onInput={(event) => set(key, event.currentTarget.value)}
          />
          <small class="muted">{tx(`step.${key}_hint`)}</small>
        </label>
      ))}
      <label class="short-field">
        {tx("field.minutes")}
        <input
          type="number"
          min={0}
          max={1000}
          step="any"
          value={step.minutes ?? ""}
          onInput={(event) => {
            const value = event.currentTarget.valueAsNumber;
            change(with_(step, "minutes", Number.isNaN(value) ? undefined : value), "minutes");
          }}
        />
      </label>
      <Ways steps={steps} at={at} lang={lang} change={change} />
    </fieldset>
  );
}

/** Without the key where nothing is said. */
function with_<K extends keyof Step>(step: Step, key: K, value: Step[K] | undefined): Step {
  const { [key]: _, ...others } = step;
  if (value === undefined || (value === "" && key !== "text")) return others as unknown as Step;
  return { ...step, [key]: value };
}

type WaysProps = Pick<Props, "steps" | "at" | "lang" | "change">;

/** Either the two buttons or a question of one's own. */
function Ways({ steps, at, lang, change }: WaysProps) {
  const step = steps[at] as Step;
  const asks = !!step.check;
  const begin = () => {
    const answers = [
      { label: tx("bot.yes", {}, lang as "nl"), goto: "next" },
      { label: tx("bot.no", {}, lang as "nl"), goto: "next" },
    ];
    const { done: _, ...others } = step;
    change({ ...others, check: { question: "", answers } }, "check");
  };
  return (
    <fieldset class="step-ways">
      <legend>{tx("ways.title")}</legend>
      <label class="option">
        <input
          type="radio"
          name={`ways-${at}`}
          checked={!asks}
          onChange={() => change(with_(step, "check", undefined), "check")}
        />
        {tx("ways.buttons")}
      </label>
      <label class="option">
        <input type="radio" name={`ways-${at}`} checked={asks} onChange={begin} />
        {tx("ways.question")}
      </label>
      {asks ? (
        <Question steps={steps} at={at} lang={lang} change={change} />
      ) : (
        <>
          <TargetChoice
            label={tx("ways.done")}
            steps={steps}
            at={at}
            value={step.done}
            atEnd="solved"
            change={(done) => change(with_(step, "done", done), "done")}
          />
          <TargetChoice
            label={tx("ways.failed")}
            steps={steps}
            at={at}
            value={step.failed}
            atEnd="human"
            change={(failed) => change(with_(step, "failed", failed), "failed")}
          />
        </>
      )}
    </fieldset>
  );
}

function Question({ steps, at, lang, change }: WaysProps) {
  const step = steps[at] as Step;
  const check = step.check as NonNullable<Step["check"]>;
  const setAnswers = (answers: Answer[], field: string) =>
    change({ ...step, check: { ...check, answers } }, field);
  const set = (i: number, answer: Answer, field: string) => setAnswers(check.answers.with(i, answer), field);
  return (
    <>
      <label>
        {tx("ways.ask")}
        <input
          value={check.question}
          lang={lang}
          onInput={(event) =>
            change({ ...step, check: { ...check, question: event.currentTarget.value } }, "question")
          }
        />
      </label>
      {check.answers.map((answer, i) => (
        <fieldset key={i} class="step-answer" aria-label={tx("ways.answer", { n: i + 1 })}>
          <label>
            {tx("ways.answer", { n: i + 1 })}
            <input
              value={answer.label}
              lang={lang}
              onInput={(event) => set(i, { ...answer, label: event.currentTarget.value }, `answer-${i}`)}
            />
          </label>
          <TargetChoice
            label={tx("ways.leads")}
            steps={steps}
            at={at}
            value={answer.goto}
            atEnd="solved"
            change={(goto) => set(i, { ...answer, goto: goto ?? "next" }, `goto-${i}`)}
          />
          <button
            type="button"
            class="icon-btn small"
            aria-label={tx("ways.remove", { n: i + 1 })}
            title={tx("ways.remove", { n: i + 1 })}
            disabled={check.answers.length < 2}
            onClick={() => setAnswers(check.answers.toSpliced(i, 1), "answers")}
          >
            <Icon name="bin" />
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        class="btn quiet small"
        onClick={() => setAnswers([...check.answers, { label: "", goto: "next" }], "answers")}
      >
        <Icon name="plus" size={14} />
        {tx("ways.add")}
      </button>
    </>
  );
}
