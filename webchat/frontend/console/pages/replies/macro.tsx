/** A macro: its steps, one under the other; the server checks that they can be carried out. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { state } from "../../state/store";
import { type Macro, remove, type Step, save } from "../../tools/replies";
import { Dialog } from "../../views/dialog";
import { Icon } from "../../views/icons";
import { closing, Refusal, useRefusal } from "../../views/refusal";
import { Foot } from "./foot";
import { StepFields } from "./step";
import { DOES, type Do, moved, newStep, stepName, withStep } from "./steps";

export function EditMacro({ macro, close }: { macro: Macro | null; close: () => void }) {
  const [steps, setSteps] = useState<Step[]>(macro?.steps ?? [newStep("reply", "")]);
  const [error, attempt, busy] = useRefusal();
  const act = (work: () => Promise<void>, told: string) => attempt(closing(work, told, close));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = { title: String(form.get("title")), steps: steps.map(cleaned) };
    void act(
      () => save("macros", macro ?? {}, macro ? body : { ...body, shared: form.has("shared") }),
      t("macro.saved"),
    );
  };
  return (
    <Dialog title={t(macro ? "macro.edit_title" : "macro.new")} wide close={close}>
      <form onSubmit={submit}>
        <label>
          {t("macro.name")}
          <input name="title" required maxLength={100} autocomplete="off" defaultValue={macro?.title ?? ""} />
        </label>
        <ol class="step-list">
          {steps.map((step, i) => (
            <li key={i}>
              <StepHead steps={steps} at={i} change={setSteps} />
              <StepFields step={step} change={(next) => setSteps(withStep(steps, i, next))} />
            </li>
          ))}
        </ol>
        <AddStep
          add={(kind) => setSteps([...steps, newStep(kind, firstColleague())])}
          isFull={steps.length >= 10}
        />
        <p class="muted">{t("macro.order_hint")}</p>
        <Refusal text={error} />
        <Foot
          thing={macro}
          busy={busy}
          remove={() => macro && void act(() => remove("macros", macro), t("macro.deleted"))}
        />
      </form>
    </Dialog>
  );
}

const firstColleague = (): string => Object.keys(state.value?.agents ?? {})[0] ?? "";

function StepHead({ steps, at, change }: { steps: Step[]; at: number; change: (steps: Step[]) => void }) {
  const kind = steps[at]?.do ?? "note";
  const name = t("macro.step", { n: at + 1, name: stepName(kind) });
  return (
    <div class="step-head">
      <h3>{name}</h3>
      {at > 0 && (
        <button
          type="button"
          class="btn quiet small"
          aria-label={t("macro.up", { name })}
          onClick={() => change(moved(steps, at, -1))}
        >
          ↑
        </button>
      )}
      {steps.length > 1 && (
        <button
          type="button"
          class="icon-btn small"
          aria-label={t("macro.drop", { name })}
          onClick={() => change(steps.filter((_, i) => i !== at))}
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}

function AddStep({ add, isFull }: { add: (kind: Do) => void; isFull: boolean }) {
  const [kind, setKind] = useState<Do>("note");
  return (
    <div class="add-step">
      <label>
        {t("macro.add_what")}
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Do)}>
          {DOES.map((each) => (
            <option key={each} value={each}>
              {stepName(each)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="btn quiet small" disabled={isFull} onClick={() => add(kind)}>
        {t("macro.add")}
      </button>
    </div>
  );
}

/** Without the languages that were left empty. */
function cleaned(step: Step): Step {
  if (step.do !== "reply") return step;
  const texts = Object.fromEntries(Object.entries(step.texts).filter(([, text]) => text?.trim()));
  return { ...step, texts };
}
