/** The article's name, where it stands, its other languages, and what can be done with it. */
import { useState } from "preact/hooks";
import type { Language } from "../../../protocol/wire";
import { clockTime, dateTime, dayKey } from "../../format";
import { LANGUAGES, language, languageName, t } from "../../i18n";
import {
  addArticle,
  sendForReview,
  type Translation,
  unschedule,
  withdrawArticle,
} from "../../net/knowledge";
import { toast } from "../../screen";
import { Icon } from "../../views/icons";
import { usePopover } from "../../views/popover";
import { Refusal, useRefusal } from "../../views/refusal";
import { go, href } from "../route";
import { StateBadge } from "./list";
import { mayEdit } from "./may";
import { explain } from "./new";
import { type Asking, PublishDialog, SureDialog } from "./publish";
import { standing } from "./text/families";
import { frontOf, wordOf } from "./text/front";
import { tx } from "./texts";
import type { Work } from "./work";

interface Props {
  work: Work;
  translations: readonly Translation[];
}

export function Head({ work, translations }: Props) {
  const row = work.row.value;
  const [error, attempt, busy] = useRefusal(explain);
  const [asking, ask] = useState<Asking | null>(null);
  const hasNewer = row.has_draft || work.isDirty.value;
  const mayBeReviewed = row.state === "draft" || (row.state === "published" && hasNewer && !row.in_review);
  const title = wordOf(frontOf(work.text.value), "title") || row.title;
  const act = (does: () => Promise<unknown>, told: string) =>
    void attempt(async () => {
      if (!(await work.save())) return;
      await does();
      await work.refresh();
      toast(told);
    });
  return (
    <header class="article-head">
      <p class="crumb">
        <a href={href("articles")}>
          <Icon name="back" size={14} />
          {tx("page.back")}
        </a>
      </p>
      <div class="article-name">
        <h2 lang={row.language}>{title}</h2>
        <StateBadge row={row} />
        <Languages work={work} translations={translations} attempt={attempt} />
      </div>
      {mayEdit() && (
        <div class="article-bar">
          <Undoing work={work} />
          <SaveState work={work} />
          <Saving work={work} busy={busy} save={() => void attempt(() => work.save())} />
          <span class="article-acts">
            {mayBeReviewed && (
              <button
                type="button"
                class="btn quiet small"
                disabled={busy}
                onClick={() => act(() => sendForReview(row.article_id), tx("done.review"))}
              >
                {tx("act.review")}
              </button>
            )}
            {row.state === "archived" ? (
              <button
                type="button"
                class="btn small"
                disabled={busy}
                onClick={() => act(() => withdrawArticle(row.article_id), tx("done.back"))}
              >
                {tx("act.bring_back")}
              </button>
            ) : (
              <button type="button" class="btn small" disabled={busy} onClick={() => ask("publish")}>
                {tx(row.state === "published" ? "act.publish_changes" : "act.publish")}
              </button>
            )}
            <MoreActs work={work} ask={ask} act={act} />
          </span>
        </div>
      )}
      <Refusal text={error} />
      {asking === "publish" && <PublishDialog work={work} close={() => ask(null)} />}
      {asking && asking !== "publish" && <SureDialog work={work} what={asking} close={() => ask(null)} />}
    </header>
  );
}

function Undoing({ work }: { work: Work }) {
  return (
    <span class="undoing">
      <button
        type="button"
        class="icon-btn small"
        aria-label={tx("act.undo")}
        title={tx("act.undo")}
        disabled={work.nUndo.value === 0}
        onClick={() => work.undo()}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        class="icon-btn small"
        aria-label={tx("act.redo")}
        title={tx("act.redo")}
        disabled={work.nRedo.value === 0}
        onClick={() => work.redo()}
      >
        <Icon name="redo" />
      </button>
    </span>
  );
}

function SaveState({ work }: { work: Work }) {
  const { updated_at } = work.row.value;
  const words = work.isSaving.value
    ? tx("save.saving")
    : work.isOffline.value
      ? tx("save.offline")
      : work.isDirty.value
        ? tx("save.unsaved")
        : savedAt(updated_at);
  return (
    <span class={work.isOffline.value ? "save-state bad" : "save-state muted"} role="status">
      {words}
    </span>
  );
}

