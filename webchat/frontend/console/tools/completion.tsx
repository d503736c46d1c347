/** The list over the composer: replies for `/`, articles for `??`, colleagues for `@`. */
import { useEffect, useState } from "preact/hooks";
import type { ConversationSummary, Language } from "../../protocol/wire";
import { told } from "../actions";
import { languageName, t, tn, tOr } from "../i18n";
import { state } from "../state/store";
import { type Card, cardOf, excerpt, findArticles } from "./articles";
import { filled, loadReplies, matching, replies, shownText } from "./replies";
import type { Trigger } from "./trigger";

/** What a choice puts into the draft, and the card that goes along. */
export interface Choice {
  text: string;
  card?: Card;
}

export interface Item {
  id: string;
  label: string;
  detail: string;
  /** Shown when it is not the customer's. */
  language?: Language;
  choose(): Promise<Choice>;
}

const MAX_ITEMS = 8;
const SEARCH_AFTER_MS = 200;

/** The items for what stands before the caret; null while they are not known. */
export function useItems(trigger: Trigger | null, conversation: ConversationSummary): Item[] | null {
  const hits = useArticles(trigger, conversation.language);
  useEffect(() => {
    // Somebody may have changed one since: what is known is shown meanwhile.
    if (trigger?.kind === "reply") void loadReplies().catch(told);
  }, [trigger?.kind]);
  if (!trigger) return [];
  if (trigger.kind === "article") return hits;
  if (trigger.kind === "colleague") return colleagues(trigger.query);
  return replies.value && repliesFor(trigger.query, conversation);
}

function repliesFor(query: string, { id, language }: ConversationSummary): Item[] {
  return matching(replies.value ?? [], query, language)
    .slice(0, MAX_ITEMS)
    .map((reply) => {
      const shown = shownText(reply, language);
      return {
        id: reply.id,
        label: `/${reply.shortcut}`,
        detail: shown.title,
        ...(shown.language !== language && { language: shown.language }),
        choose: async () => ({ text: (await filled(reply, id)).text }),
      };
    });
}

function colleagues(query: string): Item[] {
  const wanted = query.toLocaleLowerCase();
  return Object.values(state.value?.agents ?? {})
    .filter((agent) => agent.id !== state.value?.meId && agent.name.toLocaleLowerCase().includes(wanted))
    .slice(0, MAX_ITEMS)
    .map((agent) => ({
      id: agent.id,
      label: agent.name,
      detail: tOr(`presence.${agent.status}`, agent.status),
      choose: async () => ({ text: `@${agent.name} ` }),
    }));
}

function useArticles(trigger: Trigger | null, language: Language): Item[] | null {
  const [hits, setHits] = useState<Item[] | null>(null);
  const query = trigger?.kind === "article" && trigger.query.length > 1 ? trigger.query : null;
  useEffect(() => {
    if (query === null) return setHits(null);
    let isCurrent = true;
    const timer = setTimeout(() => {
      findArticles(query, language).then(
        (found) =>
          isCurrent &&
          setHits(
            found.slice(0, MAX_ITEMS).map((hit) => ({
              id: hit.article_id,
              label: hit.title,
              detail: excerpt(hit.passage),
              ...(hit.language !== language && { language: hit.language }),
              choose: async () => ({ text: excerpt(hit.passage), card: cardOf(hit) }),
            })),
          ),
        (error: unknown) => {
          if (!isCurrent) return;
          setHits([]);
          told(error);
        },
      );
    }, SEARCH_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query, language]);
  return hits;
}

interface ListProps {
  trigger: Trigger;
  items: Item[] | null;
  at: number;
  language: Language;
  choose(item: Item): void;
}

export const optionId = (at: number): string => `completion-${at}`;

export function Completion({ trigger, items, at, language, choose }: ListProps) {
  const title = t(`complete.${trigger.kind}`);
  if (!items || items.length === 0) {
    const isShort = trigger.kind === "article" && trigger.query.length < 2;
    return (
      <p class="completion empty" role="status">
        {t(isShort ? "complete.type" : items ? "complete.nothing" : "complete.busy")}
      </p>
    );
  }
  return (
    <div class="completion">
      <p class="completion-head" role="status">
        {title} <span class="sr">{tn("complete.n", items.length)}</span>
        <span class="muted" aria-hidden="true">
          <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Enter</kbd>
        </span>
      </p>
      <div id="completion" role="listbox" aria-label={title}>
        {items.map((item, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          <div
            key={item.id}
            id={optionId(i)}
            class="completion-item"
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(item)}
          >
            <strong>{item.label}</strong>
            <span lang={item.language ?? language}>{item.detail}</span>
            {item.language && (
              <span class="badge">{t("complete.only_in", { language: languageName(item.language) })}</span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
