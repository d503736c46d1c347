/** The end of both forms: for whom, save, delete. */
import { t } from "../../i18n";
import { agent } from "../../state/store";
import type { Kept } from "../../tools/replies";

/** Only those share who may edit what is shared; the server refuses the rest all the same. */
const MAY_SHARE = new Set(["supervisor", "knowledge_manager", "administrator"]);

interface Props {
  thing: Kept | null;
  busy: boolean;
  remove: () => void;
}

export function Foot({ thing, busy, remove }: Props) {
  const mayShare = MAY_SHARE.has(agent.value?.role ?? "");
  return (
    <>
      {!thing && mayShare && (
        <label class="option">
          <input type="checkbox" name="shared" />
          {t("reply.share")}
        </label>
      )}
      <footer>
        {thing && (
          <button type="button" class="btn quiet small" disabled={busy} onClick={remove}>
            {t("reply.delete")}
          </button>
        )}
        <button type="submit" class="btn small" disabled={busy}>
          {t("reply.save")}
        </button>
      </footer>
    </>
  );
}
