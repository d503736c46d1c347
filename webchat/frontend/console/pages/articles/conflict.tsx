/** Somebody else saved meanwhile: both texts, and a choice. What is not chosen can be had back. */
import { useState } from "preact/hooks";
import { dateTime } from "../../format";
import { language } from "../../i18n";
import type { Working } from "../../net/knowledge";
import { toast } from "../../screen";
import { Dialog } from "../../views/dialog";
import { tx } from "./texts";
import { Versions } from "./versions";
import type { Work } from "./work";

export function Conflict({ work, theirs }: { work: Work; theirs: Working }) {
  const [isInline, setInline] = useState(() => window.matchMedia("(width < 60rem)").matches);
  const name = theirs.updated_by?.name ?? tx("conflict.somebody");
  const at = dateTime(theirs.updated_at, language.value);
  const mine = work.text.value;
  const keepMine = () => {
    work.settle(mine);
    toast(tx("conflict.kept_mine"));
  };
  const takeTheirs = () => {
    work.settle(theirs.markdown);
    toast(tx("conflict.took_theirs"));
  };
  return (
    <Dialog title={tx("conflict.title")} wide close={keepMine}>
      <p>{tx("conflict.text", { name, at })}</p>
      <ViewChoice isInline={isInline} change={setInline} />
      <Versions
        before={theirs.markdown}
        after={mine}
        names={[tx("conflict.theirs", { name }), tx("conflict.mine")]}
        lang={theirs.language}
        isInline={isInline}
      />
      <div class="conflict-choices">
        <p>
          <button type="button" class="btn quiet small" onClick={takeTheirs}>
            {tx("conflict.take_theirs", { name })}
          </button>
          <small class="muted">{tx("conflict.take_theirs_hint")}</small>
        </p>
        <p>
          <button type="button" class="btn small" onClick={keepMine}>
            {tx("conflict.keep_mine")}
          </button>
          <small class="muted">{tx("conflict.keep_mine_hint", { name })}</small>
        </p>
      </div>
    </Dialog>
  );
}

export function ViewChoice({ isInline, change }: { isInline: boolean; change: (isInline: boolean) => void }) {
  return (
    <fieldset class="segments view-choice" aria-label={tx("versions.view")}>
      <button type="button" aria-pressed={!isInline} onClick={() => change(false)}>
        {tx("versions.beside")}
      </button>
      <button type="button" aria-pressed={isInline} onClick={() => change(true)}>
        {tx("versions.inline")}
      </button>
    </fieldset>
  );
}
