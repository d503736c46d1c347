/** The conversation around a message, as its user saw it. Fetched when one stays with the message for a moment. */
import { useEffect, useRef, useState } from "preact/hooks";
import { tOr } from "../../i18n";
import { type Context, contextOf } from "../../net/inbox";
import { Rich } from "../../views/rich";
import { x } from "./i18n";

const AFTER_MS = 250;

export function Around({ id }: { id: number }) {
  const [known, setKnown] = useState<Context | "failed" | null>(null);
  useEffect(() => {
    let isGone = false;
    const timer = setTimeout(() => {
      contextOf(id).then(
        (found) => !isGone && setKnown(found),
        () => !isGone && setKnown("failed"),
      );
    }, AFTER_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [id]);
  return (
    <div>
      <h4>{x.t("context")}</h4>
      {known === "failed" && <p class="form-error">{x.t("context.failed")}</p>}
      {known && known !== "failed" && <Messages known={known} />}
    </div>
  );
}

function Messages({ known }: { known: Context }) {
  const here = useRef<HTMLLIElement>(null);
  return (
    <>
      {known.has_before && <p class="muted">{x.t("context.before")}</p>}
      <ol class="inbox-around">
        {known.messages.map(({ seq, text, sender, language }) => (
          <li
            key={seq}
            ref={seq === known.seq ? here : undefined}
            class={seq === known.seq ? "here" : undefined}
            data-who={sender.kind}
          >
            <strong>
              {tOrWho(sender)}
              {seq === known.seq && <span class="muted"> ({x.t("context.this")})</span>}
            </strong>
            <div lang={language}>
              <Rich text={text} isInert />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function tOrWho({ kind, name }: { kind: string; name: string }): string {
  if (kind === "agent") return name;
  return x.tOr(`who.${kind}`, tOr(`who.${kind}`, name));
}
