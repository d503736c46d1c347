import { render } from "preact";
import "../ui/tokens.css";
import "../ui/base.css";
import "./demo.css";
import type { Language } from "../protocol/wire";
import { LANGUAGES, languageOf } from "../ui/language";
import { type PageTexts, texts } from "./texts";

const asked = languageOf(new URLSearchParams(location.search).get("lang"));
const language: Language = asked ?? languageOf(navigator.language) ?? "nl";

type Api = { toggle: (to?: string) => void } | [string, ...unknown[]][];

/** Open the chat, also when the widget's script has still to come. */
function openChat(): void {
  const page = window as unknown as { $firstline?: Api };
  page.$firstline ??= [];
  if (Array.isArray(page.$firstline)) page.$firstline.push(["toggle", "open"]);
  else page.$firstline.toggle("open");
}

function Page({ t }: { t: PageTexts }) {
  return (
    <>
      <a class="skip" href="#content">
        {t.skip}
      </a>
      <Top t={t} />
      <main id="content">
        <section class="hero">
          <div class="wrap">
            <p class="eyebrow">{t.date}</p>
            <h1>{t.title}</h1>
            <p class="lead">{t.lead}</p>
            <p class="actions">
              <button type="button" class="btn" onClick={openChat}>
                {t.ask}
              </button>
              <a class="btn quiet" href="#quick">
                {t.articles}
              </a>
            </p>
          </div>
          <Hill />
        </section>
        <div class="wrap">
          <p class="notice">
            <strong>{t.planned.title}.</strong> {t.planned.text}
          </p>
          <h2 id="quick">{t.tilesTitle}</h2>
          <ul class="tiles">
            {t.tiles.map((tile) => (
              <li key={tile.article}>
                <a href={`/help/${language}/${tile.article}.${language}`}>
                  <strong>{tile.title}</strong>
                  <span>{tile.text}</span>
                </a>
              </li>
            ))}
          </ul>
          <p class="more">
            <a href={`/help/${language}`}>{t.allArticles}</a>
          </p>
          <div class="columns">
            <section>
              <h2 id="news">{t.newsTitle}</h2>
              {t.news.map((item) => (
                <article key={item.title}>
                  <p class="when">{item.date}</p>
                  <h3>{item.title}</h3>
                  <p>{item.text}</p>
                </article>
              ))}
            </section>
            <section class="hours">
              <h2 id="hours">{t.hoursTitle}</h2>
              <dl>
                {t.hours.map(([what, when]) => (
                  <div key={what}>
                    <dt>{what}</dt>
                    <dd>{when}</dd>
                  </div>
                ))}
              </dl>
            </section>
          </div>
        </div>
      </main>
      <footer>
        <p class="wrap">{t.footer}</p>
      </footer>
    </>
  );
}

function Top({ t }: { t: PageTexts }) {
  return (
    <header class="top">
      <div class="wrap">
        <a class="logo" href={`?lang=${language}`}>
          <Leaf />
          {t.name}
        </a>
        <nav aria-label={t.name}>
          <a href={`?lang=${language}`} aria-current="page">
            {t.home}
          </a>
          <a href="#quick">{t.tilesTitle}</a>
          <a href="#news">{t.newsTitle}</a>
          <a href="#hours">{t.hoursTitle}</a>
        </nav>
        <nav class="languages" aria-label={t.languages}>
          {LANGUAGES.map((code) => (
            <a
              key={code}
              href={`?lang=${code}`}
              lang={code}
              hreflang={code}
              aria-current={code === language ? "true" : undefined}
            >
              {code.toUpperCase()}
            </a>
          ))}
        </nav>
      </div>
    </header>
  );
}

/** The coat of arms: a linden leaf above a brook. */
function Leaf() {
  return (
    <svg viewBox="0 0 32 32" width="34" height="34" aria-hidden="true">
      <path class="leaf" d="M16 3c7 4 10 8 10 12.5a6 6 0 0 1-10 4.5 6 6 0 0 1-10-4.5C6 11 9 7 16 3Z" />
      <path class="brook" d="M3 25c4-3 6 3 10 0s6 3 10 0 4-1 6-1" />
    </svg>
  );
}

/** Hills, a town hall and the brook: the hero's picture, drawn here so that nothing is fetched. */
function Hill() {
  return (
    <svg class="hill" viewBox="0 0 1200 260" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <path class="far" d="M0 150C160 90 300 100 460 140s280 10 420-30 240-20 320 10v140H0Z" />
      <g class="town">
        <path d="M842 96h64v74h-64zM834 96l40-44 40 44zM870 34h8v24h-8zM780 122h62v48h-62zM774 122l37-26 37 26zM906 128h52v42h-52zM900 128l32-24 32 24z" />
      </g>
      <path class="near" d="M0 196c180-50 320-30 520-8s420 4 680-40v112H0Z" />
      <path class="water" d="M620 260c-30-30 90-38 60-66 60 20 20 44 60 66Z" />
      <g class="trees">
        <circle cx="990" cy="152" r="24" />
        <circle cx="1020" cy="142" r="30" />
        <circle cx="720" cy="172" r="18" />
        <circle cx="1096" cy="140" r="22" />
      </g>
    </svg>
  );
}

document.documentElement.lang = language;
document.title = texts[language].name;
const root = document.getElementById("page");
if (root) render(<Page t={texts[language]} />, root);

// The whole embedding: a site pastes this one tag. Here it is made by hand because the page's language is only known now.
const tag = document.createElement("script");
tag.src = "/widget.js";
tag.dataset.site = "demo";
tag.dataset.language = language;
tag.defer = true;
document.head.append(tag);
