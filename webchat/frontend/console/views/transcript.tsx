/**
 * The messages of a conversation. At most WINDOW of them exist as elements: the newest at first, older or
 * newer ones as the agent scrolls, so that ten thousand messages are as quick as ten.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ConsoleMessage, ConversationSummary } from "../../protocol/wire";
import { dayKey, dayName } from "../format";
import { language, t } from "../i18n";
import { jumpTo, pane } from "../screen";
import { load, loadErrors, now, outbox, state, transcript, typists } from "../state/store";
import { senderName } from "../summary";
import { MessageView } from "./message";
import { UnsentView } from "./unsent";

const WINDOW = 120;
const SHIFT = 60;
const NEAR_PX = 400;
const SAME_BREATH_MS = 180_000;
const LIT_MS = 2500;

export function Transcript({ conversation }: { conversation: ConversationSummary }) {
  const { id } = conversation;
  const known = transcript.value;
  const failed = loadErrors.value[id];
  if (!known && failed) {
    return (
      <div class="transcript-state" role="alert">
        <p>{t("transcript.failed")}</p>
        <button type="button" class="btn quiet small" onClick={() => void load(id)}>
          {t("action.try_again")}
        </button>
      </div>
    );
  }
  if (!known) return <Loading />;
  return <Messages key={id} conversation={conversation} messages={known.messages} />;
}

function Loading() {
  return (
    <div class="transcript-state" role="status" aria-label={t("transcript.loading")}>
      <div class="skeleton" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

interface MessagesProps {
  conversation: ConversationSummary;
  messages: readonly ConsoleMessage[];
}

function Messages({ conversation, messages }: MessagesProps) {
  const box = useRef<HTMLDivElement>(null);
  // Index after the last message shown; null follows the newest.
  const until = useSignal<number | null>(null);
  const lit = useSignal<number | null>(null);
  const anchor = useRef<Anchor | null>(null);
  /** The newest message is in view and stays so. */
  const following = useRef(true);
  const lastTop = useRef(0);
  const end = Math.min(until.value ?? messages.length, messages.length);
  const start = Math.max(0, end - WINDOW);
  const shown = messages.slice(start, end);
  const atEnd = end === messages.length;
  const unsent = outbox.value.unsent.filter((each) => each.conversation_id === conversation.id);

  const moveTo = (next: number) => {
    anchor.current = firstVisible(box.current);
    until.value = next >= messages.length ? null : Math.max(WINDOW, next);
  };
  const toNewest = () => {
    following.current = true;
    until.value = null;
  };
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (element.scrollTop < NEAR_PX && start > 0) moveTo(end - SHIFT);
    else if (below < NEAR_PX && !atEnd) moveTo(end + SHIFT);
    // Only who scrolls up stops following: a scroll of our own is told of later, when the box may have shrunk since.
    if (!atEnd) following.current = false;
    else if (below < 60) following.current = true;
    else if (element.scrollTop < lastTop.current) following.current = false;
    lastTop.current = element.scrollTop;
  };

  // What was in view stays where it was when the window moves.
  useLayoutEffect(() => {
    if (anchor.current) restore(box.current, anchor.current);
    anchor.current = null;
  }, [end]);
  useLayoutEffect(() => {
    if (following.current && atEnd && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [
    messages.length,
    unsent.length,
    conversation.user_read_seq,
    atEnd,
    pane.value,
    typists.value[conversation.id],
  ]);
  // Narrower or wider, the newest message stays in view.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (following.current && box.current) box.current.scrollTop = box.current.scrollHeight;
    });
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const target = jumpTo.value;
    const at = target ? messages.findIndex((message) => message.seq === target.seq) : -1;
    if (!target || at < 0) return;
    following.current = false;
    until.value = at + SHIFT >= messages.length ? null : Math.max(WINDOW, at + SHIFT);
    lit.value = target.seq;
    jumpTo.value = null;
    requestAnimationFrame(() => elementOf(box.current, target.seq)?.scrollIntoView({ block: "center" }));
    const timer = setTimeout(() => {
      lit.value = null;
    }, LIT_MS);
    return () => clearTimeout(timer);
  }, [jumpTo.value]);

  const lastRead = lastReadByUser(messages, conversation.user_read_seq);
  return (
    <div
      class="transcript"
      ref={box}
      onScroll={onScroll}
      role="log"
      aria-label={t("transcript.title")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
    >
      {start === 0 && <p class="transcript-start">{t("transcript.start")}</p>}
      {shown.map((message, i) => (
        <Entry
          key={message.id}
          message={message}
          before={messages[start + i - 1]}
          isRead={message.id === lastRead}
          isLit={message.seq === lit.value && message.kind !== "note"}
        />
      ))}
      {atEnd && unsent.map((each) => <UnsentView key={each.client_id} unsent={each} />)}
      {atEnd && <Typing id={conversation.id} />}
      {!atEnd && (
        <button type="button" class="btn small to-newest" onClick={toNewest}>
          {t("transcript.newest")}
        </button>
      )}
    </div>
  );
}

interface EntryProps {
  message: ConsoleMessage;
  before: ConsoleMessage | undefined;
  isRead: boolean;
  isLit: boolean;
}

function Entry({ message, before, isRead, isLit }: EntryProps) {
  const newDay = !before || dayKey(before.at) !== dayKey(message.at);
  const follows =
    !newDay &&
    before.sender.kind === message.sender.kind &&
    before.sender.name === message.sender.name &&
    (before.kind === "note") === (message.kind === "note") &&
    Date.parse(message.at) - Date.parse(before.at) < SAME_BREATH_MS;
  return (
    <>
      {newDay && <h3 class="day">{dayName(message.at, now.peek(), language.value)}</h3>}
      <MessageView message={message} follows={follows} isRead={isRead} isLit={isLit} />
    </>
  );
}

function Typing({ id }: { id: string }) {
  return (
    <>
      {(typists.value[id] ?? []).map(({ sender, note }) => (
        <p key={`${sender.kind}/${sender.id}`} class={note ? "typing note" : "typing"}>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t(note ? "message.typing_note" : "message.typing", {
            name: senderName(sender, state.value?.conversations[id]),
          })}
        </p>
      ))}
    </>
  );
}

/** The last of our messages that the user has seen carries the receipt. */
function lastReadByUser(messages: readonly ConsoleMessage[], readSeq: number): string | null {
  const seen = (message: ConsoleMessage) =>
    message.seq <= readSeq && message.sender.kind === "agent" && message.kind !== "note";
  return messages.findLast(seen)?.id ?? null;
}

function elementOf(box: HTMLElement | null, seq: number): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`[data-seq="${seq}"]`) ?? null;
}

interface Anchor {
  element: HTMLElement;
  top: number;
}

function firstVisible(box: HTMLElement | null): Anchor | null {
  if (!box) return null;
  const edge = box.getBoundingClientRect().top;
  for (const element of box.querySelectorAll<HTMLElement>("[data-seq]")) {
    const { top, bottom } = element.getBoundingClientRect();
    if (bottom > edge) return { element, top };
  }
  return null;
}

/** Keyed elements survive the move, so the very same one goes back to where it was. */
function restore(box: HTMLElement | null, { element, top }: Anchor): void {
  if (box && element.isConnected) box.scrollTop += element.getBoundingClientRect().top - top;
}
