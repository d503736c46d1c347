/** The decisions: a suggestion for the group, and one button each with its key. */
import type { ComponentChildren } from "preact";
import type { Item } from "../../net/inbox";
import { type InboxKey, x } from "./i18n";
import { areKeysOn, decline, open } from "./keys";
import { accept, decide, declined, group, isWholeGroup } from "./state";

export function Suggested() {
  const found = group.value;
  if (!found?.suggestion || declined.value.has(found.id)) return null;
  const { title, why } = found.suggestion;
  return (
    <div class="inbox-suggestion">
      <p>
        {x.t("suggest")}: <strong>{title}</strong> <span class="muted">({x.t(`suggest.${why}`)})</span>
      </p>
      <div class="inbox-actions">
        <button type="button" class="btn small" onClick={accept}>
          {x.tn("suggest.yes", found.n)} <Key name="Y" />
        </button>
        <button type="button" class="btn quiet small" onClick={decline}>
          {x.t("suggest.no")} <Key name="N" />
        </button>
      </div>
    </div>
  );
}

export function Buttons({ item, isTaken }: { item: Item; isTaken: boolean }) {
  const n = group.value?.n ?? 1;
  const guess = item.guess[0];
  return (
    <fieldset class="inbox-decide" disabled={isTaken}>
      <legend>{x.t("decide")}</legend>
      <div class="inbox-actions">
        {guess && (
          <Act
            name="validate"
            hint={x.t("validate.hint", { title: guess.title })}
            press={() => decide("validate")}
          >
            <Key name="V" />
          </Act>
        )}
        <Act name="choose" press={() => open("choose")}>
          <Key name="I" />
        </Act>
        <Act name="create" press={() => open("create")}>
          <Key name="C" />
        </Act>
        <Act name="unknown" hint={x.t("unknown.hint")} press={() => decide("unknown")}>
          <Key name="O" />
        </Act>
        <Act name="delete" hint={x.t("delete.hint")} press={() => decide("delete")}>
          <Key name="D" />
        </Act>
      </div>
      {n > 1 && (
        <label class="inbox-whole">
          <input
            type="checkbox"
            checked={isWholeGroup.value}
            onChange={(event) => {
              isWholeGroup.value = event.currentTarget.checked;
            }}
          />
          <span>{x.t("whole", { n })}</span> <Key name="G" />
        </label>
      )}
    </fieldset>
  );
}

interface ActProps {
  name: InboxKey & ("validate" | "choose" | "create" | "unknown" | "delete");
  hint?: string;
  press: () => void;
  children: ComponentChildren;
}

function Act({ name, hint, press, children }: ActProps) {
  return (
    <button
      type="button"
      class={name === "validate" ? "btn small" : "btn quiet small"}
      title={hint}
      onClick={press}
    >
      {x.t(name)} {children}
    </button>
  );
}

/** The key beside its button; not read out, the button says what it does. */
export function Key({ name }: { name: string }) {
  return areKeysOn.value ? (
    <span class="inbox-key" aria-hidden="true">
      <kbd>{name}</kbd>
    </span>
  ) : null;
}
