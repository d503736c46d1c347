import { useState } from "preact/hooks";
import type { Message } from "../../protocol/wire";
import { useController, useTexts } from "./context";
import { Icon } from "./icons";

const REASONS = ["why_topic", "why_unclear", "why_failed"] as const;

/** Did this answer help? A "no" may say why; either can be changed until it is thanked for. */
export function FeedbackRow({ message }: { message: Message }) {
  const controller = useController();
  const t = useTexts();
  const [isAskingWhy, setAskingWhy] = useState(false);
  const helpful = controller.store.state.value.feedback[message.id];

  const judge = (isHelpful: boolean) => {
    controller.judge(message.id, isHelpful);
    setAskingWhy(!isHelpful);
  };
  const explain = (reason: string) => {
    controller.judge(message.id, false, reason);
    setAskingWhy(false);
  };
  if (helpful !== undefined && !isAskingWhy) {
    return (
      <p class="feedback" role="status">
        {t(helpful ? "thanks_yes" : "thanks_no")}
      </p>
    );
  }
  return isAskingWhy ? (
    <div class="feedback why" role="group" aria-label={t("why")}>
      <span>{t("why")}</span>
      {REASONS.map((reason) => (
        <button key={reason} type="button" onClick={() => explain(t(reason))}>
          {t(reason)}
        </button>
      ))}
    </div>
  ) : (
    <div class="feedback" role="group" aria-label={t("helpful")}>
      <span>{t("helpful")}</span>
      <button type="button" class="icon-btn" aria-label={t("yes")} onClick={() => judge(true)}>
        <Icon name="up" size={18} />
      </button>
      <button type="button" class="icon-btn" aria-label={t("no")} onClick={() => judge(false)}>
        <Icon name="down" size={18} />
      </button>
    </div>
  );
}
