/** Fields of an account that both dialogs have. */
import { t, tOr } from "../../i18n";
import type { Role } from "..";

const ROLES: readonly Role[] = ["agent", "supervisor", "knowledge_manager", "administrator"];

export function RoleField({ value, disabled, hint }: { value: string; disabled?: boolean; hint?: string }) {
  return (
    <label>
      {t("accounts.role")}
      <select name="role" disabled={disabled} aria-describedby={hint && "role-hint"}>
        {ROLES.map((role) => (
          <option key={role} value={role} selected={role === value}>
            {tOr(`role.${role}`, role)}
          </option>
        ))}
      </select>
      {hint && (
        <span id="role-hint" class="muted">
          {hint}
        </span>
      )}
    </label>
  );
}

/** A password that is shown this once. */
export function Once({ name, password, done }: { name: string; password: string; done: () => void }) {
  return (
    <>
      <p>{t("accounts.password_once", { name })}</p>
      <output class="secret">{password}</output>
      <footer>
        <button type="button" class="btn small" onClick={done}>
          {t("accounts.done")}
        </button>
      </footer>
    </>
  );
}
