/** The words of the page that sets how sure the bot must be. */
import { catalogue } from "../../i18n";
import en from "./texts/en.json";
import fr from "./texts/fr.json";
import nl from "./texts/nl.json";

export const TEXTS = { nl, fr, en };
export const { t, tn, tOr } = catalogue(TEXTS);
