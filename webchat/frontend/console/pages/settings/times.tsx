/** When the desk is open, what it promises, and how conversations are routed. */
import { PRIORITIES } from "../../fields";
import { language, t } from "../../i18n";
import type { Day, Level, Priority } from "../../net/desk";
import { DocumentForm, NumberField } from "./form";

const DAYS: readonly Day[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const COUNTRIES = ["BE", "NL", "FR", "LU", "DE", "GB"];
const LEVELS: readonly Level[] = ["low", "medium", "high"];

const country = (code: string) => new Intl.DisplayNames(language.value, { type: "region" }).of(code);

export function HoursForm() {
  return (
    <DocumentForm name="hours">
      {({ value, change }) => (
        <>
          <div class="rules-grid">
            {DAYS.map((day) => (
              <label key={day}>
                {t(`rules.field.${day}`)}
                <input
                  inputMode="numeric"
                  placeholder={t("rules.closed")}
                  value={value.weekly[day].join(", ")}
                  onChange={(event) => {
                    const text = event.currentTarget.value;
                    const openings = text.split(/[,;]/).map((part) => part.replace(/\s/g, ""));
                    change({ ...value, weekly: { ...value.weekly, [day]: openings.filter(Boolean) } });
                  }}
                />
              </label>
            ))}
          </div>
          <p class="muted">{t("rules.hours.example")}</p>
          <label>
            {t("rules.field.time_zone")}
            <input
              required
              value={value.time_zone}
              onInput={(event) => change({ ...value, time_zone: event.currentTarget.value })}
            />
          </label>
          <label>
            {t("rules.field.holiday_country")}
            <select
              onChange={(event) => change({ ...value, holiday_country: event.currentTarget.value || null })}
            >
              {[...new Set(["", ...COUNTRIES, value.holiday_country ?? ""])].map((code) => (
                <option key={code} value={code} selected={code === (value.holiday_country ?? "")}>
                  {code ? country(code) : t("rules.no_holidays")}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("rules.field.closed_on")}
            <textarea
              rows={3}
              placeholder="2026-12-24"
              defaultValue={value.closed_on.join("\n")}
              onChange={(event) =>
                change({ ...value, closed_on: event.currentTarget.value.split(/[\s,]+/).filter(Boolean) })
              }
            />
          </label>
        </>
      )}
    </DocumentForm>
  );
}

export function SlaForm() {
  return (
    <DocumentForm name="sla">
      {({ value, change }) => (
        <>
          {PRIORITIES.map((priority) => {
            const target = value.targets[priority];
            const set = (changes: Partial<typeof target>) =>
              change({ ...value, targets: { ...value.targets, [priority]: { ...target, ...changes } } });
            return (
              <fieldset key={priority} class="rules-pair">
                <legend>{t(`priority.${priority}`)}</legend>
                <NumberField
                  label="rules.field.first_response_min"
                  unit="rules.minutes"
                  min={1}
                  max={100_000}
                  value={target.first_response_min}
                  change={(n) => set({ first_response_min: n ?? 0 })}
                />
                <NumberField
                  label="rules.field.resolution_min"
                  unit="rules.minutes"
                  min={1}
                  max={100_000}
                  value={target.resolution_min}
                  change={(n) => set({ resolution_min: n ?? 0 })}
                />
              </fieldset>
            );
          })}
          <NumberField
            label="rules.field.warning_share"
            unit="rules.percent"
            min={1}
            max={99}
            value={Math.round(value.warning_share * 100)}
            change={(n) => change({ ...value, warning_share: (n ?? 0) / 100 })}
          />
        </>
      )}
    </DocumentForm>
  );
}

export function MatrixForm() {
  return (
    <DocumentForm name="priority_matrix">
      {({ value, change }) => (
        <table class="table matrix">
          <thead>
            <tr>
              <th scope="col">{t("rules.impact_urgency")}</th>
              {LEVELS.map((urgency) => (
                <th key={urgency} scope="col">
                  {t("rules.urgency_is", { level: t(`priority.${urgency}`) })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {LEVELS.map((impact) => (
              <tr key={impact}>
                <th scope="row">{t("rules.impact_is", { level: t(`value.${impact}`) })}</th>
                {LEVELS.map((urgency) => (
                  <td key={urgency}>
                    <select
                      aria-label={`${t("rules.impact_is", { level: t(`value.${impact}`) })}, ${t("rules.urgency_is", { level: t(`priority.${urgency}`) })}`}
                      onChange={(event) => {
                        const chosen = event.currentTarget.value as Priority;
                        change({ ...value, [impact]: { ...value[impact], [urgency]: chosen } });
                      }}
                    >
                      {PRIORITIES.map((priority) => (
                        <option
                          key={priority}
                          value={priority}
                          selected={value[impact][urgency] === priority}
                        >
                          {t(`priority.${priority}`)}
                        </option>
                      ))}
                    </select>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </DocumentForm>
  );
}

const ROUTING = [
  { key: "offer_timeout_s", min: 5, max: 600 },
  { key: "wrap_up_s", min: 0, max: 900 },
  { key: "max_chats", min: 1, max: 20 },
  { key: "widen_after_s", min: 0, max: 86_400 },
  { key: "grace_s", min: 0, max: 3600 },
  { key: "handling_time_s", min: 1, max: 86_400 },
] as const;

export function RoutingForm() {
  return (
    <DocumentForm name="routing">
      {({ value, change }) => (
        <>
          {ROUTING.map(({ key, min, max }) => (
            <NumberField
              key={key}
              label={`rules.field.${key}`}
              unit={key === "max_chats" ? "rules.chats" : "rules.seconds"}
              min={min}
              max={max}
              value={value[key]}
              change={(n) => change({ ...value, [key]: n ?? 0 })}
            />
          ))}
        </>
      )}
    </DocumentForm>
  );
}
