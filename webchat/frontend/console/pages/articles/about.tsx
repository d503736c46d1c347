/** What the article is about and whom it is for: the front matter as a form. */
import { useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { CATEGORIES } from "../../fields";
import { tOr } from "../../i18n";
import { mayEdit } from "./may";
import { spot } from "./page";
import { setField } from "./set";
import { type Front, listOf, split, wordOf } from "./text/front";
import { tx, txn, txOr } from "./texts";
import type { Work } from "./work";

const DEVICES = ["computer", "smartphone", "printer", "monitor", "keyboard", "webcam", "card reader"];
/** Dialogue intents of the bot that an article may stand for. */
const INTENTS = ["request_access", "request_software", "report_security_incident"];
const MAX_SIGN = 80;

interface Props {
  work: Work;
  front: Front;
}

export function About({ work, front }: Props) {
  const form = useRef<HTMLFieldSetElement>(null);
  useSignalEffect(() => {
    const wanted = spot.value;
    if (wanted?.tab !== "about") return;
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>(`[name="${wanted.field}"]`)?.focus(),
    );
  });
  const visibility = wordOf(front, "visibility") || "public";
  return (
    <fieldset class="about" ref={form} disabled={!mayEdit()} aria-label={tx("tab.about")}>
      <Part title={tx("about.find")}>
        <Words name="sign" work={work} front={front} max={MAX_SIGN} isCounted />
        <Choice name="topic" work={work} front={front} none={tx("topic.none")}>
          {CATEGORIES.map((each) => [each, tOr(`value.${each}`, each)])}
        </Choice>
        <List name="keywords" work={work} front={front} />
        <Questions work={work} front={front} />
      </Part>
      <Part title={tx("about.who")}>
        <fieldset class="options">
          <legend>{tx("field.visibility")}</legend>
          {(["public", "internal"] as const).map((each) => (
            <label key={each} class="option">
              <input
                type="radio"
                name="visibility"
                checked={visibility === each}
                onChange={() => setField(work, "visibility", each)}
              />
              <span>
                {tx(`visibility.${each}`)}
                <small class="muted"> {tx(`visibility.${each}_hint`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <Choice name="device" work={work} front={front} none={tx("device.any")}>
          {DEVICES.map((each) => [each, txOr(`device.${each.replace(" ", "_")}`, each)])}
        </Choice>
        <List name="products" work={work} front={front} />
        <List name="links" work={work} front={front} />
      </Part>
      <Part title={tx("about.solve")}>
        <Words name="goal" work={work} front={front} max={300} />
        <Minutes work={work} front={front} />
        <Flag name="handoff" work={work} front={front} />
        <Flag name="incident" work={work} front={front} />
        <Choice name="intent" work={work} front={front} none={tx("intent.none")}>
          {INTENTS.map((each) => [each, txOr(`intent.${each}`, each)])}
        </Choice>
      </Part>
    </fieldset>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="about-part" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

type Named =
  | "links"
  | "sign"
  | "goal"
  | "keywords"
  | "products"
  | "topic"
  | "device"
  | "intent"
  | "handoff"
  | "incident";

interface FieldProps extends Props {
  name: Named;
}

function Words({
  name,
  work,
  front,
  max,
  isCounted = false,
}: FieldProps & { max: number; isCounted?: boolean }) {
  const value = wordOf(front, name);
  return (
    <label>
      {tx(`field.${name}`)}
      <input
        name={name}
        value={value}
        lang={work.row.value.language}
        maxLength={Math.max(max, value.length)}
        autocomplete="off"
        onInput={(event) => setField(work, name, event.currentTarget.value)}
      />
      <small class="muted">
        {tx(`field.${name}_hint` as "field.sign_hint")}
        {isCounted && ` ${tx("field.left", { n: max - value.length })}`}
      </small>
    </label>
  );
}

/** What the form does not know by name stays chosen, and is shown as it stands. */
function Choice({ name, work, front, none, children }: FieldProps & { none: string; children: string[][] }) {
  const value = wordOf(front, name);
  const isOther = value !== "" && !children.some(([each]) => each === value);
  return (
    <label>
      {tx(`field.${name}`)}
      <select name={name} value={value} onChange={(event) => setField(work, name, event.currentTarget.value)}>
        <option value="">{none}</option>
        {children.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
        {isOther && <option value={value}>{value.replaceAll("_", " ")}</option>}
      </select>
      <small class="muted">{tx(`field.${name}_hint` as "field.topic_hint")}</small>
    </label>
  );
}

/** Words with commas between; while one types, what was typed stays as it is. */
function List({ name, work, front }: FieldProps) {
  const typed = useRef<string | null>(null);
  const stored = listOf(front, name);
  const shown =
    typed.current !== null && same(split(typed.current, ","), stored) ? typed.current : stored.join(", ");
  return (
    <label>
      {tx(`field.${name}`)}
      <input
        name={name}
        value={shown}
        lang={work.row.value.language}
        autocomplete="off"
        onInput={(event) => {
          typed.current = event.currentTarget.value;
          setField(work, name, split(typed.current, ","));
        }}
      />
      <small class="muted">{tx(`field.${name}_hint` as "field.keywords_hint")}</small>
    </label>
  );
}

function Questions({ work, front }: Props) {
  const typed = useRef<string | null>(null);
  const stored = listOf(front, "questions");
  const shown =
    typed.current !== null && same(split(typed.current, "\n"), stored) ? typed.current : stored.join("\n");
  return (
    <label>
      {tx("field.questions")}
      <textarea
        name="questions"
        rows={Math.min(12, Math.max(4, stored.length + 1))}
        value={shown}
        lang={work.row.value.language}
        onInput={(event) => {
          typed.current = event.currentTarget.value;
          setField(work, "questions", split(typed.current, "\n"));
        }}
      />
      <small class="muted">
        {tx("field.questions_hint")} {txn("field.n_questions", stored.length)}
      </small>
    </label>
  );
}

const same = (one: readonly string[], other: readonly string[]) => one.join("\n") === other.join("\n");

function Minutes({ work, front }: Props) {
  return (
    <label class="short-field">
      {tx("field.minutes")}
      <input
        name="minutes"
        type="number"
        min={0}
        max={1000}
        step="any"
        value={wordOf(front, "minutes")}
        onInput={(event) => {
          const value = event.currentTarget.valueAsNumber;
          setField(work, "minutes", Number.isNaN(value) ? "" : value);
        }}
      />
      <small class="muted">{tx("field.minutes_hint")}</small>
    </label>
  );
}

function Flag({ name, work, front }: FieldProps & { name: "handoff" | "incident" }) {
  return (
    <label class="option">
      <input
        type="checkbox"
        name={name}
        checked={front.values[name] === true}
        onChange={(event) => setField(work, name, event.currentTarget.checked)}
      />
      <span>
        {tx(`field.${name}`)}
        <small class="muted"> {tx(`field.${name}_hint`)}</small>
      </span>
    </label>
  );
}
