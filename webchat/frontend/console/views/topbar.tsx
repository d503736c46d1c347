/** The strip on top: whose console this is, how the connection stands, presence and settings. */
import { waitingTime } from "../format";
import { t, tOr } from "../i18n";
import { room } from "../room";
import { openDialog } from "../screen";
import { link, me, now, outbox } from "../state/store";
import { Icon } from "./icons";
import { Mark } from "./mark";
import { usePopover } from "./popover";
import { PresenceMenu } from "./presence";
import { SignalsNotice } from "./signals-notice";

export function TopBar() {
  return (
    <header class="topbar">
      <Mark />
      <h1 class="sr">{t(room === "desk" ? "desk.title" : "console.title")}</h1>
      <button type="button" class="topbar-search" onClick={() => openDialog("palette")}>
        <Icon name="search" />
        <span>{t("palette.open")}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <SignalsNotice />
      <LinkState />
      <button
        type="button"
        class="icon-btn small"
        aria-label={t("help.title")}
        title={t("help.title")}
        onClick={() => openDialog("help")}
      >
        <Icon name="help" />
      </button>
      <Presence />
    </header>
  );
}

function LinkState() {
  const unsent = outbox.value.unsent.length;
  const state = link.value;
  const text = tOr(`link.${state}`, state);
  return (
    <div class={`link-state ${state}`} role="status">
      <span class="dot" aria-hidden="true" />
      <span>{unsent > 0 && state !== "live" ? t("link.offline_unsent", { n: unsent }) : text}</span>
    </div>
  );
}

function WrapUpLeft({ until }: { until: string }) {
  const left = Math.max(0, Math.ceil((Date.parse(until) - now.value) / 1000));
  return (
    <span class="muted" role="timer">
      {waitingTime(left)}
    </span>
  );
}

function Presence() {
  const { isOpen, box, button, onKeyDown } = usePopover();
  const self = me.value;
  if (!self) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from anywhere inside it
    <div class="presence" ref={box} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="presence-button"
        aria-expanded={isOpen.value}
        aria-controls="presence-menu"
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <span class={`status-dot ${self.status}`} aria-hidden="true" />
        <span class="presence-name">{self.name}</span>
        <span class="muted">{tOr(`presence.${self.status}`, self.status)}</span>
        {self.wrap_up_until && <WrapUpLeft until={self.wrap_up_until} />}
        <Icon name="down" />
      </button>
      {isOpen.value && <PresenceMenu self={self} />}
    </div>
  );
}
