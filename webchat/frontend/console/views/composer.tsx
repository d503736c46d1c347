/** Where the agent writes: a reply to the user, or a yellow note that only colleagues see. */
import type { ConversationSummary } from "../../protocol/wire";
import { take } from "../actions";
import { t } from "../i18n";
import { keysOf } from "../shortcuts";
import type { Mode } from "../state/outbox";
import { isMine } from "../state/select";
import { mode, state } from "../state/store";
import { Icon } from "./icons";
import { isMac, Writing } from "./writing";

const MODES: Mode[] = ["message", "note"];

export function Composer({ conversation }: { conversation: ConversationSummary }) {
  const mine = isMine(conversation, state.value?.meId ?? "");
  const as = mode.value;
  return (
    <section class={`composer as-${as}`} aria-label={t("composer.title")}>
      <Modes />
      {as === "message" && !mine ? (
        <NotMine conversation={conversation} />
      ) : (
        <Writing key={`${conversation.id}/${as}`} conversation={conversation} as={as} />
      )}
    </section>
  );
}

function Modes() {
  return (
    <div class="composer-modes">
      {MODES.map((each) => (
        <button
          key={each}
          type="button"
          class={`as-${each}`}
          aria-pressed={mode.value === each}
          title={keysOf(each === "note" ? "note" : "reply", isMac).join("+")}
          onClick={() => {
            mode.value = each;
          }}
        >
          {each === "note" && <Icon name="note" size={13} />}
          {t(`composer.${each}`)}
        </button>
      ))}
    </div>
  );
}

function NotMine({ conversation }: { conversation: ConversationSummary }) {
  const { owner, status, agent, id } = conversation;
  if (status === "resolved") return <p class="not-mine">{t("composer.resolved")}</p>;
  if (owner === "agent") return <p class="not-mine">{t("composer.theirs", { name: agent?.name ?? "" })}</p>;
  return (
    <div class="not-mine">
      <p>{t(owner === "bot" ? "composer.bots" : "composer.queued")}</p>
      <button type="button" class="btn small" onClick={() => void take(id)}>
        {t("action.take")}
      </button>
    </div>
  );
}
