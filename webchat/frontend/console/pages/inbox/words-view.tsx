/** The message word by word, to mark what its words name: by dragging, or with the arrows. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Item } from "../../net/inbox";
import { x } from "./i18n";
import { focusWords } from "./keys";
import { marks, subjects } from "./state";
import { marked, span, textOf, wordsOf } from "./words";

export function Words({ item }: { item: Item }) {
  const words = wordsOf(item.text);
  const [chosen, setChosen] = useState<[number, number] | null>(null);
  const [at, setAt] = useState(0);
  const isDragging = useRef(false);
  const box = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    focusWords.current = () => box.current?.querySelectorAll<HTMLElement>("button")[0]?.focus();
    const end = () => {
      isDragging.current = false;
    };
    addEventListener("pointerup", end);
    return () => {
      focusWords.current = null;
      removeEventListener("pointerup", end);
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") {
      setChosen(null);
      (document.activeElement as HTMLElement | null)?.blur();
    } else if (by) {
      const to = Math.min(words.length - 1, Math.max(0, at + by));
      setAt(to);
      if (event.shiftKey) setChosen([chosen?.[0] ?? at, to]);
      box.current?.querySelectorAll<HTMLElement>("button")[to]?.focus();
    } else return;
    event.preventDefault();
  };
  const range = chosen && span(words, chosen[0], chosen[1]);
  const isChosen = (index: number) =>
    !!chosen && index >= Math.min(...chosen) && index <= Math.max(...chosen);
  const choose = (entity: string) => {
    if (range) marks.value = marked(marks.value, { ...range, entity });
    setChosen(null);
    box.current?.querySelectorAll<HTMLElement>("button")[at]?.focus();
  };
  return (
    <div class="words">
      <p
        class="inbox-quote"
        lang={item.language}
        ref={box}
        role="group"
        aria-label={x.t("mark.words")}
        onKeyDown={onKeyDown}
      >
        {words.map((word, index) => {
          const mark = marks.value.find(({ start, end }) => start < word.end && end > word.start);
          return (
            <button
              key={word.start}
              type="button"
              class={mark ? "word marked" : "word"}
              tabIndex={index === at ? 0 : -1}
              aria-pressed={isChosen(index)}
              onPointerDown={(event) => {
                isDragging.current = true;
                // So that the pointer enters the other words while it is down.
                (event.target as HTMLElement).releasePointerCapture?.(event.pointerId);
                setAt(index);
                setChosen([index, index]);
              }}
              onPointerEnter={() => {
                if (isDragging.current) setChosen((now) => [now?.[0] ?? index, index]);
              }}
              onClick={(event) => {
                // A key's click: the pointer has chosen already.
                if (event.detail === 0) setChosen([index, index]);
              }}
            >
              {word.text}
            </button>
          );
        })}
      </p>
      {range && (
        <fieldset class="inbox-entities">
          <legend>{x.t("mark.chosen", { text: textOf(item.text, range) })}</legend>
          {(subjects.value?.entities ?? []).map(({ name, title }) => (
            <button key={name} type="button" class="btn quiet small" onClick={() => choose(name)}>
              {title}
            </button>
          ))}
        </fieldset>
      )}
      {!range && marks.value.length === 0 && <p class="muted inbox-mark-hint">{x.t("mark.hint")}</p>}
      {marks.value.length > 0 && <Marks item={item} />}
    </div>
  );
}

function Marks({ item }: { item: Item }) {
  const titleOf = (name: string) =>
    subjects.value?.entities.find((each) => each.name === name)?.title ?? name;
  return (
    <ul class="inbox-marks">
      {marks.value.map((mark) => (
        <li key={mark.start} class="badge request">
          {titleOf(mark.entity)}: {textOf(item.text, mark)}
          <button
            type="button"
            class="inbox-unmark"
            aria-label={x.t("mark.remove", { text: textOf(item.text, mark), entity: titleOf(mark.entity) })}
            onClick={() => {
              marks.value = marks.value.filter((one) => one !== mark);
            }}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
