/** Tells what came in while one was typing, and holds the first attempt to send back until that was seen. */
import { useEffect, useState } from "preact/hooks";
import type { ConsoleMessage } from "../../protocol/wire";
import { t, tn } from "../i18n";
import type { Mode } from "../state/outbox";
import { selected, state } from "../state/store";
import { senderName, unmasked } from "../summary";
import { cameIn, lastSaid } from "../tools/meanwhile";

const EXCERPT_CHARS = 120;

export interface Held {
  came: readonly ConsoleMessage[];
  isHeld: boolean;
  /** Asked at each attempt to send: true the first time after something new came in. */
  holdsBack(): boolean;
}

export function useMeanwhile(id: string, as: Mode, isWriting: boolean): Held {
  const messages = state.value?.transcripts[id]?.messages;
  const meId = state.value?.meId ?? "";
  const [since, setSince] = useState<string | null | undefined>(undefined);
  const [nSeen, setNSeen] = useState(0);
  // A draft begins now, or was there when the transcript came: what stands there was seen.
  const isKnown = messages !== undefined;
  useEffect(() => {
    setSince(lastSaid(messages ?? [], as, meId));
    setNSeen(0);
  }, [isWriting, isKnown]);
  const came = isWriting && isKnown && since !== undefined ? cameIn(messages, since, as, meId) : [];
  const isHeld = came.length > 0 && nSeen === came.length;
  return {
    came,
    isHeld,
    holdsBack: () => {
      if (came.length === 0 || isHeld) return false;
      setNSeen(came.length);
      return true;
    },
  };
}

export function Meanwhile({ came, isHeld }: { came: readonly ConsoleMessage[]; isHeld: boolean }) {
  const last = came.at(-1);
  return (
    <div role={isHeld ? "alert" : "status"} class="meanwhile-box">
      {last && (
        <p class={isHeld ? "meanwhile held" : "meanwhile"}>
          <strong>
            {came.length > 1
              ? tn("meanwhile.n", came.length)
              : t("meanwhile.one", { name: senderName(last.sender, selected.value) })}
          </strong>{" "}
          <q lang={last.language}>{unmasked(last.text).slice(0, EXCERPT_CHARS)}</q>
          {isHeld && <span> {t("meanwhile.held")}</span>}
        </p>
      )}
    </div>
  );
}
