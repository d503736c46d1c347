import type { ArticleRef, Message, StepRef } from "../../protocol/wire";
import type { TextKey } from "../i18n";
import { texts } from "../i18n";
import { daysAgo, formatTime, type Row } from "../text/timeline";
import { useController, useTexts } from "./context";
import { FeedbackRow } from "./feedback";
import { Files } from "./files";
import { Icon } from "./icons";
import { Markdown } from "./markdown";
import { initials } from "./owner";

/** One message with what belongs to it: who, when, progress, article, quick replies, feedback, delivery. */
export function Bubble({ row }: { row: Row }) {
  const controller = useController();
  const t = useTexts();
  const { message, isFirst, isLast } = row;
  const { kind, name } = message.sender;
  const who =
    kind === "agent"
      ? `${name} · ${t("person").toLowerCase()}`
      : t(kind === "bot" ? "bot" : kind === "user" ? "you" : "system");
  return (
    <>
      {row.isNewDay && <Day at={message.at} />}
      <article class={`row ${kind}${isFirst ? " first" : ""}`}>
        {isFirst && (kind === "bot" || kind === "agent") && (
          <span class="avatar" aria-hidden="true">
            {kind === "agent" ? initials(name) : <Icon name="mark" size={18} />}
          </span>
        )}
        <p class={isFirst && (kind === "bot" || kind === "agent") ? "who" : "sr"}>{who}</p>
        <div class="bubble" lang={message.language}>
          {message.step && <Progress step={message.step} />}
          {message.text && <Markdown text={message.text} />}
          {message.attachments && <Files files={message.attachments} />}
          {message.article && <ArticleCard article={message.article} />}
        </div>
        <Foot row={row} showTime={isLast && kind !== "system"} />
        {kind === "bot" && message.kind === "answer" && <FeedbackRow message={message} />}
        {row.isLive && message.buttons && message.buttons.length > 0 && (
          <div class="replies" lang={message.language}>
            {message.buttons.map((button) => (
              <button
                key={button.payload}
                type="button"
                onClick={() => controller.send(button.title, button.payload)}
              >
                {button.title}
              </button>
            ))}
          </div>
        )}
      </article>
    </>
  );
}

function Day({ at }: { at: string }) {
  const t = useTexts();
  const language = useController().language.value;
  const n = daysAgo(at, new Date());
  const format = new Intl.DateTimeFormat(`${language}-BE`, {
    weekday: "long",
    day: "numeric",
    month: "long",
  });
  return <p class="day">{n === 0 ? t("today") : n === 1 ? t("yesterday") : format.format(new Date(at))}</p>;
}

/** Delivery in words, and what the user can do about a message that was not sent. */
function Foot({ row, showTime }: { row: Row; showTime: boolean }) {
  const controller = useController();
  const t = useTexts();
  const { unsent, delivery, message } = row;
  const time = <time dateTime={message.at}>{formatTime(message.at, controller.language.value)}</time>;
  if (unsent?.status === "failed") {
    return (
      <div class="foot failed" role="alert">
        <p>
          {t("not_sent")}. {reasonOf(unsent.error?.code, t) ?? unsent.error?.message}
        </p>
        <button type="button" onClick={() => controller.retry(unsent.client_id)}>
          {t("retry")}
        </button>
        <button type="button" onClick={() => controller.discard(unsent.client_id)}>
          {t("discard")}
        </button>
      </div>
    );
  }
  const { link } = controller.store.state.value;
  let words = "";
  if (unsent)
    words =
      (unsent.error && reasonOf(unsent.error.code, t)) ?? t(link === "online" ? "sending" : "waiting_link");
  else if (delivery === "sent" || delivery === "seen") words = t(delivery);
  if (!words && !showTime) return null;
  return (
    <p class="foot">
      {words && <span>{words}</span>}
      {showTime && !unsent && time}
    </p>
  );
}

function reasonOf(code: string | undefined, t: ReturnType<typeof useTexts>): string | undefined {
  const key = `error_${code}`;
  return key in texts.en ? t(key as TextKey) : undefined;
}

function Progress({ step }: { step: StepRef }) {
  const t = useTexts();
  return (
    <div class="progress">
      <span>{t("step", { number: step.number, of: step.of })}</span>
      <span class="bar" aria-hidden="true">
        {Array.from({ length: step.of }, (_, i) => (
          <i key={i} class={i < step.number ? "done" : ""} />
        ))}
      </span>
    </div>
  );
}

/** Opens our own help page beside the conversation. */
function ArticleCard({ article }: { article: NonNullable<Message["article"]> & ArticleRef }) {
  const t = useTexts();
  const href = /^(https?:\/\/|\/(?!\/))/.test(article.url)
    ? article.url
    : `/help/${article.language}/${encodeURIComponent(article.id)}`;
  return (
    <a class="article" href={href} target="_blank" rel="noopener" lang={article.language}>
      <span class="page">
        <Icon name="article" size={22} />
      </span>
      <span class="about">
        <strong>{article.title}</strong>
        <span lang={useController().language.value}>
          {article.fallback ? t("article_other", { language: t(`name_${article.language}`) }) : t("article")}
          <span class="sr"> ({t("article_tab")})</span>
        </span>
      </span>
      <Icon name="out" size={18} />
    </a>
  );
}
