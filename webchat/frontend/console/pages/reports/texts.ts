/** The words of the reports page beside those of the figures, which the server brings. */
import { catalogue } from "../../i18n";
import en from "./texts/en.json";
import fr from "./texts/fr.json";
import nl from "./texts/nl.json";

export const TEXTS = { nl, fr, en };
export const { t, tn, tOr } = catalogue(TEXTS);
