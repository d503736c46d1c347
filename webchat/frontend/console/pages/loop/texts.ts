/** The texts of what closes the loop: gaps, proposals, incidents, effect, and what is new. */
import { catalogue } from "../../i18n";
import en from "./texts/en.json";
import fr from "./texts/fr.json";
import nl from "./texts/nl.json";

export type TextKey = keyof typeof en;
export const TEXTS = { nl, fr, en };
export const { t: tx, tn: txn, tOr: txOr } = catalogue<TextKey>(TEXTS);
