/** The acts that the log knows, by name. An act without a name of its own is shown by its code. */

import { tOr } from "../../i18n";
import en from "../../i18n/en.json";

const PREFIX = "act.";

export const ACTS = Object.keys(en)
  .filter((key) => key.startsWith(PREFIX))
  .map((key) => key.slice(PREFIX.length));

export function actName(act: string): string {
  return tOr(PREFIX + act, act.replaceAll("_", " "));
}
