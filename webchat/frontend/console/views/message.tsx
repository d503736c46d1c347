/** One entry of the transcript: who said it, in words as well as in looks. */
import type { ConsoleMessage } from "../../protocol/wire";
import { clockTime } from "../format";
import { language, t } from "../i18n";
import { selected } from "../state/store";
import { senderName } from "../summary";
import { Files } from "./files";
import { Icon, type IconName } from "./icons";
import { Rich } from "./rich";

interface Props {
  message: ConsoleMessage;
  /** The one before is from the same sender, shortly before: no heading again. */
  follows: boolean;
  isRead: boolean;
  isLit: boolean;
}

const ICONS: Record<string, IconName> = {
  bot: "bot",
  user: "user",
  agent: "agent",
  system: "system",
  note: "note",
};

export function MessageView({ message, follows, isRead, isLit }: Props) {
  const who = message.kind === "note" ? "note" : message.sender.kind;
  const classes = ["message", who, follows && "follows", isLit && "lit"].filter(Boolean).join(" ");
  if (who === "system") {
    return (
      <div class={classes} data-seq={message.seq} lang={message.language}>
        <p>
          <Rich text={message.text} /> <Time at={message.at} />
        </p>
      </div>
    );
  }
  return (
    <article class={classes} data-seq={message.seq} aria-label={t("message.label", { n: message.seq })}>
      {!follows && (
        <header>
          <span class="avatar" aria-hidden="true">
            <Icon name={ICONS[who] ?? "user"} size={14} />
          </span>
          <strong>{senderName(message.sender, selected.value)}</strong>
          <span class="role">{t(`sender.${who}`)}</span>
          <Time at={message.at} />
        </header>
      )}
      <div class="bubble" lang={message.language}>
        {message.step && <StepMark step={message.step} />}
        {message.text && (
          <p class="text">
            <Rich text={message.text} />
          </p>
        )}
        {message.attachments && <Files files={message.attachments} />}
        {message.article && <ArticleCard article={message.article} />}
        {message.buttons && message.buttons.length > 0 && <Choices buttons={message.buttons} />}
      </div>
      {isRead && <p class="receipt">{t("message.read")}</p>}
    </article>
  );
}

function Time({ at }: { at: string }) {
  return <time dateTime={at}>{clockTime(at, language.value)}</time>;
}

function StepMark({ step }: { step: NonNullable<ConsoleMessage["step"]> }) {
  return (
    <p class="step-mark">
      <span class="step-bar" aria-hidden="true">
        <i style={{ width: `${(100 * step.number) / step.of}%` }} />
      </span>
      {t("message.step", { n: step.number, of: step.of })}
    </p>
  );
}

function ArticleCard({ article }: { article: NonNullable<ConsoleMessage["article"]> }) {
  return (
    <a
      class="article-card"
      href={article.url}
      target="_blank"
      rel="noreferrer noopener"
      lang={article.language}
    >
      <Icon name="article" />
      <span>{article.title}</span>
      <span class="badge lang">{article.language.toUpperCase()}</span>
    </a>
  );
}

/** What the user could choose from; here for reading only. */
function Choices({ buttons }: { buttons: NonNullable<ConsoleMessage["buttons"]> }) {
  return (
    <ul class="choices" aria-label={t("message.choices")}>
      {buttons.map((button) => (
        <li key={button.payload}>{button.title}</li>
      ))}
    </ul>
  );
}
