/** The dial: how many wrong answers are acceptable, and what each choice would have meant. */
import { useEffect, useState } from "preact/hooks";
import { language } from "../../i18n";
import { RequestError } from "../../net/api";
import { type Dial, dial, turnDial } from "../../net/dial";
import { toast } from "../../screen";
import { agent } from "../../state/store";
import { Refusal, useRefusal } from "../../views/refusal";
import { Belief } from "./belief";
import { Consequence } from "./consequence";
import { Control } from "./control";
import { History } from "./history";
import { percent, placeOf } from "./positions";
import { t } from "./texts";
import "../../views/charts/charts.css";
import "./dial.css";

export default function DialPage() {
  const [known, setKnown] = useState<{ dial: Dial; etag: string | null } | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [note, setNote] = useState("");
  const [lost, setLost] = useState<number | null>(null);
  const [error, attempt, busy] = useRefusal();
  const fetch = async () => {
    const answer = await dial();
    setKnown({ dial: answer.body, etag: answer.etag });
    return answer.body;
  };
  useEffect(() => void attempt(fetch), []);
  const share = known?.dial.max_wrong_share ?? null;
  const wanted = chosen ?? share;
  const save = () =>
    attempt(async () => {
      if (wanted === null || !known) return;
      try {
        const answer = await turnDial(wanted, note, known.etag);
        setKnown({ dial: answer.body, etag: answer.etag });
        setChosen(null);
        setNote("");
        setLost(null);
        const told = percent(wanted, language.value);
        toast(t(answer.body.in_force ? "saved" : "saved_later", { share: told }));
      } catch (cause) {
        if (!(cause instanceof RequestError) || cause.code !== "edited") throw cause;
        setLost((await fetch()).max_wrong_share);
      }
    });
  const mayTurn = agent.value?.role === "knowledge_manager" || agent.value?.role === "administrator";
  return (
    <>
      <div class="page-head">
        <h2>{t("title")}</h2>
      </div>
      <p class="page-hint muted">{t("hint")}</p>
      {!known && busy && <p role="status">{t("loading")}</p>}
      <Refusal text={error} />
      {error && !known && (
        <button type="button" class="btn quiet" onClick={() => void attempt(fetch)}>
          {t("try_again")}
        </button>
      )}
      {known && known.dial.positions.length === 0 && (
        <div class="empty">
          <p>{t("away")}</p>
          <button type="button" class="btn quiet" disabled={busy} onClick={() => void attempt(fetch)}>
            {t("try_again")}
          </button>
        </div>
      )}
      {known && wanted !== null && share !== null && known.dial.positions.length > 0 && (
        <>
          <Control
            dial={known.dial}
            place={placeOf(known.dial, wanted)}
            choose={setChosen}
            note={note}
            setNote={setNote}
            save={mayTurn ? save : null}
            lost={lost === null ? null : { theirs: lost, mine: wanted }}
            busy={busy}
          />
          <Consequence dial={known.dial} place={placeOf(known.dial, wanted)} />
          <Belief dial={known.dial} />
        </>
      )}
      {known && <History dial={known.dial} choose={mayTurn ? setChosen : null} />}
    </>
  );
}
