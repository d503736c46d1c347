/** What agents keep for use again: canned replies, and macros on the second tab. */
import { useEffect, useState } from "preact/hooks";
import { language, t } from "../../i18n";
import {
  loadMacros,
  loadReplies,
  type Macro,
  macros,
  type Reply,
  replies,
  shownText,
} from "../../tools/replies";
import { Icon } from "../../views/icons";
import { Refusal, useRefusal } from "../../views/refusal";
import { Head, TableWrap } from "../../views/table";
import { href } from "../route";
import { EditMacro } from "./macro";
import { EditReply } from "./reply";
import { stepName } from "./steps";
import "./replies.css";

type Open = Reply | Macro | "new" | null;

export default function Replies({ rest }: { rest: string[] }) {
  const isMacros = rest[0] === "macros";
  const [open, setOpen] = useState<Open>(null);
  const [error, attempt] = useRefusal();
  useEffect(() => {
    setOpen(null);
    void attempt(isMacros ? loadMacros : loadReplies);
  }, [isMacros]);
  const close = () => setOpen(null);
  return (
    <div class="replies-page">
      <header class="page-head">
        <h2>{t("nav.replies")}</h2>
        <button type="button" class="btn small" onClick={() => setOpen("new")}>
          {t(isMacros ? "macro.new" : "reply.new")}
        </button>
      </header>
      <nav class="page-tabs" aria-label={t("nav.replies")}>
        <a href={href("replies")} aria-current={isMacros ? undefined : "page"}>
          {t("reply.title")}
        </a>
        <a href={href("replies", "macros")} aria-current={isMacros ? "page" : undefined}>
          {t("macro.title")}
        </a>
      </nav>
      <p class="muted">{t(isMacros ? "macro.hint" : "reply.hint")}</p>
      <Refusal text={error} />
      {isMacros ? <MacroTable edit={setOpen} /> : <ReplyTable edit={setOpen} />}
      {open && isMacros && <EditMacro macro={open === "new" ? null : (open as Macro)} close={close} />}
      {open && !isMacros && <EditReply reply={open === "new" ? null : (open as Reply)} close={close} />}
    </div>
  );
}

function ReplyTable({ edit }: { edit: (reply: Reply) => void }) {
  return (
    <TableWrap label={t("reply.title")}>
      <table class="table cards">
        <Head names={["reply.shortcut", "reply.name", "reply.languages", "reply.whose"]} acts="reply.edit" />
        <tbody>
          {replies.value?.map((reply) => {
            const shown = shownText(reply, language.value);
            return (
              <tr key={reply.id}>
                <td>
                  <code>/{reply.shortcut}</code>
                </td>
                <td lang={shown.language}>
                  {shown.title}
                  <span class="reply-text">{shown.text}</span>
                </td>
                <td data-label={t("reply.languages")}>{Object.keys(reply.texts).join(" ").toUpperCase()}</td>
                <td data-label={t("reply.whose")}>{t(reply.shared ? "reply.shared" : "reply.own")}</td>
                <td>{reply.may_edit && <Edit name={`/${reply.shortcut}`} edit={() => edit(reply)} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableWrap>
  );
}

function MacroTable({ edit }: { edit: (macro: Macro) => void }) {
  if (macros.value?.length === 0) return <p class="empty">{t("macro.none")}</p>;
  return (
    <TableWrap label={t("macro.title")}>
      <table class="table cards">
        <Head names={["macro.name", "macro.steps", "reply.whose"]} acts="reply.edit" />
        <tbody>
          {macros.value?.map((macro) => (
            <tr key={macro.id}>
              <td>{macro.title}</td>
              <td>
                <ol class="macro-steps">
                  {macro.steps.map((step, i) => (
                    <li key={i}>{stepName(step.do)}</li>
                  ))}
                </ol>
              </td>
              <td data-label={t("reply.whose")}>{t(macro.shared ? "reply.shared" : "reply.own")}</td>
              <td>{macro.may_edit && <Edit name={macro.title} edit={() => edit(macro)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function Edit({ name, edit }: { name: string; edit: () => void }) {
  return (
    <button type="button" class="btn quiet small" aria-label={t("reply.edit_named", { name })} onClick={edit}>
      <Icon name="edit" size={14} />
      {t("reply.edit")}
    </button>
  );
}
