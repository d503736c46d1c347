/** The whole text as it is stored, for those who want it. */
import { useSignalEffect } from "@preact/signals";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Mark, Writer } from "./codemirror";
import { Editor } from "./editor";
import { mayEdit } from "./may";
import { spot } from "./page";
import { problemText } from "./problems";
import { tx } from "./texts";
import type { Work } from "./work";

export function Source({ work }: { work: Work }) {
  const writer = useRef<Writer | null>(null);
  const [goTo, setGoTo] = useState<{ line: number } | null>(null);
  useSignalEffect(() => {
    const wanted = spot.value;
    if (wanted?.tab === "source") setGoTo({ line: wanted.line });
  });
  const checked = work.checked.value;
  const marks = useMemo((): Mark[] => {
    const of = (isError: boolean) => (each: { line: number | null; code: string; message: string }) =>
      each.line === null ? [] : [{ line: each.line, text: problemText(each), isError }];
    return [...(checked?.errors.flatMap(of(true)) ?? []), ...(checked?.warnings.flatMap(of(false)) ?? [])];
  }, [checked]);
  return (
    <>
      <p class="muted">{tx("source.hint")}</p>
      <Editor
        text={work.text.value}
        label={tx("tab.source")}
        lang={work.row.value.language}
        isSource
        isReadOnly={!mayEdit()}
        marks={marks}
        goTo={goTo}
        onChange={(text) => work.edit(text, "source")}
        writer={writer}
      />
    </>
  );
}
