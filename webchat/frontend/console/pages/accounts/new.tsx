/** Make an account; its first password is shown once. */
import { useState } from "preact/hooks";
import { LANGUAGES, t } from "../../i18n";
import { create } from "../../net/accounts";
import { Dialog } from "../../views/dialog";
import { LanguageToggles } from "../../views/languages";
import { Refusal, useRefusal } from "../../views/refusal";
import { Once, RoleField } from "./fields";

export function NewAccountDialog({ close }: { close: () => void }) {
  const [spoken, setSpoken] = useState(LANGUAGES);
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [name, email, role] = ["name", "email", "role"].map((field) => String(form.get(field)).trim());
    void attempt(async () => {
      const account = { name: name ?? "", email: email ?? "", role: role ?? "", languages: spoken };
      setMade({ name: account.name, password: await create(account) });
    });
  };
  return (
    <Dialog title={t("accounts.new_title")} close={close}>
      {made ? (
        <Once {...made} done={close} />
      ) : (
        <form onSubmit={submit}>
          <label>
            {t("accounts.name")}
            <input name="name" required maxLength={200} autocomplete="off" />
          </label>
          <label>
            {t("accounts.email")}
            <input name="email" type="email" required maxLength={320} autocomplete="off" />
          </label>
          <RoleField value="agent" />
          <LanguageToggles label={t("accounts.languages")} spoken={spoken} change={setSpoken} />
          <Refusal text={error} />
          <footer>
            <button type="submit" class="btn small" disabled={busy || spoken.length === 0}>
              {t("accounts.create")}
            </button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
