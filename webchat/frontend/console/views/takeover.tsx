/** While a remote take-over is proposed or under way: how it stands, the way into the tool, the way out. */
import type { ConversationSummary } from "../../protocol/wire";
import { endTakeover } from "../actions";
import { t } from "../i18n";
import { isMine } from "../state/select";
import { state } from "../state/store";
import { Icon } from "./icons";

export function TakeoverBar({ conversation }: { conversation: ConversationSummary }) {
  const { takeover, id } = conversation;
  if (!takeover) return null;
  const isAgreed = takeover.state === "accepted";
  const mine = isMine(conversation, state.value?.meId ?? "");
  return (
    <div class={isAgreed ? "takeover-bar agreed" : "takeover-bar"} role="status">
      <Icon name="agent" size={16} />
      <span>{t(isAgreed ? "takeover.under_way" : "takeover.waiting")}</span>
      {mine && isAgreed && takeover.url && (
        <a class="btn small" href={takeover.url} target="_blank" rel="noreferrer noopener">
          {t("takeover.open")}
        </a>
      )}
      {mine && isAgreed && takeover.code && <code>{takeover.code}</code>}
      {mine && (
        <button type="button" class="btn quiet small" onClick={() => void endTakeover(id)}>
          {t(isAgreed ? "takeover.end" : "takeover.withdraw")}
        </button>
      )}
    </div>
  );
}
