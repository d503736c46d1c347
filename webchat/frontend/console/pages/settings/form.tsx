/** What the forms of all documents share: load, edit a draft, save it on the version that was read. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { reasonOf } from "../../actions";
import { dateTime } from "../../format";
import { type Key, LANGUAGES, language, t, tOr } from "../../i18n";
import { RequestError } from "../../net/api";
import {
  type Documents,
  type Name,
  readSetting,
  type Stored,
  type Words,
  writeSetting,
} from "../../net/desk";
import { toast } from "../../screen";
import { agent } from "../../state/store";
import { Refusal, useRefusal } from "../../views/refusal";

export interface Draft<N extends Name> {
  value: Documents[N];
  change: (value: Documents[N]) => void;
}

interface Props<N extends Name> {
  name: N;
  children: (draft: Draft<N>) => ComponentChildren;
}

export function DocumentForm<N extends Name>({ name, children }: Props<N>) {
  const [stored, setStored] = useState<Stored<N> | null>(null);
  const [value, change] = useState<Documents[N] | null>(null);
  const [error, attempt, busy] = useRefusal(explain);
  const mayEdit = agent.value?.role === "administrator";
  const show = (fresh: Stored<N>) => {
    setStored(fresh);
    change(fresh.value);
  };
  useEffect(() => void attempt(async () => show(await readSetting(name))), [name]);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    if (!stored || !value) return;
    void attempt(async () => {
      show(await writeSetting(name, value, stored.version));
      toast(t("rules.saved"));
    });
  };
  return (
    <form class="rules-form" onSubmit={save}>
      <h3>{t(`rules.${name}`)}</h3>
      <p class="muted">{t(`rules.${name}.hint`)}</p>
      {value && (
        <fieldset class="rules-fields" disabled={!mayEdit || busy} aria-label={t(`rules.${name}`)}>
          {children({ value, change })}
        </fieldset>
      )}
      <Refusal text={error} />
      <footer>
        {stored?.updated_at && (
          <span class="muted">
            {t("rules.changed", {
              name: stored.updated_by ?? "",
              at: dateTime(stored.updated_at, language.value),
            })}
          </span>
        )}
        {mayEdit && value ? (
          <button type="submit" class="btn small" disabled={busy}>
            {t("rules.save")}
          </button>
        ) : (
          <span class="muted">{t("rules.read_only")}</span>
        )}
      </footer>
    </form>
  );
}

/** A refusal names the field; the field has a name of its own in each language. */
function explain(cause: unknown): string {
  const field = cause instanceof RequestError && cause.code === "invalid" && String(cause.params.field ?? "");
  if (!field) return reasonOf(cause);
  const parts = field.split(".").filter((part) => Number.isNaN(Number(part)));
  const named = parts.map((part) => tOr(`rules.field.${part}`, tOr(`priority.${part}`, part)));
  return t("rules.invalid", { field: named.join(" · ") });
}

interface NumberProps {
  label: Key;
  value: number | null;
  unit: Key;
  min: number;
  max: number;
  step?: number;
  optional?: boolean;
  change: (value: number | null) => void;
}

export function NumberField({
  label,
  value,
  unit,
  min,
  max,
  step = 1,
  optional = false,
  change,
}: NumberProps) {
  return (
    <label class="number-field">
      <span>
        {t(label)} <span class="muted">({t(unit)})</span>
      </span>
      <input
        type="number"
        min={min}
        max={max}
        step={step}
        required={!optional}
        value={value ?? ""}
        onInput={(event) => {
          const text = event.currentTarget.value;
          change(text === "" ? null : Number(text));
        }}
      />
    </label>
  );
}

interface WordsProps {
  label: string;
  value: Words;
  change: (value: Words) => void;
}

/** One text in the three languages. */
export function WordsField({ label, value, change }: WordsProps) {
  return (
    <fieldset class="words-field">
      <legend>{label}</legend>
      {LANGUAGES.map((each) => (
        <label key={each} class="words-line">
          <span class="badge lang" aria-hidden="true">
            {each.toUpperCase()}
          </span>
          <input
            required
            lang={each}
            maxLength={300}
            aria-label={`${label}: ${t(`language.${each}`)}`}
            value={value[each]}
            onInput={(event) => change({ ...value, [each]: event.currentTarget.value })}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** Words, one a line. */
export const asLines = (words: readonly string[]): string => words.join("\n");
export const fromLines = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,]/)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
];
