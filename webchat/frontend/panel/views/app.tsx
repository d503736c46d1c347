import { useEffect, useRef, useState } from "preact/hooks";
import type { Controller } from "../controller";
import { Composer } from "./composer";
import { ControllerContext } from "./context";
import { Header } from "./header";
import { LinkBar } from "./link";
import { Log } from "./log";
import { Offers } from "./offers";
import { Owner } from "./owner";
import { TakeoverCard } from "./takeover";
import { takeFiles } from "./tray";

/** The whole panel: who answers, what was said, where to write. */
export function App({
  controller,
  title,
  isFramed,
}: {
  controller: Controller;
  title?: string;
  isFramed: boolean;
}) {
  const composer = useRef<HTMLTextAreaElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const isOpen = controller.isOpen.value;
  const [isOver, setOver] = useState(false);

  const rest = () => {
    // On a touch screen the keyboard would cover half of the conversation: start at the top there.
    const hasKeyboard = matchMedia("(pointer: fine)").matches;
    (hasKeyboard ? composer : heading).current?.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (isOpen && isFramed) rest();
  }, [isOpen, isFramed]);

  // A quick reply is gone once pressed: the focus must not fall out of the panel with it, and Escape with the focus.
  const onClick = (event: MouseEvent) => {
    const pressed = (event.target as Element).closest("button");
    requestAnimationFrame(() => {
      if (pressed && !pressed.isConnected && document.activeElement === document.body) rest();
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) controller.close();
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  const onDragLeave = (event: DragEvent) => {
    if (!(event.currentTarget as Element).contains(event.relatedTarget as Node | null)) setOver(false);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    takeFiles(event, event.dataTransfer, (files) => controller.attach(files));
  };
  return (
    <ControllerContext.Provider value={controller}>
      <main
        class={isOver ? "app over" : "app"}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDragOver={onDragOver}
        onDragLeave={onDragLeave}
        onDrop={onDrop}
      >
        <Header title={title} isFramed={isFramed} heading={heading} />
        <Owner />
        <Log />
        <TakeoverCard />
        <LinkBar />
        <Offers />
        <Composer field={composer} />
      </main>
    </ControllerContext.Provider>
  );
}
