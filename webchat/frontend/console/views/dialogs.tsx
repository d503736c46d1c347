/** The dialogs about the selected conversation, the command palette and the list of shortcuts. */
import { useState } from "preact/hooks";
import type { ConversationSummary, Resolve } from "../../protocol/wire";
import { resolve, snooze } from "../actions";
import { OUTCOMES } from "../fields";
import { dateTime } from "../format";
import { language, t } from "../i18n";
import { isCommandHere } from "../keyboard";
import { dialog, pageKeys } from "../screen";
import { COMMANDS, type Command, keysOf, shownKeys } from "../shortcuts";
import { snoozeChoices } from "../snooze";
import { selected } from "../state/store";
import { AbuseDialog } from "./abuse";
import { AccountDialog } from "./account";
import { closeDialog, Dialog, Foot } from "./dialog";
import { Palette } from "./palette";
import { localMinute, ProposeDialog, proposeArticle, ReminderDialog, TakeoverDialog } from "./tooldialogs";
import { TransferDialog } from "./transfer";
import { isMac } from "./writing";

export function Dialogs() {
  const conversation = selected.value;
  if (dialog.value === "palette") return <Palette />;
  if (dialog.value === "help") return <ShortcutHelp />;
  if (dialog.value === "account") return <AccountDialog />;
  if (!conversation) return null;
  if (dialog.value === "resolve") return <ResolveDialog conversation={conversation} />;
  if (dialog.value === "snooze") return <SnoozeDialog conversation={conversation} />;
  if (dialog.value === "reminder") return <ReminderDialog conversation={conversation} />;
  if (dialog.value === "takeover") return <TakeoverDialog conversation={conversation} />;
  if (dialog.value === "propose") return <ProposeDialog conversation={conversation} />;
  if (dialog.value === "abuse") return <AbuseDialog conversation={conversation} />;
  if (dialog.value === "transfer") return <TransferDialog conversation={conversation} />;
  return null;
}

interface About {
  conversation: ConversationSummary;
}

/** Close only when the server did it: a refusal leaves what was filled in. */
async function closing(done: Promise<boolean>): Promise<void> {
  if (await done) closeDialog();
}

function ResolveDialog({ conversation }: About) {
  const [outcome, setOutcome] = useState<NonNullable<Resolve["outcome"]>>("solved");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const solution = String(form.get("solution")).trim();
    const isShared = form.has("share") && solution !== "";
    void closing(
      resolve(conversation.id, outcome, solution).then((done) => {
        if (done && isShared) void proposeArticle(conversation.id, solution);
        return done;
      }),
    );
  };
  return (
    <Dialog title={t("resolve.title")}>
      <form onSubmit={submit}>
        <fieldset class="options">
          <legend>{t("resolve.outcome")}</legend>
          {OUTCOMES.map((each) => (
            <label key={each} class="option">
              <input
                type="radio"
                name="outcome"
                checked={outcome === each}
                onChange={() => setOutcome(each)}
              />
              {t(`outcome.${each}`)}
            </label>
          ))}
        </fieldset>
        <label>
          {t("resolve.solution")}
          <textarea name="solution" rows={4} maxLength={4000} placeholder={t("resolve.solution_hint")} />
        </label>
        <label class="option">
          <input type="checkbox" name="share" />
          {t("resolve.share")}
        </label>
        <Foot label={t("action.resolve")} />
      </form>
    </Dialog>
  );
}

function SnoozeDialog({ conversation }: About) {
  const [now] = useState(() => new Date());
  const until = (date: Date) => void closing(snooze(conversation.id, date));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    until(new Date(String(form.get("until"))));
  };
  return (
    <Dialog title={t("snooze.title")}>
      <p class="muted">{t("snooze.hint")}</p>
      <div class="choices-column">
        {snoozeChoices(now).map(({ key, at }) => (
          <button key={key} type="button" class="choice" onClick={() => until(at)}>
            <span>{t(`snooze.${key}`)}</span>
            <span class="muted">{dateTime(at.toISOString(), language.value)}</span>
          </button>
        ))}
      </div>
      <form onSubmit={submit}>
        <label>
          {t("snooze.custom")}
          <input name="until" type="datetime-local" required min={localMinute(now)} />
        </label>
        <footer>
          <button type="submit" class="btn small">
            {t("action.snooze")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function ShortcutHelp() {
  const commands = (Object.keys(COMMANDS) as Command[]).filter(isCommandHere);
  return (
    <Dialog title={t("help.title")}>
      <dl class="shortcuts">
        {pageKeys.value.map(({ keys, does }) => (
          <Shortcut key={keys} does={does} keys={shownKeys(keys, isMac)} />
        ))}
        {commands.map((command) => (
          <Shortcut key={command} does={t(`shortcut.${command}`)} keys={keysOf(command, isMac)} />
        ))}
      </dl>
    </Dialog>
  );
}

function Shortcut({ does, keys }: { does: string; keys: readonly string[] }) {
  return (
    <div>
      <dt>{does}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  );
}
