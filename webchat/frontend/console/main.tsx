import "../ui/tokens.css";
import "../ui/base.css";
import "./styles/shell.css";
import "./styles/list.css";
import "./styles/transcript.css";
import "./styles/ticket.css";
import "./styles/dialogs.css";
import "./styles/account.css";
import "./styles/pages.css";
import "./styles/tools.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { startAlerts } from "./alerts/alerts";
import { startOwnAlerts } from "./alerts/own";
import { language, t } from "./i18n";
import { listenToKeys } from "./keyboard";
import { room } from "./room";
import { startBadges } from "./state/badges";
import { App } from "./views/app";

effect(() => {
  document.documentElement.lang = language.value;
});
if (room === "console") {
  startAlerts();
  startOwnAlerts();
} else {
  effect(() => {
    document.title = `${t("desk.title")} – Firstline`;
  });
}
startBadges();
listenToKeys();
render(<App />, document.getElementById("app") as HTMLElement);
