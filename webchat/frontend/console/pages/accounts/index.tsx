/** Who works here: accounts, roles, languages, capacity; a lost password or second factor. */
import { useEffect, useState } from "preact/hooks";
import { t, tOr } from "../../i18n";
import { type Account, accounts } from "../../net/accounts";
import { Refusal, useRefusal } from "../../views/refusal";
import { Head, TableWrap } from "../../views/table";
import { EditAccount } from "./edit";
import { NewAccountDialog } from "./new";
import "./accounts.css";

type Open = { kind: "new" } | { kind: "edit"; account: Account } | null;

export default function Accounts() {
  const [all, setAll] = useState<Account[]>([]);
  const [open, setOpen] = useState<Open>(null);
  const [error, attempt] = useRefusal();
  const load = () => attempt(async () => setAll(await accounts()));
  useEffect(() => void load(), []);
  const close = () => {
    setOpen(null);
    void load();
  };
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.accounts")}</h2>
        <button type="button" class="btn small" onClick={() => setOpen({ kind: "new" })}>
          {t("accounts.new")}
        </button>
      </div>
      <Refusal text={error} />
      <TableWrap label={t("nav.accounts")}>
        <table class="table cards accounts">
          <Head
            names={[
              "accounts.name",
              "accounts.role",
              "accounts.languages",
              "accounts.capacity",
              "accounts.two_factor",
              "accounts.state",
            ]}
            acts="accounts.edit"
          />
          <tbody>
            {all.map((each) => (
              <Row key={each.id} account={each} edit={() => setOpen({ kind: "edit", account: each })} />
            ))}
          </tbody>
        </table>
      </TableWrap>
      {open?.kind === "new" && <NewAccountDialog close={close} />}
      {open?.kind === "edit" && <EditAccount account={open.account} close={close} />}
    </>
  );
}

function Row({ account, edit }: { account: Account; edit: () => void }) {
  const state = account.disabled ? "disabled" : account.connected ? "connected" : "active";
  return (
    <tr class={account.disabled ? "off" : undefined}>
      <td>
        <strong>{account.name}</strong>
        <span class="muted">{account.email}</span>
      </td>
      <td data-label={t("accounts.role")}>{tOr(`role.${account.role}`, account.role)}</td>
      <td data-label={t("accounts.languages")}>{account.languages.join(", ").toUpperCase()}</td>
      <td data-label={t("accounts.capacity")}>{account.capacity}</td>
      <td data-label={t("accounts.two_factor")}>
        {account.two_factor ? <span class="badge good">{t("accounts.yes")}</span> : t("accounts.no")}
      </td>
      <td data-label={t("accounts.state")}>
        <span class={state === "connected" ? "badge good" : "badge"}>{t(`accounts.${state}`)}</span>
      </td>
      <td>
        <button
          type="button"
          class="btn quiet small"
          aria-label={t("accounts.edit_named", { name: account.name })}
          onClick={edit}
        >
          {t("accounts.edit")}
        </button>
      </td>
    </tr>
  );
}
