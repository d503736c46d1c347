/** Which languages somebody speaks: each switched on or off. */
import type { Language } from "../../protocol/wire";
import { LANGUAGES, t } from "../i18n";
import { toggled } from "./check";

interface Props {
  label: string;
  spoken: readonly Language[];
  change: (spoken: Language[]) => void;
}

export function LanguageToggles({ label, spoken, change }: Props) {
  return (
    <fieldset class="segments" aria-label={label}>
      {LANGUAGES.map((each) => {
        const isOn = spoken.includes(each);
        return (
          <button
            key={each}
            type="button"
            aria-pressed={isOn}
            onClick={() => change(toggled(spoken, each, !isOn))}
          >
            {t(`language.${each}`)}
          </button>
        );
      })}
    </fieldset>
  );
}
