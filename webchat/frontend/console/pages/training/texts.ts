/** The words of the training pages: fetched with them, not with the shell. */
import { catalogue } from "../../i18n";
import en from "./texts/en.json";
import fr from "./texts/fr.json";
import nl from "./texts/nl.json";

export const TEXTS = { nl, fr, en };
export type TextKey = keyof typeof en;

export const { t, tn, tOr } = catalogue(TEXTS);
