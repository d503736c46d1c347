/** A field's definition: a new one, or what can still change of an old one. */
import { useState } from "preact/hooks";
import type { Ticket } from "../../../protocol/wire";
import { KINDS } from "../../fields";
import { LANGUAGES, t } from "../../i18n";
import { addDefinition, changeDefinition, type Definition } from "../../net/tickets";
import { toast } from "../../screen";
import { Dialog } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";

const TYPES = ["text", "number", "date", "choice", "boolean", "person", "approver"] as const;

export function EditField({ field, close }: { field: Definition | null; close: () => void }) {
  const [type, setType] = useState<Definition["type"]>(field?.type ?? "text");
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const values = {
      labels: namesIn(form, "label"),
      choices: type === "choice" ? choicesIn(String(form.get("choices"))) : [],
      kinds: form.getAll("kinds") as Ticket["kind"][],
      required_for: form.getAll("required_for") as Ticket["kind"][],
    };
    void attempt(async () => {
      if (field) await changeDefinition(field, values);
      else await addDefinition({ key: String(form.get("key")).trim(), type, ...values });
      toast(t("accounts.saved"));
      close();
    });
  };
  return (
    <Dialog title={t(field ? "fields.edit" : "fields.new")} close={close}>
      <form onSubmit={submit}>
        {!field && (
          <>
            <label>
              {t("fields.key")}
              <input
                name="key"
                required
                pattern="[a-z][a-z0-9_]{1,39}"
                maxLength={40}
                autocomplete="off"
                title={t("fields.key_hint")}
              />
              <span class="muted">{t("fields.key_hint")}</span>
            </label>
            <label>
              {t("fields.type")}
              <select value={type} onChange={(event) => setType(event.currentTarget.value as "text")}>
                {TYPES.map((each) => (
                  <option key={each} value={each}>
                    {t(`fields.type_${each}`)}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        {LANGUAGES.map((each) => (
          <label key={each}>
            {t("fields.label_in", { language: t(`language.${each}`) })}
            <input
              name={`label-${each}`}
              required
              maxLength={100}
              autocomplete="off"
              defaultValue={field?.labels[each]}
            />
          </label>
        ))}
        {type === "choice" && (
          <label>
            {t("fields.choices")}
            <textarea name="choices" required rows={4} defaultValue={field?.choices.map(lineOf).join("\n")} />
            <span class="muted">{t("fields.choices_hint")}</span>
          </label>
        )}
        <Kinds name="kinds" legend={t("fields.kinds_hint")} chosen={field?.kinds ?? []} />
        <Kinds name="required_for" legend={t("fields.required_for")} chosen={field?.required_for ?? []} />
        <Refusal text={error && t("fields.refused")} />
        <footer>
          <button type="submit" class="btn small" disabled={busy}>
            {t("accounts.save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function Kinds({ name, legend, chosen }: { name: string; legend: string; chosen: readonly string[] }) {
  return (
    <fieldset class="options">
      <legend>{legend}</legend>
      {KINDS.map((kind) => (
        <label key={kind} class="option">
          <input type="checkbox" name={name} value={kind} defaultChecked={chosen.includes(kind)} />
          {t(`kind.${kind}`)}
        </label>
      ))}
    </fieldset>
  );
}

function namesIn(form: FormData, name: string): Definition["labels"] {
  const of = (language: string) => String(form.get(`${name}-${language}`)).trim();
  return { nl: of("nl"), fr: of("fr"), en: of("en") };
}

type Choice = Definition["choices"][number];

const lineOf = ({ value, labels }: Choice) => [value, labels.nl, labels.fr, labels.en].join(" ; ");

/** One choice a line: code, then its three names. The server says what is wrong with a line that is not. */
export function choicesIn(text: string): Choice[] {
  return text
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => {
      const [value = "", nl = "", fr = "", en = ""] = line.split(";").map((part) => part.trim());
      return { value, labels: { nl, fr, en } };
    });
}
