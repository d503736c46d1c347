import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { layOut } from "../text/timeline";
import { Bubble } from "./bubble";
import { useController, useTexts } from "./context";
import { Email } from "./email";
import { Icon } from "./icons";
import { Rating } from "./rating";
import { Welcome } from "./welcome";

/** Closer to the end than this, in px, the reader follows the conversation. */
const NEAR_PX = 80;

export function Log() {
  const controller = useController();
  const t = useTexts();
  const { messages, outbox, conversation, typing, isCaughtUp } = controller.store.state.value;
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  const lastTop = useRef(0);
  const [hasNews, setNews] = useState(false);
  const owner = conversation?.owner ?? "bot";
  const isSeen = typing?.kind === "agent" || typing?.kind === "bot";
  const rows = layOut(messages, outbox, owner === "bot", isSeen);
  const last = rows.at(-1);

  // The greeting is read from the top, a conversation from its end. Who scrolled the greeting still follows what comes.
  const toEnd = () => {
    box.current?.scrollTo({ top: rows.length ? box.current.scrollHeight : 0 });
    isNear.current = true;
    setNews(false);
  };
  const follow = useRef<(() => void) | null>(null);
  follow.current = rows.length ? toEnd : null;
  useLayoutEffect(() => {
    if (isNear.current || last?.message.sender.kind === "user") toEnd();
    else setNews(true);
  }, [last?.key, isCaughtUp, conversation?.status]);
  useLayoutEffect(() => {
    if (isNear.current) toEnd();
  }, [typing, last?.delivery, controller.isOpen.value]);
  useEffect(() => {
    const sizes = new ResizeObserver(() => isNear.current && follow.current?.());
    if (box.current) sizes.observe(box.current);
    if (content.current) sizes.observe(content.current);
    return () => sizes.disconnect();
  }, []);

  const onScroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current as HTMLDivElement;
    // Only who scrolls up stops following: a scroll of our own is told of later, when the box may have shrunk since.
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) isNear.current = true;
    else if (scrollTop < lastTop.current) isNear.current = false;
    lastTop.current = scrollTop;
    if (isNear.current) setNews(false);
  };
  return (
    <div class="log-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
      <section class="log" ref={box} onScroll={onScroll} tabIndex={0} aria-label={t("messages")}>
        <div ref={content}>
          {rows.length === 0 && <Welcome />}
          {/* Replaced once history is there, so that only what comes later is read out. */}
          <div
            key={isCaughtUp ? "live" : "past"}
            role="log"
            aria-relevant="additions"
            aria-label={t("messages")}
          >
            {rows.map((row) => (
              <Bubble key={row.key} row={row} />
            ))}
          </div>
          {typing && typing.kind !== "user" && <Typing name={typing.kind === "agent" ? typing.name : null} />}
          <Email />
          {conversation?.status === "resolved" && messages.length > 0 && <Rating />}
        </div>
      </section>
      {hasNews && (
        <button type="button" class="news" onClick={toEnd}>
          <Icon name="arrow" size={16} />
          {t("new_messages")}
        </button>
      )}
    </div>
  );
}

/** Outside the log, so that no screen reader repeats it. */
function Typing({ name }: { name: string | null }) {
  const t = useTexts();
  return (
    <p class="typing" aria-hidden="true">
      <span class="dots">
        <i />
        <i />
        <i />
      </span>
      {name ? t("typing_agent", { name }) : t("typing_bot")}
    </p>
  );
}
