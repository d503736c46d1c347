/** Where a text is written: CodeMirror, fetched now; until it is there the text can be read. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Mark, Writer } from "./codemirror";
import { tx } from "./texts";

interface Props {
  text: string;
  label: string;
  lang: string;
  isSource?: boolean;
  isReadOnly?: boolean;
  marks: readonly Mark[];
  /** A line to show, new each time. */
  goTo: { line: number } | null;
  onChange: (text: string) => void;
  onFiles?: (files: File[]) => void;
  /** What a toolbar uses. */
  writer: { current: Writer | null };
}

export function Editor(props: Props) {
  const { text, label, lang, isSource = false, isReadOnly = false, marks, goTo, writer } = props;
  const host = useRef<HTMLDivElement>(null);
  const now = useRef(props);
  now.current = props;
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  useEffect(() => {
    let gone = false;
    import("./codemirror").then(
      ({ write }) => {
        if (gone || !host.current) return;
        const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
        writer.current = write({
          root,
          text: now.current.text,
          label,
          lang,
          isSource,
          isReadOnly,
          onChange: (changed) => now.current.onChange(changed),
          onFiles: (files) => now.current.onFiles?.(files),
        });
        setState("ready");
      },
      () => setState("failed"),
    );
    return () => {
      gone = true;
      writer.current?.destroy();
      writer.current = null;
    };
  }, [isSource, isReadOnly, lang]);
  useEffect(() => writer.current?.set(text), [text, state]);
  useEffect(() => writer.current?.mark(marks), [marks, state]);
  useEffect(() => writer.current?.label(label), [label, state]);
  useEffect(() => {
    if (goTo) writer.current?.show(goTo.line);
  }, [goTo, state]);
  return (
    <>
      {state === "failed" && <p class="form-error">{tx("editor.failed")}</p>}
      {state === "loading" && (
        <pre class="text-loading" lang={lang}>
          {text}
        </pre>
      )}
      <div
        class={isSource ? "text-editor whole-text" : "text-editor"}
        ref={host}
        hidden={state !== "ready"}
      />
    </>
  );
}
