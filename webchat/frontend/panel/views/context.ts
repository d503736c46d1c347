import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Controller } from "../controller";
import { say, type TextKey } from "../i18n";

export const ControllerContext = createContext<Controller | null>(null);

export function useController(): Controller {
  const controller = useContext(ControllerContext);
  if (!controller) throw new Error("no controller around this view");
  return controller;
}

/** `t(key, values)` in the panel's language; the view draws again when the language changes. */
export function useTexts(): (key: TextKey, values?: Record<string, string | number>) => string {
  const language = useController().language.value;
  return (key, values) => say(language, key, values);
}