function savedAt(at: string): string {
  const isToday = dayKey(at) === dayKey(new Date().toISOString());
  if (isToday) return tx("save.saved", { at: clockTime(at, language.value) });
  return tx("save.saved_on", { at: dateTime(at, language.value) });
}

function Saving({ work, busy, save }: { work: Work; busy: boolean; save: () => void }) {
  const isAsked = work.row.value.published_at !== null && (work.isDirty.value || work.isMinor.value);
  return (
    <>
      {isAsked && (
        <label class="minor">
          <input
            type="checkbox"
            checked={work.isMinor.value}
            aria-describedby="minor-hint"
            onChange={(event) => {
              work.isMinor.value = event.currentTarget.checked;
            }}
          />
          {tx("save.minor")}
        </label>
      )}
      <button
        type="button"
        class="btn quiet small"
        data-save
        disabled={busy || !work.isDirty.value}
        onClick={save}
      >
        {tx("act.save")}
      </button>
      {isAsked && (
        <small id="minor-hint" class="muted minor-hint">
          {tx("save.minor_hint")}
        </small>
      )}
    </>
  );
}

interface MoreProps {
  work: Work;
  ask: (what: Asking) => void;
  act: (does: () => Promise<unknown>, told: string) => void;
}

function MoreActs({ work, ask, act }: MoreProps) {
  const { isOpen, box, button, onKeyDown } = usePopover();
  const row = work.row.value;
  const choose = (does: () => void) => () => {
    isOpen.value = false;
    does();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from anywhere inside it
    <div class="more-acts" ref={box} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="icon-btn small"
        aria-label={tx("act.more")}
        title={tx("act.more")}
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <Icon name="more" />
      </button>
      {isOpen.value && (
        <div class="popover article-menu">
          {row.state === "published" && row.visibility === "public" && (
            <a
              class="choice"
              href={`/help/${row.language}/${encodeURIComponent(row.article_id)}`}
              target="_blank"
              rel="noopener"
            >
              {tx("act.see")}
            </a>
          )}
          {row.publish_at && (
            <button
              type="button"
              class="choice"
              onClick={choose(() => act(() => unschedule(row.article_id), tx("done.unscheduled")))}
            >
              {tx("act.unschedule")}
            </button>
          )}
          {(row.state === "published" || row.state === "in_review") && (
            <button type="button" class="choice" onClick={choose(() => ask("withdraw"))}>
              {tx(row.state === "published" ? "act.withdraw" : "act.to_draft")}
            </button>
          )}
          {row.state !== "archived" && (
            <button type="button" class="choice" onClick={choose(() => ask("archive"))}>
              {tx("act.archive")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

interface LanguagesProps extends Props {
  attempt: (work: () => Promise<unknown>) => Promise<void>;
}

/** The article in each language; one that is missing can be begun from this one. */
function Languages({ work, translations, attempt }: LanguagesProps) {
  const row = work.row.value;
  const begin = (of: Language) =>
    attempt(async () => {
      const made = await addArticle({ language: of, title: row.title, translation_of: row.article_id });
      go("articles", made.article_id);
    });
  return (
    <nav class="article-languages" aria-label={tx("page.languages")}>
      {LANGUAGES.map((each, i) => {
        const one = translations.find((translation) => translation.language === each);
        const keys = { "aria-keyshortcuts": `Alt+${i + 1}`, title: `Alt+${i + 1}` };
        if (each === row.language)
          return (
            <a
              key={each}
              class="language-tab"
              aria-current="true"
              href={href("articles", row.article_id)}
              {...keys}
            >
              {t(`language.${each}`)}
            </a>
          );
        if (one?.article_id)
          return (
            <a key={each} class="language-tab" href={href("articles", one.article_id)} {...keys}>
              {t(`language.${each}`)}
              {one.outdated_since && <span class="badge outdated">{tx("state.outdated")}</span>}
              {!one.outdated_since && one.state !== "published" && (
                <span class="badge">{tx(`standing.${standing(one)}`)}</span>
              )}
            </a>
          );
        return (
          mayEdit() && (
            <button key={each} type="button" class="language-tab missing" onClick={() => void begin(each)}>
              <Icon name="plus" size={12} />
              {tx("page.translate", { language: languageName(each) })}
            </button>
          )
        );
      })}
    </nav>
  );
}
