/** What would have become of last month's questions: now set, and as chosen. */
import { language } from "../../i18n";
import type { Dial, Group, Outcome, Position } from "../../net/dial";
import { Bars, type Part } from "../../views/charts/bars";
import { Numbers } from "../../views/charts/numbers";
import { change, OUTCOMES, percent, placeOf, total } from "./positions";
import { t, tn } from "./texts";

const GROUPS: readonly Group[] = ["all", "nl", "fr", "en"];
const TONES: Record<Outcome, Part["tone"]> = {
  answered: "good",
  clarified: "info",
  other: "plain",
  handed_off: "warn",
};

export function Consequence({ dial, place }: { dial: Dial; place: number }) {
  const now = dial.positions[placeOf(dial, dial.max_wrong_share ?? 0)];
  const then = dial.positions[place];
  if (!now || !then) return null;
  const write = (share: number) => percent(share, language.value, 0);
  if (dial.n_questions === 0)
    return (
      <div class="dial-part">
        <h3>{t("consequence")}</h3>
        <div class="empty">
          <p>
            <strong>{t("no_questions")}</strong>
          </p>
          <p>{t("no_questions_hint")}</p>
        </div>
      </div>
    );
  const partsOf = (position: Position, group: Group): Part[] =>
    OUTCOMES.map((key) => ({
      key,
      name: t(`outcome.${key}`),
      n: position.questions[group][key],
      tone: TONES[key],
    }));
  const groups = GROUPS.filter((group) => total(then, group) > 0);
  const isSame = now === then;
  return (
    <div class="dial-part">
      <h3>{t("consequence")}</h3>
      <p class="muted">{tn("consequence_hint", dial.n_questions)}</p>
      <Summary now={now} then={then} />
      <Bars
        wholes={groups.map((group) => ({ name: t(`group.${group}`), parts: partsOf(then, group) }))}
        write={write}
        say={(group, parts) => t("bars", { group, parts })}
      />
      <Numbers
        label={t("numbers")}
        caption={t("consequence")}
        head={[
          t("outcome"),
          ...groups.flatMap((group) =>
            isSame ? [t(`group.${group}`)] : [`${t(`group.${group}`)} – ${t("now")}`, t(`group.${group}`)],
          ),
        ]}
        rows={OUTCOMES.map((outcome) => [
          t(`outcome.${outcome}`),
          ...groups.flatMap((group) =>
            (isSame ? [then] : [now, then]).map(
              (position) =>
                `${position.questions[group][outcome]} (${write(position.questions[group][outcome] / total(position, group))})`,
            ),
          ),
        ])}
      />
    </div>
  );
}

/** The four outcomes of all questions, each with its change against what is set now; read out as the slider moves. */
function Summary({ now, then }: { now: Position; then: Position }) {
  const inLanguage = language.value;
  return (
    <dl class="dial-summary" aria-live="polite">
      {OUTCOMES.map((outcome) => {
        const [after, before] = [then, now].map(
          (position) => position.questions.all[outcome] / Math.max(1, total(position, "all")),
        ) as [number, number];
        const by = change(after, before, inLanguage);
        return (
          <div key={outcome} class={TONES[outcome]}>
            <dt>{t(`outcome.${outcome}`)}</dt>
            <dd>
              <strong>{percent(after, inLanguage, 0)}</strong>
              {by && <span class="dial-change">{by}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
