import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useController, useTexts } from "./context";

/** Where news goes once the user has left: asked when nobody is there, changed from the menu. */
export function Email() {
  const controller = useController();
  const t = useTexts();
  const { conversation, messages } = controller.store.state.value;
  if (!conversation?.can_mail || !messages.length) return null;
  const { email, owner, agents_online } = conversation;
  const isNobodyThere = owner === "queue" && agents_online === 0;
  const isAsked = controller.isAskingEmail.value;
  if (isAsked || (isNobodyThere && !email)) return <Form email={email ?? ""} isAsked={isAsked} />;
  if (!isNobodyThere) return null;
  return (
    <div class="ending email">
      <p>{t("email_known", { email: email ?? "" })}</p>
      <button type="button" class="btn quiet" onClick={() => controller.askEmail(true)}>
        {t("email_change")}
      </button>
    </div>
  );
}

function Form({ email, isAsked }: { email: string; isAsked: boolean }) {
  const controller = useController();
  const t = useTexts();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(email);
  const [isWrong, setWrong] = useState(false);
  // Who chose it in the menu wants to type; who is asked may be busy with something else.
  useEffect(() => {
    if (isAsked) field.current?.focus();
  }, [isAsked]);

  const save = async (value: string) => {
    const isTaken = await controller.setEmail(value.trim() || null);
    setWrong(!isTaken);
    if (!isTaken) field.current?.focus();
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void save(text);
  };
  return (
    <form class="ending email" noValidate onSubmit={onSubmit}>
      <label for={id}>{t("email_ask")}</label>
      <p id={`${id}-why`}>{t("email_why")}</p>
      <input
        id={id}
        ref={field}
        type="email"
        autocomplete="email"
        maxLength={254}
        value={text}
        aria-invalid={isWrong}
        aria-describedby={`${id}-why ${id}-wrong`}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p id={`${id}-wrong`} class="wrong" role="alert">
        {isWrong && t("email_wrong")}
      </p>
      <p class="choices">
        <button type="submit" class="btn" disabled={!text.trim()}>
          {t("email_save")}
        </button>
        {isAsked && (
          <button type="button" class="btn quiet" onClick={() => controller.askEmail(false)}>
            {t("cancel")}
          </button>
        )}
        {email && (
          <button type="button" class="btn quiet" onClick={() => void save("")}>
            {t("email_none")}
          </button>
        )}
      </p>
    </form>
  );
}
