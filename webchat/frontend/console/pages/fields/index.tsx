/** Fields that every ticket of a kind gets: an administrator adds them without code. */
import { useEffect, useState } from "preact/hooks";
import { language, t } from "../../i18n";
import { changeDefinition, type Definition, definitions, fetchDefinitions } from "../../net/tickets";
import { toast } from "../../screen";
import { Refusal, useRefusal } from "../../views/refusal";
import { Head, TableWrap } from "../../views/table";
import { EditField } from "./edit";

export default function Fields() {
  const [open, setOpen] = useState<Definition | "new" | null>(null);
  const [error, attempt, busy] = useRefusal();
  useEffect(() => void attempt(fetchDefinitions), []);
  const close = () => {
    setOpen(null);
    void attempt(fetchDefinitions);
  };
  const archive = (field: Definition) =>
    attempt(async () => {
      try {
        await changeDefinition(field, { archived: !field.archived });
        toast(t("accounts.saved"));
      } finally {
        await fetchDefinitions();
      }
    });
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.fields")}</h2>
        <button type="button" class="btn small" onClick={() => setOpen("new")}>
          {t("fields.new")}
        </button>
      </div>
      <p class="muted page-hint">{t("fields.hint")}</p>
      <Refusal text={error} />
      <TableWrap label={t("nav.fields")}>
        <table class="table cards">
          <Head
            names={["fields.label", "fields.type", "fields.kinds", "fields.required_for"]}
            acts="accounts.edit"
          />
          <tbody>
            {definitions.value.map((field) => (
              <tr key={field.key}>
                <td>
                  <strong>{field.labels[language.value]}</strong>{" "}
                  {field.archived && <span class="badge">{t("fields.archived")}</span>}
                  <div class="muted">{field.key}</div>
                </td>
                <td data-label={t("fields.type")}>{t(`fields.type_${field.type}`)}</td>
                <td data-label={t("fields.kinds")}>
                  {field.kinds.map((kind) => t(`kind.${kind}`)).join(", ") || t("fields.all_kinds")}
                </td>
                <td data-label={t("fields.required_for")}>
                  {field.required_for.map((kind) => t(`kind.${kind}`)).join(", ") || "–"}
                </td>
                <td>
                  <div class="button-row">
                    <button
                      type="button"
                      class="btn quiet small"
                      aria-label={t("accounts.edit_named", { name: field.labels[language.value] })}
                      onClick={() => setOpen(field)}
                    >
                      {t("accounts.edit")}
                    </button>
                    <button
                      type="button"
                      class="btn quiet small"
                      disabled={busy}
                      aria-label={t(field.archived ? "fields.restore_named" : "fields.archive_named", {
                        name: field.labels[language.value],
                      })}
                      onClick={() => void archive(field)}
                    >
                      {t(field.archived ? "fields.restore" : "fields.archive")}
                    </button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
      {open && <EditField field={open === "new" ? null : open} close={close} />}
    </>
  );
}
