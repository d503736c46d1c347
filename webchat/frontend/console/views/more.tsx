/** The menu with what else can be done with a conversation: macros, reminders, remote help, a proposal. */
import type { ConversationSummary } from "../../protocol/wire";
import { runMacro, told } from "../actions";
import { t } from "../i18n";
import { go } from "../pages/route";
import { type DialogName, openDialog, proposing } from "../screen";
import { isMine } from "../state/select";
import { state } from "../state/store";
import { loadMacros, macros } from "../tools/replies";
import { Icon, type IconName } from "./icons";
import { usePopover } from "./popover";

export function More({ conversation }: { conversation: ConversationSummary }) {
  const { isOpen, box, button, onKeyDown } = usePopover();
  const toggle = () => {
    isOpen.value = !isOpen.value;
    if (isOpen.value) void loadMacros().catch(told);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from anywhere inside it
    <div class="more" ref={box} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="btn quiet small square"
        aria-expanded={isOpen.value}
        aria-controls="more-menu"
        aria-label={t("more.title")}
        title={t("more.title")}
        onClick={toggle}
      >
        <Icon name="more" size={14} />
      </button>
      {isOpen.value && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: any choice inside closes the menu
        <section
          id="more-menu"
          class="more-menu"
          aria-label={t("more.title")}
          onClick={() => {
            isOpen.value = false;
          }}
        >
          <Acts conversation={conversation} />
          <Macros conversation={conversation} />
        </section>
      )}
    </div>
  );
}

function Acts({ conversation }: { conversation: ConversationSummary }) {
  const mine = isMine(conversation, state.value?.meId ?? "") && conversation.status !== "resolved";
  return (
    <>
      <Act icon="clock" label={t("reminder.title")} opens="reminder" />
      {mine && !conversation.takeover && <Act icon="agent" label={t("takeover.title")} opens="takeover" />}
      <Act icon="article" label={t("propose.new")} opens="propose" />
      <a
        class="menu-item"
        href={`/api/conversations/${conversation.id}/transcript`}
        download={`${conversation.ticket?.number ?? "transcript"}.txt`}
      >
        <Icon name="download" size={14} />
        {t("action.transcript")}
      </a>
    </>
  );
}

function Act({ icon, label, opens }: { icon: IconName; label: string; opens: DialogName }) {
  return (
    <button
      type="button"
      class="menu-item"
      onClick={() => {
        proposing.value = null;
        openDialog(opens);
      }}
    >
      <Icon name={icon} size={14} />
      {label}
    </button>
  );
}

function Macros({ conversation }: { conversation: ConversationSummary }) {
  return (
    <>
      <h3>{t("macro.title")}</h3>
      {macros.value?.length === 0 && <p class="muted">{t("macro.none")}</p>}
      {macros.value?.map((macro) => (
        <button
          key={macro.id}
          type="button"
          class="menu-item"
          onClick={() => void runMacro(conversation.id, macro.id)}
        >
          <Icon name="wrench" size={14} />
          {macro.title}
        </button>
      ))}
      <button type="button" class="menu-item" onClick={() => go("replies", "macros")}>
        <Icon name="edit" size={14} />
        {t("macro.manage")}
      </button>
    </>
  );
}
