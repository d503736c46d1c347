/** The slider, what may be expected of its position, and the button that sets it. */
import { language } from "../../i18n";
import type { Dial } from "../../net/dial";
import { count, percent, placeOf } from "./positions";
import { t } from "./texts";

interface Props {
  dial: Dial;
  place: number;
  choose: (share: number) => void;
  note: string;
  setNote: (note: string) => void;
  /** Null for who may only look. */
  save: (() => Promise<void>) | null;
  /** Somebody else was faster. */
  lost: { theirs: number; mine: number } | null;
  busy: boolean;
}

export function Control({ dial, place, choose, note, setNote, save, lost, busy }: Props) {
  const write = (share: number, digits?: number) => percent(share, language.value, digits);
  const { positions, max_wrong_share: current } = dial;
  const position = positions[place];
  if (!position || current === null) return null;
  const chosen = write(position.max_wrong_share);
  const isChanged = place !== placeOf(dial, current);
  const { n, answered, wrong, low, high } = position.held_out;
  return (
    <section class="dial-control" aria-labelledby="dial-slider-label">
      <div class="dial-head">
        <label id="dial-slider-label" for="dial-slider">
          {t("slider")}
        </label>
        <output for="dial-slider" class="dial-share">
          {chosen}
        </output>
      </div>
      <input
        id="dial-slider"
        class="dial-slider"
        type="range"
        min={0}
        max={positions.length - 1}
        step={1}
        value={place}
        aria-valuetext={chosen}
        onInput={(event) => {
          const at = positions[Number(event.currentTarget.value)];
          if (at) choose(at.max_wrong_share);
        }}
      />
      <div class="dial-ends" aria-hidden="true">
        <span>{t("careful")}</span>
        <span>{t("bold")}</span>
      </div>
      <div class="dial-promise" aria-live="polite">
        <h3>{t("promise")}</h3>
        <p>
          {t("promise_text", {
            n: count(n, language.value),
            answered: write(answered, 0),
            wrong: write(wrong),
            low: write(low),
            high: write(high),
          })}
        </p>
        {dial.certainty !== null && (
          <p class="muted">{t("promise_held", { certainty: write(dial.certainty, 0) })}</p>
        )}
      </div>
      {lost && (
        <p class="form-error" role="alert">
          {t("edited", { share: write(lost.theirs), mine: write(lost.mine) })}
        </p>
      )}
      {save ? (
        <div class="dial-save">
          <label>
            {t("note")}
            <input
              type="text"
              maxLength={400}
              value={note}
              onInput={(event) => setNote(event.currentTarget.value)}
            />
          </label>
          <button type="button" class="btn" disabled={busy || !isChanged} onClick={() => void save()}>
            {t("save", { share: chosen })}
          </button>
          {isChanged && (
            <button type="button" class="btn quiet" onClick={() => choose(current)}>
              {t("back", { share: write(current) })}
            </button>
          )}
        </div>
      ) : (
        <p class="muted">{t("read_only")}</p>
      )}
    </section>
  );
}
