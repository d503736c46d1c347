/** Training data as Rasa's files: taken along, and brought in. */
import { useRef, useState } from "preact/hooks";
import { reasonOf } from "../../actions";
import { RequestError } from "../../net/api";
import { EXPORT_URL, type Imported, importData } from "../../net/inbox";
import { Refusal, useRefusal } from "../../views/refusal";
import { x } from "./i18n";

const why = (cause: unknown) =>
  cause instanceof RequestError && cause.code === "file_refused" ? x.t("data.wrong_kind") : reasonOf(cause);

export function Exchange({ done }: { done: () => void }) {
  const [result, setResult] = useState<Imported | null>(null);
  const [error, attempt, busy] = useRefusal(why);
  const field = useRef<HTMLInputElement>(null);
  const send = () =>
    attempt(async () => {
      const file = field.current?.files?.[0];
      if (!file) return;
      setResult(null);
      const found = await importData(file);
      setResult(found);
      if (found.errors.length === 0) done();
    });
  return (
    <section class="inbox-data">
      <h3>{x.t("data")}</h3>
      <p class="muted">{x.t("data.intro")}</p>
      <a class="btn quiet small" href={EXPORT_URL} download>
        {x.t("data.export")}
      </a>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label>
          {x.t("data.file")}
          <input ref={field} type="file" accept=".yml,.yaml,.zip" required />
        </label>
        <button type="submit" class="btn quiet small" disabled={busy}>
          {x.t("data.import")}
        </button>
      </form>
      <Refusal text={error} />
      <div role="status">{result && <Result result={result} />}</div>
    </section>
  );
}

function Result({ result: { added, known, intents, errors } }: { result: Imported }) {
  if (errors.length > 0)
    return (
      <>
        <p class="form-error">{x.t("data.refused")}</p>
        <ul>
          {errors.map(({ file, line, code, params }) => (
            <li key={`${file} ${line}`}>
              {x.t("data.at", { file, line, what: x.tOr(`fault.${code}`, code, params) })}
            </li>
          ))}
        </ul>
      </>
    );
  return (
    <>
      <p>{x.t("data.done", { added, known })}</p>
      {intents.length > 0 && <p>{x.t("data.new", { names: intents.join(", ") })}</p>}
    </>
  );
}
