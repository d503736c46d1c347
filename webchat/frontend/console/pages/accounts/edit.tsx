/** Change an account; sign it out, take off a lost second factor, give a new password. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { type Account, change, endSessions, resetFactor, resetPassword } from "../../net/accounts";
import { agent } from "../../state/store";
import { Dialog } from "../../views/dialog";
import { LanguageToggles } from "../../views/languages";
import { closing, Refusal, useRefusal } from "../../views/refusal";
import { Once, RoleField } from "./fields";

interface Props {
  account: Account;
  close: () => void;
}

export function EditAccount({ account, close }: Props) {
  const isOwn = account.id === agent.value?.id;
  const [spoken, setSpoken] = useState(account.languages);
  const [password, setPassword] = useState<string | null>(null);
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const role = form.get("role");
    const changes = {
      name: String(form.get("name")),
      capacity: Number(form.get("capacity")),
      languages: spoken,
      ...(role && { role: String(role) }),
    };
    void act(() => change(account.id, changes), t("accounts.saved"));
  };
  const act = (work: () => Promise<unknown>, told: string) => attempt(closing(work, told, close));
  const title = t("accounts.edit_title", { name: account.name });
  if (password)
    return (
      <Dialog title={title} close={close}>
        <Once name={account.name} password={password} done={close} />
      </Dialog>
    );
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={submit}>
        <p class="muted">{account.email}</p>
        <label>
          {t("accounts.name")}
          <input name="name" required maxLength={200} autocomplete="off" defaultValue={account.name} />
        </label>
        <RoleField
          value={account.role}
          disabled={isOwn}
          hint={t(isOwn ? "accounts.own_hint" : "accounts.role_hint")}
        />
        <LanguageToggles label={t("accounts.languages")} spoken={spoken} change={setSpoken} />
        <label>
          {t("accounts.capacity")}
          <input
            name="capacity"
            type="number"
            min={1}
            max={20}
            required
            defaultValue={String(account.capacity)}
          />
        </label>
        <Refusal text={error} />
        <footer>
          <button type="submit" class="btn small" disabled={busy || spoken.length === 0}>
            {t("accounts.save")}
          </button>
        </footer>
      </form>
      {!isOwn && (
        <div class="account-part account-acts">
          <button
            type="button"
            class="btn quiet small"
            disabled={busy}
            onClick={() => void attempt(async () => setPassword(await resetPassword(account.id)))}
          >
            {t("accounts.reset_password")}
          </button>
          {account.two_factor && (
            <button
              type="button"
              class="btn quiet small"
              disabled={busy}
              onClick={() => void act(() => resetFactor(account.id), t("accounts.saved"))}
            >
              {t("accounts.reset_factor")}
            </button>
          )}
          <button
            type="button"
            class="btn quiet small"
            disabled={busy}
            onClick={() => void act(() => endSessions(account.id), t("accounts.ended"))}
          >
            {t("accounts.end_sessions")}
          </button>
          <button
            type="button"
            class="btn quiet small"
            disabled={busy}
            onClick={() =>
              void act(() => change(account.id, { disabled: !account.disabled }), t("accounts.saved"))
            }
          >
            {t(account.disabled ? "accounts.enable" : "accounts.disable")}
          </button>
        </div>
      )}
    </Dialog>
  );
}
