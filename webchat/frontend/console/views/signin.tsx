import { useEffect, useRef, useState } from "preact/hooks";
import { reasonOf } from "../actions";
import { LANGUAGES, language, setLanguage, t } from "../i18n";
import { RequestError } from "../net/api";
import { signIn } from "../net/session";
import { start } from "../state/store";
import { Mark } from "./mark";

export function SignIn({ ended }: { ended: boolean }) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [asksCode, setAsksCode] = useState(false);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setError(null);
    try {
      const otp = asksCode ? String(form.get("otp")) : null;
      start(await signIn(String(form.get("email")).trim(), String(form.get("password")), otp));
    } catch (cause) {
      const code = cause instanceof RequestError ? cause.code : "other";
      setBusy(false);
      if (code === "otp_required") setAsksCode(true);
      else setError(reasonOf(cause));
    }
  }

  return (
    <main class="signin">
      <div class="signin-card">
        <Mark />
        <h1>{t("signin.title")}</h1>
        <p class="muted">{ended ? t("signin.ended") : t("signin.intro")}</p>
        <form onSubmit={submit}>
          <label>
            {t("signin.email")}
            <input
              name="email"
              type="email"
              autocomplete="username"
              required
              aria-describedby="signin-error"
            />
          </label>
          <label>
            {t("signin.password")}
            <input
              name="password"
              type="password"
              autocomplete="current-password"
              required
              aria-describedby="signin-error"
            />
          </label>
          {asksCode && <Code />}
          <div id="signin-error" role="alert">
            {error && <p class="form-error">{error}</p>}
          </div>
          <button class="btn" type="submit" disabled={busy}>
            {busy ? t("signin.busy") : t("signin.submit")}
          </button>
        </form>
      </div>
      <LanguageSwitch />
    </main>
  );
}

/** Comes when the password was right and the account has a second factor: focus goes where the next thing is typed. */
function Code() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <label>
      {t("signin.code")}
      <input
        ref={field}
        name="otp"
        class="code-field"
        autocomplete="one-time-code"
        minLength={6}
        maxLength={40}
        required
        aria-describedby="signin-code-hint signin-error"
      />
      <span id="signin-code-hint" class="muted">
        {t("signin.code_hint")}
      </span>
    </label>
  );
}

const NAMES = { nl: "Nederlands", fr: "Français", en: "English" } as const;

export function LanguageSwitch() {
  return (
    <fieldset class="segments" aria-label={t("settings.language")}>
      {LANGUAGES.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={language.value === each}
          onClick={() => setLanguage(each)}
        >
          {NAMES[each]}
        </button>
      ))}
    </fieldset>
  );
}
