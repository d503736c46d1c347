/** One follow-up or call-back: when, about whom, the number to call, done or later. */
import { useState } from "preact/hooks";
import type { ConversationSummary, Reminder } from "../../../protocol/wire";
import { told } from "../../actions";
import { isDue } from "../../alerts/own";
import { dateTime, timeTo } from "../../format";
import { language, t } from "../../i18n";
import { api } from "../../net/api";
import { show, toast } from "../../screen";
import { snoozeChoices } from "../../snooze";
import { now } from "../../state/store";
import { customerName, unmasked } from "../../summary";
import { Icon } from "../../views/icons";

interface Props {
  reminder: Reminder;
  about: ConversationSummary | undefined;
}

export function ReminderRow({ reminder, about }: Props) {
  const { id, kind, at, note } = reminder;
  const name = about ? customerName(about) : "";
  const due = isDue(reminder, now.value);
  const change = (body: object, words: string) =>
    api("PATCH", `/reminders/${id}`, body).then(() => toast(words), told);
  return (
    <li class={due ? "day-row due" : "day-row"}>
      <button type="button" class="day-open" onClick={() => show(reminder.conversation_id)}>
        <strong>
          {t(`reminder.${kind}`)}
          {name && ` · ${name}`}
        </strong>
        {note && <span>{unmasked(note)}</span>}
        <span class={due ? "badge bad" : "muted"} title={dateTime(at, language.value)}>
          <Icon name="clock" size={12} /> {timeTo(at, now.value, language.value)}
        </span>
      </button>
      <div class="day-acts">
        {reminder.phone && <Phone reminder={reminder} />}
        <button
          type="button"
          class="btn small"
          aria-label={t("reminder.done_named", { name })}
          onClick={() => void change({ done: true }, t("reminder.is_done"))}
        >
          <Icon name="check" size={14} />
          {t("reminder.done")}
        </button>
        {snoozeChoices(new Date(now.peek()))
          .slice(0, 2)
          .map((choice) => (
            <button
              key={choice.key}
              type="button"
              class="btn quiet small"
              onClick={() =>
                void change(
                  { at: choice.at.toISOString() },
                  t("reminder.planned", { at: dateTime(choice.at.toISOString(), language.value) }),
                )
              }
            >
              {t(`snooze.${choice.key}`)}
            </button>
          ))}
      </div>
    </li>
  );
}

/** Its last digits; the whole number on request, which the server records. */
function Phone({ reminder }: { reminder: Reminder }) {
  const [whole, setWhole] = useState<string | null>(null);
  const reveal = () =>
    api<{ phone: string }>("GET", `/reminders/${reminder.id}/phone`).then(
      ({ phone }) => setWhole(phone),
      told,
    );
  if (whole)
    return (
      <a class="btn quiet small" href={`tel:${whole.replace(/[^+\d]/g, "")}`}>
        {whole}
      </a>
    );
  return (
    <button
      type="button"
      class="btn quiet small"
      title={t("reminder.reveal_hint")}
      onClick={() => void reveal()}
    >
      <Icon name="mask" size={14} />
      {reminder.phone}
      <span class="sr">{t("reminder.reveal")}</span>
    </button>
  );
}
