/** CodeMirror, fetched when a text is first written: Markdown, in a shadow root, where its styles need no inline element. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import {
  deleteMarkupBackward,
  insertNewlineContinueMarkup,
  markdownLanguage,
} from "@codemirror/lang-markdown";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface Options {
  root: ShadowRoot;
  text: string;
  label: string;
  lang: string;
  isReadOnly: boolean;
  /** The whole text with line numbers. */
  isSource: boolean;
  onChange: (text: string) => void;
  onFiles: (files: File[]) => void;
}

export interface Mark {
  line: number;
  text: string;
  isError: boolean;
}

export interface Writer {
  set(text: string): void;
  /** Put marks round what is chosen; chosen already, they go. */
  wrap(mark: string): void;
  /** Begin each chosen line with this. */
  prefix(mark: string | ((n: number) => string)): void;
  insert(text: string): void;
  selected(): string;
  show(line: number): void;
  mark(marks: readonly Mark[]): void;
  label(label: string): void;
  focus(): void;
  destroy(): void;
}

/** From outside, not typed here. */
const outside = Annotation.define<boolean>();

export function write(options: Options): Writer {
  const attributes = new Compartment();
  // What can be edited takes the focus by itself; axe wants to read it from the element.
  const named = (label: string) =>
    EditorView.contentAttributes.of({
      "aria-label": label,
      lang: options.lang,
      spellcheck: "true",
      tabindex: "0",
    });
  const view = new EditorView({
    root: options.root,
    parent: options.root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        options.text.includes("\r\n") ? EditorState.lineSeparator.of("\r\n") : [],
        history(),
        drawSelection(),
        EditorView.lineWrapping,
        EditorState.readOnly.of(options.isReadOnly),
        markdownLanguage,
        syntaxHighlighting(HIGHLIGHT),
        THEME,
        options.isSource ? lineNumbers() : [],
        attributes.of(named(options.label)),
        keymap.of([
          { key: "Enter", run: insertNewlineContinueMarkup },
          { key: "Backspace", run: deleteMarkupBackward },
          { key: "Mod-b", run: () => wrap(view, "**") },
          { key: "Mod-i", run: () => wrap(view, "*") },
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          const isOurs = update.transactions.some((each) => each.annotation(outside));
          if (update.docChanged && !isOurs) options.onChange(update.state.sliceDoc());
        }),
        EditorView.domEventHandlers({
          paste: (event) => take(event.clipboardData, options),
          drop: (event) => {
            const taken = take(event.dataTransfer, options);
            if (taken) event.preventDefault();
            return taken;
          },
        }),
      ],
    }),
  });
  return {
    set: (text) => set(view, text),
    wrap: (mark) => void wrap(view, mark),
    prefix: (mark) => prefix(view, mark),
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    selected: () => view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to),
    show: (number) => {
      const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
      view.dispatch({
        selection: { anchor: line.from, head: line.to },
        effects: EditorView.scrollIntoView(line.from, { y: "center" }),
      });
      view.focus();
    },
    mark: (marks) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          marks.flatMap((each) => diagnostic(view, each)),
        ),
      ),
    label: (label) => view.dispatch({ effects: attributes.reconfigure(named(label)) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function take(data: DataTransfer | null, { onFiles, isReadOnly }: Options): boolean {
  const images = [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
  if (images.length === 0 || isReadOnly) return false;
  onFiles(images);
  return true;
}

function diagnostic(view: EditorView, { line, text, isError }: Mark): Diagnostic[] {
  if (line < 1 || line > view.state.doc.lines) return [];
  const { from, to } = view.state.doc.line(line);
  return [{ from, to, message: text, severity: isError ? "error" : "warning" }];
}

/** Only the part that differs is replaced: the cursor stays where it was. */
function set(view: EditorView, text: string): void {
  const now = view.state.sliceDoc();
  if (now === text) return;
  const lines = (of: string) => of.replace(/\r\n/g, "\n");
  const [before, after] = [lines(now), lines(text)];
  let from = 0;
  while (from < Math.min(before.length, after.length) && before[from] === after[from]) from++;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const insert = view.state.toText(
    after.slice(from, after.length - end).replace(/\n/g, view.state.lineBreak),
  );
  view.dispatch({ changes: { from, to: before.length - end, insert }, annotations: outside.of(true) });
}

function wrap(view: EditorView, mark: string): true {
  const { from, to } = view.state.selection.main;
  const text = view.state.sliceDoc(from, to);
  const isOn = text.length > 2 * mark.length && text.startsWith(mark) && text.endsWith(mark);
  const insert = isOn ? text.slice(mark.length, -mark.length) : mark + text + mark;
  const anchor = text ? from : from + mark.length;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor, head: text ? from + insert.length : anchor },
  });
  view.focus();
  return true;
}

const PREFIX = /^(?:#{1,6} |[-*] |\d+[.)] )/;

function prefix(view: EditorView, mark: string | ((n: number) => string)): void {
  const { doc, selection } = view.state;
  const first = doc.lineAt(selection.main.from).number;
  const last = doc.lineAt(selection.main.to).number;
  const changes = [];
  for (let n = first; n <= last; n++) {
    const line = doc.line(n);
    const old = PREFIX.exec(line.text)?.[0] ?? "";
    const wanted = typeof mark === "string" ? mark : mark(n - first + 1);
    changes.push({ from: line.from, to: line.from + old.length, insert: old === wanted ? "" : wanted });
  }
  view.dispatch({ changes });
  view.focus();
}

const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700", color: "var(--brand)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--info)" },
  { tag: tags.monospace, fontFamily: "var(--mono)", fontSize: "0.92em" },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: "var(--ink-2)" },
  { tag: tags.quote, color: "var(--ink-2)" },
]);

const THEME = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    fontSize: "var(--t-m)",
    maxHeight: "min(48rem, 72dvh)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "var(--s3) 0", caretColor: "var(--ink)", minHeight: "14rem" },
  ".cm-line": { padding: "0 var(--s3)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--brand) 28%, transparent)",
  },
  ".cm-gutters": {
    backgroundColor: "var(--surface-2)",
    color: "var(--ink-2)",
    border: "none",
    fontFamily: "var(--mono)",
    fontSize: "var(--t-xs)",
  },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1.5px" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn) 1.5px" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "var(--r-s)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
});
