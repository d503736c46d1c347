/** Review one conversation against the desk's checklist. */
import { useEffect, useState } from "preact/hooks";
import type { ConversationSummary } from "../../../protocol/wire";
import { language, t } from "../../i18n";
import type { Documents } from "../../net/desk";
import { ANSWERS, type Answer, checklist, writeReview } from "../../net/supervision";
import { show, toast } from "../../screen";
import { customerName } from "../../summary";
import { Dialog } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import "./reviews.css";

interface Props {
  conversation: ConversationSummary;
  close: () => void;
}

export function ReviewDialog({ conversation, close }: Props) {
  const [items, setItems] = useState<Documents["checklist"]["items"]>([]);
  const [answers, setAnswers] = useState<Record<string, Answer>>({});
  const [error, attempt, busy] = useRefusal();
  useEffect(() => void attempt(async () => setItems((await checklist()).items)), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const remarks = String(new FormData(event.currentTarget as HTMLFormElement).get("remarks"));
    void attempt(async () => {
      await writeReview(conversation.id, answers, remarks);
      toast(t("review.written"));
      close();
    });
  };
  return (
    <Dialog title={t("review.write_named", { name: customerName(conversation) })} close={close} wide>
      <form onSubmit={submit}>
        <button
          type="button"
          class="btn quiet small"
          onClick={() => {
            close();
            show(conversation.id);
          }}
        >
          {t("review.read")}
        </button>
        {items.map(({ id, words }) => (
          <fieldset key={id} class="review-item">
            <legend>{words[language.value]}</legend>
            {ANSWERS.map((answer) => (
              <label key={answer} class="option">
                <input
                  type="radio"
                  name={id}
                  required
                  checked={answers[id] === answer}
                  onChange={() => setAnswers({ ...answers, [id]: answer })}
                />
                {t(`review.answer.${answer}`)}
              </label>
            ))}
          </fieldset>
        ))}
        <label>
          {t("review.remarks")}
          <textarea name="remarks" rows={3} maxLength={2000} />
        </label>
        <Refusal text={error} />
        <footer>
          <button type="submit" class="btn small" disabled={busy || items.length === 0}>
            {t("review.save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
