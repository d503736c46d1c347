/** The own account: name and languages, two-factor, open sessions. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Language } from "../../protocol/wire";
import { dateTime } from "../format";
import { language, t, tOr } from "../i18n";
import {
  type Account,
  account,
  changePassword,
  endOthers,
  endSession,
  type Session,
  save,
  sessions,
} from "../net/account";
import { toast } from "../screen";
import { program } from "../summary";
import { Dialog } from "./dialog";
import { LanguageToggles } from "./languages";
import { Refusal, useRefusal } from "./refusal";
import { TwoFactor } from "./twofactor";

export function AccountDialog() {
  const [own, setOwn] = useState<Account | null>(null);
  const [error, attempt] = useRefusal();
  const load = () => attempt(async () => setOwn(await account()));
  useEffect(() => void load(), []);
  return (
    <Dialog title={t("account.title")}>
      <Refusal text={error} />
      {!own && !error && (
        <p class="muted" role="status">
          {t("account.loading")}
        </p>
      )}
      {own && (
        <>
          <Profile own={own} />
          <Part title={t("account.password")}>
            <Password />
          </Part>
          <Part title={t("account.two_factor")}>
            <TwoFactor state={own.two_factor} changed={load} />
          </Part>
          <Part title={t("account.sessions")}>
            <Sessions />
          </Part>
        </>
      )}
    </Dialog>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="account-part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Profile({ own }: { own: Account }) {
  const [spoken, setSpoken] = useState<Language[]>(own.agent.languages);
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get("name"));
    void attempt(async () => {
      await save(name, spoken);
      toast(t("account.saved"));
    });
  };
  return (
    <form onSubmit={submit}>
      <p class="muted">
        {own.agent.email} · {tOr(`role.${own.agent.role}`, own.agent.role)}
      </p>
      <label>
        {t("account.name")}
        <input name="name" required maxLength={200} autocomplete="name" defaultValue={own.agent.name} />
      </label>
      <LanguageToggles label={t("presence.languages")} spoken={spoken} change={setSpoken} />
      <Refusal text={error} />
      <footer>
        <button type="submit" class="btn small" disabled={busy || spoken.length === 0}>
          {t("account.save")}
        </button>
      </footer>
    </form>
  );
}

function Password() {
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    void attempt(async () => {
      await changePassword(String(given.get("old_password")), String(given.get("new_password")));
      form.reset();
      toast(t("account.password_changed"));
    });
  };
  return (
    <details>
      <summary>{t("account.password_change")}</summary>
      <form onSubmit={submit}>
        <label>
          {t("account.password_again")}
          <input name="old_password" type="password" autocomplete="current-password" required />
        </label>
        <label>
          {t("account.password_new")}
          <input
            name="new_password"
            type="password"
            autocomplete="new-password"
            required
            minLength={12}
            aria-describedby="password-hint"
          />
          <span id="password-hint" class="muted">
            {t("account.password_hint")}
          </span>
        </label>
        <Refusal text={error} />
        <footer>
          <button type="submit" class="btn small" disabled={busy}>
            {t("account.password_change")}
          </button>
        </footer>
      </form>
    </details>
  );
}

function Sessions() {
  const [open, setOpen] = useState<Session[]>([]);
  const [error, attempt, busy] = useRefusal();
  const load = async () => setOpen(await sessions());
  const end = (work: () => Promise<unknown>) =>
    attempt(async () => {
      await work();
      await load();
    });
  useEffect(() => void attempt(load), []);
  return (
    <>
      <ul class="sessions">
        {open.map((each) => {
          const at = dateTime(each.created_at, language.value);
          return (
            <li key={each.id}>
              <span class="session-program">{program(each.program) || t("account.unknown_program")}</span>
              <span class="muted">
                {at} · {each.address}
              </span>
              {each.current ? (
                <span class="session-here">{t("account.this_session")}</span>
              ) : (
                <button
                  type="button"
                  class="btn quiet small"
                  disabled={busy}
                  aria-label={t("account.end_named", { at })}
                  onClick={() => void end(() => endSession(each.id))}
                >
                  {t("account.end")}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <Refusal text={error} />
      {open.length > 1 && (
        <button type="button" class="btn quiet small" disabled={busy} onClick={() => void end(endOthers)}>
          {t("account.end_others")}
        </button>
      )}
    </>
  );
}
