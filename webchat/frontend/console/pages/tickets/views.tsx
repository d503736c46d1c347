/** Views: those everybody has, one's own, and the shared ones. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { addView, changeView, removeView } from "../../net/tickets";
import { toast } from "../../screen";
import { Dialog } from "../../views/dialog";
import { Refusal, useRefusal } from "../../views/refusal";
import { BUILT_IN, clean, filters, loadViews, same, views } from "./state";

const NAMES = Object.keys(BUILT_IN) as (keyof typeof BUILT_IN)[];

export function ViewBar() {
  const [saving, setSaving] = useState(false);
  const [chosen, setChosen] = useState("");
  const [error, attempt, busy] = useRefusal();
  const now = filters.value;
  const saved = views.value.find(({ id }) => id === chosen);
  const builtIn = NAMES.find((name) => same(BUILT_IN[name] as typeof now, now));
  const value = saved ? saved.id : (builtIn ?? "");
  const isChanged = saved && !same(saved.filters, now);
  const choose = (id: string) => {
    const view = views.value.find((each) => each.id === id);
    setChosen(view ? id : "");
    filters.value = clean(view?.filters ?? BUILT_IN[id as keyof typeof BUILT_IN] ?? now);
  };
  const act = (work: () => Promise<unknown>, told: string) =>
    attempt(async () => {
      await work();
      await loadViews();
      toast(told);
    });
  return (
    <div class="view-bar">
      <label>
        <span class="sr">{t("view.title")}</span>
        <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
          {!value && <option value="">{t("view.unsaved")}</option>}
          {NAMES.map((name) => (
            <option key={name} value={name}>
              {t(`view.${name}`)}
            </option>
          ))}
          {views.value.map(({ id, name, shared }) => (
            <option key={id} value={id}>
              {shared ? t("view.shared_named", { name }) : name}
            </option>
          ))}
        </select>
      </label>
      {saved?.may_edit && isChanged && (
        <button
          type="button"
          class="btn quiet small"
          disabled={busy}
          onClick={() => void act(() => changeView(saved, now), t("view.saved"))}
        >
          {t("view.update")}
        </button>
      )}
      {saved?.may_edit && (
        <button
          type="button"
          class="btn quiet small"
          disabled={busy}
          onClick={() => void act(() => removeView(saved), t("view.removed"))}
        >
          {t("view.remove")}
        </button>
      )}
      <button type="button" class="btn quiet small" onClick={() => setSaving(true)}>
        {t("view.save")}
      </button>
      <Refusal text={error} />
      {saving && (
        <SaveView
          close={(id) => {
            setSaving(false);
            if (id) setChosen(id);
          }}
        />
      )}
    </div>
  );
}

function SaveView({ close }: { close: (id?: string) => void }) {
  const [error, attempt, busy] = useRefusal();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      const view = await addView(String(form.get("name")), filters.value, form.get("shared") === "on");
      await loadViews();
      toast(t("view.saved"));
      close(view.id);
    });
  };
  return (
    <Dialog title={t("view.save_title")} close={() => close()}>
      <form onSubmit={submit}>
        <label>
          {t("view.name")}
          <input name="name" required maxLength={100} autocomplete="off" />
        </label>
        <label class="check">
          <input name="shared" type="checkbox" />
          {t("view.shared")}
        </label>
        <Refusal text={error} />
        <footer>
          <button type="submit" class="btn small" disabled={busy}>
            {t("view.save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
