import { expect, test } from "vitest";
import { commandOf, keysOf, type Press } from "./shortcuts";

const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({
  key,
  code,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});
const alt = { altKey: true };

test.each([
  ["qwerty Alt+J", press("j", "KeyJ", alt), "next"],
  ["qwerty Alt+M", press("m", "KeyM", alt), "snooze"],
  ["azerty Alt+M, where M lies right of L", press("m", "Semicolon", alt), "snooze"],
  ["azerty Alt+comma, where qwerty has M", press(",", "KeyM", alt), null],
  ["caps lock Alt+E", press("E", "KeyE", alt), "resolve"],
  ["Mac Option+E, a dead key", press("Dead", "KeyE", alt), "resolve"],
  ["Mac Option+J on qwerty", press("∆", "KeyJ", alt), "next"],
  ["Mac Option+J on azerty", press("ï", "KeyJ", alt), "next"],
  ["Mac Option+M on azerty", press("µ", "Semicolon", alt), "snooze"],
  ["Ctrl+K", press("k", "KeyK", { ctrlKey: true }), "palette"],
  ["⌘K", press("k", "KeyK", { metaKey: true }), "palette"],
  ["⌘Enter", press("Enter", "Enter", { metaKey: true }), "send"],
  ["plain Enter", press("Enter", "Enter"), null],
  ["plain j", press("j", "KeyJ"), null],
  ["AltGr+E, the euro sign", press("€", "KeyE", { altKey: true, ctrlKey: true, altGraph: true }), null],
  ["Ctrl+Alt+E", press("e", "KeyE", { altKey: true, ctrlKey: true }), null],
  ["? on qwerty", press("?", "Slash"), "help"],
  ["? on azerty", press("?", "KeyM"), "help"],
] as const)("%s", (_, pressed, command) => {
  expect(commandOf(pressed, false)).toBe(command);
});

test("a question mark in a text field is a question mark", () => {
  expect(commandOf(press("?", "Slash"), true)).toBeNull();
  expect(commandOf(press("j", "KeyJ", alt), true)).toBe("next");
});

test("a Mac shows its own signs", () => {
  expect(keysOf("palette", true)).toEqual(["⌘", "K"]);
  expect(keysOf("palette", false)).toEqual(["Ctrl", "K"]);
});
