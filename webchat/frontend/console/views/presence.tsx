/** Own status and languages, colleagues and their load, alerts, language of the console, signing out. */
import type { AgentPresence, Language } from "../../protocol/wire";
import { setStatus } from "../actions";
import { askPermission, permission } from "../alerts/alerts";
import { muted, setMuted } from "../alerts/sound";
import { waitingTime } from "../format";
import { t, tOr } from "../i18n";
import { signOut } from "../net/session";
import { openDialog } from "../screen";
import { now, outbox, state, stop } from "../state/store";
import { Icon } from "./icons";
import { LanguageToggles } from "./languages";
import { LanguageSwitch } from "./signin";

export function PresenceMenu({ self }: { self: AgentPresence }) {
  const colleagues = Object.values(state.value?.agents ?? {}).filter((each) => each.id !== self.id);
  return (
    <section class="popover presence-menu" id="presence-menu" aria-label={t("presence.title")}>
      <h2>{t("presence.mine")}</h2>
      <fieldset class="segments" aria-label={t("presence.mine")}>
        {(["online", "busy", "break", "away"] as const).map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={self.status === status}
            onClick={() => void setStatus(status)}
          >
            <span class={`status-dot ${status}`} aria-hidden="true" />
            {t(`presence.${status}`)}
          </button>
        ))}
      </fieldset>
      {self.wrap_up_until && <WrapUp until={self.wrap_up_until} />}
      <h2>{t("presence.languages")}</h2>
      <Languages self={self} />
      <h2>{t("presence.colleagues")}</h2>
      {colleagues.length === 0 && <p class="muted">{t("presence.nobody")}</p>}
      <ul class="colleagues">
        {colleagues.sort(byPresence).map((each) => (
          <Colleague key={each.id} agent={each} />
        ))}
      </ul>
      <h2>{t("settings.title")}</h2>
      <Alerts />
      <LanguageSwitch />
      <button type="button" class="btn quiet small" onClick={() => openDialog("account")}>
        {t("account.title")}
      </button>
      <button type="button" class="btn quiet small" onClick={() => void leave()}>
        {t("action.sign_out")}
      </button>
    </section>
  );
}

/** Time left after a chat; whoever is done sooner says so. */
function WrapUp({ until }: { until: string }) {
  const left = Math.max(0, Math.ceil((Date.parse(until) - now.value) / 1000));
  return (
    <p class="wrap-up">
      <span>{t("presence.wrap_up_left", { left: waitingTime(left) })}</span>
      <button type="button" class="btn quiet small" onClick={() => void setStatus("online")}>
        {t("presence.wrap_up_end")}
      </button>
    </p>
  );
}

const ORDER = { online: 0, wrap_up: 1, busy: 2, break: 3, away: 4, offline: 5 } as const;
const byPresence = (a: AgentPresence, b: AgentPresence) =>
  ORDER[a.status] - ORDER[b.status] || a.name.localeCompare(b.name);

export function Colleague({ agent }: { agent: AgentPresence }) {
  return (
    <li class="colleague">
      <span class={`status-dot ${agent.status}`} aria-hidden="true" />
      <span class="colleague-name">{agent.name}</span>
      <span class="muted">{tOr(`presence.${agent.status}`, agent.status)}</span>
      <span class="lang-badges">{agent.languages.map((each) => each.toUpperCase()).join(" ")}</span>
      <span class="load">{t("presence.load", { n: agent.n_chats, of: agent.capacity })}</span>
    </li>
  );
}

function Languages({ self }: { self: AgentPresence }) {
  const change = (languages: Language[]) => {
    const status = self.status === "offline" ? "online" : self.status;
    if (languages.length > 0) void setStatus(status, languages);
  };
  return <LanguageToggles label={t("presence.languages")} spoken={self.languages} change={change} />;
}

function Alerts() {
  return (
    <div class="alert-settings">
      <button
        type="button"
        class="btn quiet small"
        aria-pressed={!muted.value}
        onClick={() => setMuted(!muted.value)}
      >
        <Icon name={muted.value ? "bellOff" : "bell"} />
        {muted.value ? t("settings.sound_off") : t("settings.sound_on")}
      </button>
      {permission.value === "default" && (
        <button type="button" class="btn quiet small" onClick={() => void askPermission()}>
          {t("settings.notify_ask")}
        </button>
      )}
      {permission.value === "granted" && <p class="muted">{t("settings.notify_on")}</p>}
      {permission.value === "denied" && <p class="muted">{t("settings.notify_denied")}</p>}
    </div>
  );
}

async function leave(): Promise<void> {
  const unsent = outbox.value.unsent.length > 0 || Object.keys(outbox.value.drafts).length > 0;
  if (unsent && !window.confirm(t("signin.unsent"))) return;
  await signOut().catch(() => undefined);
  stop(true);
}
