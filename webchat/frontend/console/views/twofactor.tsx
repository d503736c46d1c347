/** Switch two-factor on (password, QR code, first code, recovery codes) and off. */
import { useState } from "preact/hooks";
import { t, tn } from "../i18n";
import {
  type Account,
  confirmTwoFactor,
  disableTwoFactor,
  type Started,
  startTwoFactor,
} from "../net/account";
import { Refusal, useRefusal } from "./refusal";

interface Props {
  state: Account["two_factor"];
  changed: () => Promise<void>;
}

type Fields = "password" | "code";

export function TwoFactor({ state, changed }: Props) {
  const [started, setStarted] = useState<Started | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} done={() => setCodes(null)} />;
  if (started) {
    const confirm = async ({ code }: Record<Fields, string>) => {
      setCodes(await confirmTwoFactor(code));
      setStarted(null);
      await changed();
    };
    return (
      <>
        <QrCode started={started} />
        <Ask fields={["code"]} button={t("account.turn_on")} then={confirm} />
      </>
    );
  }
  if (!state.enabled) {
    const start = async ({ password }: Record<Fields, string>) => setStarted(await startTwoFactor(password));
    return (
      <>
        <p class="muted">{t("account.two_factor_off")}</p>
        <Ask fields={["password"]} button={t("account.set_up")} then={start} />
      </>
    );
  }
  const disable = async ({ password, code }: Record<Fields, string>) => {
    await disableTwoFactor(password, code);
    await changed();
  };
  return (
    <>
      <p>
        <span class="two-factor-on">{t("account.two_factor_on")}</span>{" "}
        <span class="muted">{tn("account.codes_left", state.n_recovery_codes)}</span>
      </p>
      <details>
        <summary>{t("account.turn_off")}</summary>
        <Ask fields={["password", "code"]} button={t("account.turn_off")} then={disable} />
      </details>
    </>
  );
}

interface AskProps {
  fields: Fields[];
  button: string;
  then: (values: Record<Fields, string>) => Promise<void>;
}

function Ask({ fields, button, then }: AskProps) {
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void attempt(() => then({ password: String(form.get("password")), code: String(form.get("code")) }));
  };
  return (
    <form onSubmit={submit}>
      {fields.includes("password") && (
        <label>
          {t("account.password_again")}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
      )}
      {fields.includes("code") && (
        <label>
          {t("signin.code")}
          <input
            name="code"
            class="code-field"
            autocomplete="one-time-code"
            minLength={6}
            maxLength={40}
            required
          />
        </label>
      )}
      <Refusal text={error} />
      <footer>
        <button type="submit" class="btn small" disabled={busy}>
          {button}
        </button>
      </footer>
    </form>
  );
}

function QrCode({ started }: { started: Started }) {
  const { size, path } = started.qr;
  return (
    <>
      <p>{t("account.scan")}</p>
      <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t("account.qr")}>
        <path d={path} />
      </svg>
      <p class="muted">{t("account.secret")}</p>
      <code class="secret">{started.secret.match(/.{1,4}/g)?.join(" ")}</code>
    </>
  );
}

function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }) {
  return (
    <>
      <p role="status">{t("account.recovery")}</p>
      <ul class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="recovery-actions">
        <button
          type="button"
          class="btn quiet small"
          onClick={() => void navigator.clipboard?.writeText(codes.join("\n"))}
        >
          {t("account.copy_codes")}
        </button>
        <button type="button" class="btn small" onClick={done}>
          {t("account.codes_kept")}
        </button>
      </div>
    </>
  );
}
