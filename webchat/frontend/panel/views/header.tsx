import type { Ref } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Language } from "../../protocol/wire";
import { LANGUAGES } from "../../ui/language";
import { useController, useTexts } from "./context";
import { Icon } from "./icons";

export function Header({
  title,
  isFramed,
  heading,
}: {
  title?: string;
  isFramed: boolean;
  heading: Ref<HTMLHeadingElement>;
}) {
  const controller = useController();
  const t = useTexts();
  const language = controller.language.value;
  return (
    <header class="head">
      <span class="mark">
        <Icon name="mark" size={24} />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {title ?? t("title")}
      </h1>
      <label class="lang">
        <span class="sr">{t("language")}</span>
        <Icon name="globe" size={18} />
        <select
          value={language}
          onChange={(event) => controller.choose(event.currentTarget.value as Language)}
        >
          {LANGUAGES.map((code) => (
            <option key={code} value={code} lang={code}>
              {code.toUpperCase()} · {t(`lang_${code}`)}
            </option>
          ))}
        </select>
        <span class="code" aria-hidden="true">
          {language.toUpperCase()}
        </span>
      </label>
      <Menu />
      {isFramed && (
        <button type="button" class="icon-btn" aria-label={t("close")} onClick={() => controller.close()}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

/** End this conversation or start another; a disclosure, so Tab and Escape work as everywhere. */
function Menu() {
  const controller = useController();
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const { messages, conversation } = controller.store.state.value;

  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
    };
  }, [isOpen]);

  if (!messages.length) return null;
  const pick = (act: () => void) => () => {
    setOpen(false);
    toggle.current?.focus();
    act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen) return;
    event.preventDefault();
    setOpen(false);
    toggle.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears Escape from the buttons inside.
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="icon-btn"
        ref={toggle}
        aria-label={t("menu")}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <div class="menu-list">
          {conversation?.status !== "resolved" && (
            <button type="button" onClick={pick(() => controller.end())}>
              {t("menu_end")}
            </button>
          )}
          {conversation?.can_mail && (
            <button type="button" onClick={pick(() => controller.askEmail(true))}>
              {t("menu_email")}
            </button>
          )}
          <button type="button" onClick={pick(() => void controller.saveTranscript("txt"))}>
            {t("menu_save")}
          </button>
          <button type="button" onClick={pick(() => void controller.saveTranscript("html"))}>
            {t("menu_print")}
          </button>
          {conversation?.can_mail && conversation.email && (
            <button type="button" onClick={pick(() => void controller.mailTranscript())}>
              {t("menu_mail")}
            </button>
          )}
          <button type="button" onClick={pick(() => controller.startAnew())}>
            {t("menu_new")}
          </button>
        </div>
      )}
    </div>
  );
}
