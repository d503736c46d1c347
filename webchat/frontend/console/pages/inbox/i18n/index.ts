/** The inbox's own texts. */
import { catalogue } from "../../../i18n";
import en from "./en.json";
import fr from "./fr.json";
import nl from "./nl.json";

export type InboxKey = keyof typeof en;
export const TEXTS = { nl, fr, en };
export const x = catalogue<InboxKey>(TEXTS);
