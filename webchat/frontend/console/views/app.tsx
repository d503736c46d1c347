/** Which screen: starting, signed out, or the console. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { announcement } from "../alerts/alerts";
import { t } from "../i18n";
import { currentAgent } from "../net/session";
import { type Page as PageRow, pagesOf } from "../pages";
import { route } from "../pages/route";
import { room } from "../room";
import { dropToast, pane, toasts } from "../screen";
import { agent, link, selected, start, state, stop } from "../state/store";
import { Conversation, NothingSelected } from "./conversation";
import { Dialogs } from "./dialogs";
import { Icon } from "./icons";
import { List } from "./list";
import { Nav } from "./nav";
import { PageView } from "./page";
import { SignIn } from "./signin";
import { TicketPanel } from "./ticket";
import { TopBar } from "./topbar";

type Phase = "checking" | "unreachable" | "ready";
const phase = signal<Phase>("checking");

async function check(): Promise<void> {
  phase.value = "checking";
  try {
    const known = await currentAgent();
    if (known) start(known);
    phase.value = "ready";
  } catch {
    phase.value = "unreachable";
  }
}

export function App() {
  useEffect(() => void check(), []);
  // A session that ended elsewhere: sign in again, what was written stays for the next sign-in.
  const ended = link.value === "signed_out";
  useEffect(() => {
    if (ended) stop(false);
  }, [ended]);
  return (
    <>
      {phase.value === "checking" && <Starting text={t("start.checking")} />}
      {phase.value === "unreachable" && <Unreachable />}
      {phase.value === "ready" && (agent.value ? <Shell /> : <SignIn ended={ended} />)}
      <Toasts />
    </>
  );
}

function Shell() {
  if (!state.value) return <Starting text={t("start.loading")} />;
  const pages = pagesOf(agent.value?.role ?? "");
  const named = pages.find(({ id }) => id === route.value.page);
  const page = named ?? pages[0];
  return (
    <div class="shell">
      <TopBar />
      <Nav />
      <Page page={page} rest={named ? route.value.rest : []} />
      <Dialogs />
      <div class="sr" role="status">
        {announcement.value}
      </div>
    </div>
  );
}

function Page({ page, rest }: { page: PageRow | undefined; rest: string[] }) {
  if (page?.load) return <PageView page={page} rest={rest} />;
  return room === "console" ? <Chats /> : <NotForYou />;
}

/** The desk, seen by somebody who has no work in it. */
function NotForYou() {
  return (
    <main class="screen-center">
      <h1>{t("desk.title")}</h1>
      <p>{t("desk.not_for_you")}</p>
      <a class="btn" href="/console">
        {t("nav.room.console")}
      </a>
    </main>
  );
}

function Chats() {
  return (
    <main class="panes" data-pane={pane.value}>
      <List />
      <section class="middle" aria-label={t("transcript.title")}>
        {selected.value ? <Conversation conversation={selected.value} /> : <NothingSelected />}
      </section>
      <TicketPanel />
    </main>
  );
}

function Starting({ text }: { text: string }) {
  return (
    <main class="screen-center">
      <div class="pulse" aria-hidden="true" />
      <h1 class="sr">Firstline</h1>
      <p role="status">{link.value === "offline" ? t("link.offline") : text}</p>
    </main>
  );
}

function Unreachable() {
  return (
    <main class="screen-center">
      <h1>{t("start.unreachable")}</h1>
      <p>{t("start.unreachable_hint")}</p>
      <button type="button" class="btn" onClick={() => void check()}>
        {t("action.try_again")}
      </button>
    </main>
  );
}

function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({ id, text, bad }) => (
        <div key={id} class={bad ? "toast bad" : "toast"}>
          <span>{text}</span>
          <button
            type="button"
            class="icon-btn small"
            aria-label={t("action.close")}
            onClick={() => dropToast(id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
