/** The texts of this page, in the language of the screen. */
import { catalogue } from "../../i18n";
import en from "./texts/en.json";
import fr from "./texts/fr.json";
import nl from "./texts/nl.json";

export type TextKey = keyof typeof en;
export const TEXTS = { nl, fr, en };
export const { t: tx, tn: txn, tOr: txOr } = catalogue<TextKey>(TEXTS);
