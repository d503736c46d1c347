import type { Language } from "../protocol/wire";

/** The few words the loader says itself. `unread` follows a number. */
export const texts: Record<Language, Record<"open" | "close" | "unread" | "down", string>> = {
  nl: {
    open: "Chat met de helpdesk",
    close: "Chat sluiten",
    unread: "ongelezen",
    down: "De chat is even niet bereikbaar.",
  },
  fr: {
    open: "Discuter avec le service d’assistance",
    close: "Fermer la discussion",
    unread: "non lus",
    down: "La discussion est indisponible.",
  },
  en: {
    open: "Chat with the help desk",
    close: "Close the chat",
    unread: "unread",
    down: "The chat can't be reached right now.",
  },
};
