/** Intents and models by the names that people give them; what a program calls them is shown nowhere. */
import { signal } from "@preact/signals";
import { dateTime } from "../../format";
import { language } from "../../i18n";
import { type Intent, intents, type Model } from "../../net/training";
import { t } from "./texts";

const known = signal<Record<string, Intent>>({});

/** Fetch the intents' names; without them a name is made readable. */
export async function loadNames(): Promise<void> {
  const found = await intents();
  known.value = Object.fromEntries(found.intents.map((intent) => [intent.name, intent]));
}

export function intentName(name: string): string {
  return known.value[name]?.titles[language.value] ?? known.value[name]?.title ?? readable(name);
}

/** `problem_wifi_no_connection` is "Wifi no connection". */
export function readable(name: string): string {
  const words = name.replace(/^problem_/, "").replaceAll("_", " ");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export function modelName(model: Model | undefined): string {
  if (!model) return t("model.gone");
  if (model.is_shipped) return t("model.shipped");
  return t("model.of", { when: dateTime(model.made_at, language.value) });
}
