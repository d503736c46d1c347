/** The command palette: every command and every conversation, by typing a part of its name. */
import { useEffect, useRef, useState } from "preact/hooks";
import { release, returnToBot, runMacro, setStatus, take, told } from "../actions";
import { t } from "../i18n";
import { run } from "../keyboard";
import { pagesOf } from "../pages";
import { go } from "../pages/route";
import { room } from "../room";
import { type DialogName, dialog, openDialog, proposing, show } from "../screen";
import { COMMANDS, type Command, keysOf } from "../shortcuts";
import { isMine } from "../state/select";
import { agent, selected, state, tab } from "../state/store";
import { customerName, subjectOf } from "../summary";
import { loadMacros, macros } from "../tools/replies";
import { closeDialog, Dialog } from "./dialog";
import { isMac } from "./writing";

interface Item {
  id: string;
  label: string;
  detail?: string;
  keys?: string[];
  run(): void;
}

const MAX_ITEMS = 12;

export function Palette() {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    void loadMacros().catch(told);
  }, []);
  const items = found(query);
  const choose = (item: Item | undefined) => {
    if (!item) return;
    closeDialog();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) setAt((at + by + items.length) % Math.max(1, items.length));
    if (event.key === "Enter") choose(items[at]);
    if (by || event.key === "Enter") event.preventDefault();
  };
  return (
    <Dialog title={t("palette.title")} wide>
      <input
        ref={input}
        class="palette-input"
        role="combobox"
        aria-label={t("palette.title")}
        aria-expanded="true"
        aria-controls="palette-items"
        aria-activedescendant={items[at] ? `palette-${items[at].id}` : undefined}
        placeholder={t("palette.hint")}
        value={query}
        onKeyDown={onKeyDown}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div class="palette-items" id="palette-items" role="listbox" aria-label={t("palette.title")}>
        {items.map((item, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
          <div
            key={item.id}
            id={`palette-${item.id}`}
            class="palette-item"
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onClick={() => choose(item)}
          >
            <span>{item.label}</span>
            {item.detail && <span class="muted">{item.detail}</span>}
            {item.keys && <kbd>{item.keys.join(" ")}</kbd>}
          </div>
        ))}
      </div>
      {items.length === 0 && (
        <p class="muted" role="status">
          {t("palette.nothing")}
        </p>
      )}
    </Dialog>
  );
}

function found(query: string): Item[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const matches = (item: Item) => {
    const text = `${item.label} ${item.detail ?? ""}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  };
  const all = room === "desk" ? [byShortcut("help"), ...pages()] : [...commands(), ...conversations()];
  return all.filter(matches).slice(0, MAX_ITEMS);
}

function commands(): Item[] {
  const conversation = selected.value;
  const mine = !!conversation && isMine(conversation, state.value?.meId ?? "");
  const id = conversation?.id ?? "";
  const items: (Item | false)[] = [
    mine && byShortcut("resolve"),
    mine && byShortcut("snooze"),
    mine && { id: "transfer", label: t("action.transfer"), run: () => openDialog("transfer") },
    mine && { id: "bot", label: t("action.return_to_bot"), run: () => void returnToBot(id) },
    mine && { id: "release", label: t("action.release"), run: () => void release(id) },
    conversation?.owner === "queue" && { id: "take", label: t("action.take"), run: () => void take(id) },
    ...(conversation ? macrosFor(id) : []),
    conversation !== null && dialogItem("reminder", t("reminder.title")),
    mine && !conversation?.takeover && dialogItem("takeover", t("takeover.title")),
    conversation !== null && dialogItem("propose", t("propose.new")),
    conversation !== null && byShortcut("reply"),
    conversation !== null && byShortcut("note"),
    byShortcut("next"),
    byShortcut("previous"),
    ...(["mine", "unassigned", "all"] as const).map((each) => ({
      id: `tab-${each}`,
      label: t("palette.tab", { tab: t(`tab.${each}`) }),
      run: () => {
        tab.value = each;
      },
    })),
    ...(["online", "busy", "away"] as const).map((status) => ({
      id: `status-${status}`,
      label: t("palette.status", { status: t(`presence.${status}`) }),
      run: () => void setStatus(status),
    })),
    byShortcut("help"),
    ...pages(),
  ];
  return items.filter((item) => item !== false);
}

function macrosFor(conversationId: string): Item[] {
  return (macros.value ?? []).map((macro) => ({
    id: `macro-${macro.id}`,
    label: t("macro.run", { title: macro.title }),
    run: () => void runMacro(conversationId, macro.id),
  }));
}

function dialogItem(name: DialogName, label: string): Item {
  const run = () => {
    proposing.value = null;
    openDialog(name);
  };
  return { id: name, label, run };
}

function pages(): Item[] {
  const known = pagesOf(agent.value?.role ?? "");
  if (known.length < 2) return [];
  return known.map((page) => ({
    id: `page-${page.id}`,
    label: t("palette.page", { page: t(page.label) }),
    run: () => go(page.id),
  }));
}

function byShortcut(command: Command): Item {
  return {
    id: command,
    label: t(`shortcut.${command}`),
    ...(command in COMMANDS && { keys: keysOf(command, isMac) }),
    run: () => {
      dialog.value = null;
      run(command);
    },
  };
}

function conversations(): Item[] {
  return Object.values(state.value?.conversations ?? {})
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at))
    .map((conversation) => ({
      id: `c-${conversation.id}`,
      label: customerName(conversation),
      detail: [conversation.ticket?.number, subjectOf(conversation)].filter(Boolean).join(" · "),
      run: () => show(conversation.id),
    }));
}
