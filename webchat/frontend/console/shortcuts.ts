/**
 * Which key press means which command. Letters are matched by what the key types, not by where it lies, so
 * that Alt+M is the M of an azerty keyboard too. On a Mac, Alt types a sign of its own (Alt+J is "ï" or "∆"):
 * there the place of the key decides, except for M, which lies elsewhere on azerty and types "µ" on both.
 */
export const COMMANDS = {
  next: "Alt+J",
  previous: "Alt+K",
  reply: "Alt+L",
  note: "Alt+P",
  resolve: "Alt+E",
  snooze: "Alt+M",
  send: "Ctrl+Enter",
  palette: "Ctrl+K",
  help: "?",
} as const;

export type Command = keyof typeof COMMANDS;

/** The part of a KeyboardEvent that decides. */
export interface Press {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  /** AltGr types signs such as @ on azerty: never a shortcut. */
  altGraph?: boolean;
}

const ALT_LETTERS: Record<string, Command> = {
  j: "next",
  k: "previous",
  l: "reply",
  p: "note",
  e: "resolve",
  m: "snooze",
};

/** The command a key press asks for. `typing`: the focus is where plain keys write text. */
export function commandOf(press: Press, typing: boolean): Command | null {
  const { key, altKey, ctrlKey, metaKey } = press;
  if (press.altGraph) return null;
  if ((ctrlKey || metaKey) && !altKey) {
    if (key === "Enter") return "send";
    return key.toLowerCase() === "k" ? "palette" : null;
  }
  if (altKey && !ctrlKey && !metaKey) return ALT_LETTERS[altLetter(press)] ?? null;
  // "?" needs Shift on azerty and on qwerty, at different places: only what it types counts.
  return key === "?" && !altKey && !typing ? "help" : null;
}

function altLetter({ key, code }: Press): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  if (key === "µ") return "m";
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? "";
  return letter === "m" ? "" : letter;
}

/** The shortcut as the reader's keyboard shows it. */
export function keysOf(command: Command, mac: boolean): string[] {
  return shownKeys(COMMANDS[command], mac);
}

export function shownKeys(written: string, mac: boolean): string[] {
  const keys = written.split("+");
  return mac ? keys.map((key) => ({ Ctrl: "⌘", Alt: "⌥" })[key] ?? key) : keys;
}
