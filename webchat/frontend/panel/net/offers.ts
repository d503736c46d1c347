import { signal } from "@preact/signals";
import type { Language } from "../../protocol/wire";

/** An article that may help before anything is sent. */
export interface Offer {
  article_id: string;
  family: string;
  title: string;
  language: Language;
  url: string;
}

/** How long the user has to stop typing, in ms, and how much must stand there before it means something. */
const PAUSE_MS = 400;
const FEWEST_CHARS = 8;
const MOST = 3;

/** Articles for what is being typed. */
export class Offers {
  readonly found = signal<Offer[]>([]);
  private timer = 0;
  private asked = new AbortController();

  /** The draft changed; an empty one takes the offers away. */
  typed(draft: string, language: Language): void {
    clearTimeout(this.timer);
    if (draft.trim().length < FEWEST_CHARS) this.clear();
    else this.timer = window.setTimeout(() => void this.ask(draft, language), PAUSE_MS);
  }

  clear(): void {
    clearTimeout(this.timer);
    this.asked.abort();
    this.found.value = [];
  }

  private async ask(draft: string, language: Language): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    try {
      const body = new URLSearchParams({ q: draft });
      const answer = await fetch(`/help/${language}/suggest`, {
        method: "POST",
        body,
        signal: this.asked.signal,
      });
      if (answer.ok) this.found.value = ((await answer.json()).results as Offer[]).slice(0, MOST);
    } catch {
      // Typed on, or no connection: what was offered stays, the message can be sent all the same.
    }
  }
}
