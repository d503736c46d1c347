/** Tells who may judge it, on every page, that unusually many people report the same thing. */
import { useEffect, useRef } from "preact/hooks";
import { t, tn } from "../i18n";
import { pagesOf } from "../pages";
import { room } from "../room";
import { toast } from "../screen";
import { agent, incidents } from "../state/store";
import { Icon } from "./icons";

export function SignalsNotice() {
  const { n_signals } = incidents.value;
  const isMine = pagesOf(agent.value?.role ?? "", "desk").some(({ id }) => id === "incidents");
  const before = useRef(n_signals);
  useEffect(() => {
    if (isMine && n_signals > before.current) toast(tn("signals.banner", n_signals), true, "signals");
    before.current = n_signals;
  }, [n_signals, isMine]);
  if (!isMine || n_signals === 0) return null;
  const words = tn("signals.banner", n_signals);
  return (
    <a class="signals-notice" href={room === "desk" ? "#/incidents" : "/desk#/incidents"} title={words}>
      <Icon name="flag" />
      <strong>{n_signals}</strong>
      <span>{t("signals.look")}</span>
      <span class="sr">{words}</span>
    </a>
  );
}
