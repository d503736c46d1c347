/** The title and the text, with buttons for what Markdown can do; nobody has to know its signs. */

import { useSignalEffect } from "@preact/signals";
import { useMemo, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "../../views/icons";
import type { Mark, Writer } from "./codemirror";
import { Editor } from "./editor";
import { ImageDialog } from "./images";
import { LinkDialog } from "./links";
import { mayEdit } from "./may";
import { spot } from "./page";
import { problemText } from "./problems";
import { setField } from "./set";
import { type Front, wordOf } from "./text/front";
import { bodyLine, bodyOf, withBody } from "./text/parts";
import { type TextKey, tx } from "./texts";
import type { Work } from "./work";

export function Write({ work, front }: { work: Work; front: Front }) {
  const text = work.text.value;
  const row = work.row.value;
  const writer = useRef<Writer | null>(null);
  const [files, setFiles] = useState<File[] | null>(null);
  const [isLink, setLink] = useState(false);
  const goTo = useSpot();
  const checked = work.checked.value;
  const marks = useMemo((): Mark[] => {
    const first = bodyLine(text);
    const all = [...(checked?.errors ?? []), ...(checked?.warnings ?? [])];
    return all.flatMap((each, i) =>
      each.line !== null && each.line >= first
        ? [
            {
              line: each.line - first + 1,
              text: problemText(each),
              isError: i < (checked?.errors.length ?? 0),
            },
          ]
        : [],
    );
  }, [checked]);
  return (
    <>
      <label class="title-field">
        {tx("field.title")}
        <input
          value={wordOf(front, "title")}
          lang={row.language}
          maxLength={200}
          readOnly={!mayEdit() || !front.reads}
          onInput={(event) => setField(work, "title", event.currentTarget.value)}
        />
        <small class="muted">{tx("field.title_hint")}</small>
      </label>
      {mayEdit() && <Tools writer={writer} image={() => setFiles([])} link={() => setLink(true)} />}
      <Editor
        text={bodyOf(text)}
        label={tx("editor.label")}
        lang={row.language}
        isReadOnly={!mayEdit()}
        marks={marks}
        goTo={goTo}
        onChange={(body) => work.edit(withBody(work.text.peek(), body), "body")}
        onFiles={setFiles}
        writer={writer}
      />
      {mayEdit() && <p class="muted editor-hint">{tx("editor.hint")}</p>}
      {files && (
        <ImageDialog
          files={files}
          insert={(markdown) => writer.current?.insert(markdown)}
          close={() => setFiles(null)}
        />
      )}
      {isLink && (
        <LinkDialog
          language={row.language}
          text={writer.current?.selected() ?? ""}
          insert={(markdown) => writer.current?.insert(markdown)}
          close={() => setLink(false)}
        />
      )}
    </>
  );
}

/** The line that a problem asked for. */
function useSpot(): { line: number } | null {
  const [goTo, setGoTo] = useState<{ line: number } | null>(null);
  useSignalEffect(() => {
    const wanted = spot.value;
    if (wanted?.tab === "text") setGoTo({ line: wanted.line });
  });
  return goTo;
}

interface Tool {
  name: TextKey;
  icon?: IconName;
  letter?: string;
  does: (writer: Writer) => void;
}

const TOOLS: readonly Tool[] = [
  { name: "tool.bold", letter: "B", does: (writer) => writer.wrap("**") },
  { name: "tool.italic", letter: "I", does: (writer) => writer.wrap("*") },
  { name: "tool.heading", letter: "H", does: (writer) => writer.prefix("## ") },
  { name: "tool.bullets", icon: "bullets", does: (writer) => writer.prefix("- ") },
  { name: "tool.numbers", icon: "numbers", does: (writer) => writer.prefix((n) => `${n}. `) },
];

interface ToolsProps {
  writer: { current: Writer | null };
  image: () => void;
  link: () => void;
}

function Tools({ writer, image, link }: ToolsProps) {
  return (
    <fieldset class="editor-tools" aria-label={tx("tool.title")}>
      {TOOLS.map(({ name, icon, letter, does }) => (
        <button
          key={name}
          type="button"
          class="icon-btn small"
          aria-label={tx(name)}
          title={tx(name)}
          onClick={() => writer.current && does(writer.current)}
        >
          {icon ? <Icon name={icon} /> : <span class={`letter ${letter}`}>{letter}</span>}
        </button>
      ))}
      <button
        type="button"
        class="icon-btn small"
        aria-label={tx("tool.link")}
        title={tx("tool.link")}
        onClick={link}
      >
        <Icon name="link" />
      </button>
      <button
        type="button"
        class="icon-btn small"
        aria-label={tx("tool.image")}
        title={tx("tool.image")}
        onClick={image}
      >
        <Icon name="image" />
      </button>
    </fieldset>
  );
}
