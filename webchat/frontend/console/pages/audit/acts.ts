/** What the log says, in words. An act or a detail without a name of its own is shown by its code. */
import { language, t, tOr } from "../../i18n";
import en from "../../i18n/en.json";
import type { Entry, Found } from "../../net/audit";

const PREFIX = "act.";

export const ACTS = Object.keys(en)
  .filter((key) => key.startsWith(PREFIX))
  .map((key) => key.slice(PREFIX.length));

export function actName(act: string): string {
  return tOr(PREFIX + act, act.replaceAll("_", " "));
}

type Names = Found["names"];

/** What was done to: a ticket by its number, an account by its name; anything else by its kind and id. */
export function targetName({ target_kind, target_id }: Entry, names: Names): string {
  if (!target_kind) return "";
  return `${tOr(`target.${target_kind}`, target_kind)} ${nameOf(target_id ?? "", names)}`;
}

/** The details as "rol: Medewerker · in twee stappen: Nee". */
export function detailsOf({ details }: Entry, names: Names): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `${tOr(`detail.${name}`, name.replaceAll("_", " "))}: ${inWords(name, value, names)}`,
    )
    .join(" · ");
}

const PREFIXES = [
  "code",
  "role",
  "outcome",
  "kind",
  "approval.short",
  "field",
  "accounts",
  "priority",
  "do",
  "link",
];

function inWords(name: string, value: unknown, names: Names): string {
  if (typeof value === "boolean") return t(value ? "word.yes" : "word.no");
  if (Array.isArray(value)) return value.map((each) => inWords(name, each, names)).join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  const code = String(value);
  if (code in names) return nameOf(code, names);
  const key = PREFIXES.map((prefix) => `${prefix}.${code}`).find((each) => each in en);
  return key ? tOr(key, code) : code;
}

function nameOf(id: string, names: Names): string {
  const name = names[id];
  return typeof name === "object" ? name[language.value] : (name ?? id);
}
