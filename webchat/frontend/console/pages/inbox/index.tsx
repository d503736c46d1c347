/** The knowledge desk's inbox: what waits, what was decided, and the subjects that messages can have. */
import { useEffect } from "preact/hooks";
import { language } from "../../i18n";
import { agent } from "../../state/store";
import { href } from "../route";
import { Decided } from "./decided";
import { x } from "./i18n";
import { Subjects } from "./subjects";
import { Waiting } from "./waiting";
import "./inbox.css";

const TABS = [
  { id: "", label: "tab.waiting" },
  { id: "decided", label: "tab.decided" },
  { id: "subjects", label: "tab.subjects" },
] as const;

/** Who may decide; the server refuses the rest all the same. */
export const mayDecide = (role: string | undefined) =>
  role === "knowledge_manager" || role === "administrator";

export default function Inbox({ rest }: { rest: string[] }) {
  const [tab = ""] = rest;
  const decides = mayDecide(agent.value?.role);
  useEffect(() => document.getElementById("page")?.scrollTo(0, 0), [tab]);
  return (
    <div class="inbox" key={language.value}>
      <div class="page-head">
        <h2>{x.t("title")}</h2>
        <nav class="inbox-tabs" aria-label={x.t("tabs")}>
          {TABS.map(({ id, label }) => (
            <a
              key={id}
              href={id ? href("inbox", id) : href("inbox")}
              aria-current={tab === id ? "page" : undefined}
            >
              {x.t(label)}
            </a>
          ))}
        </nav>
      </div>
      {tab === "decided" ? (
        <Decided mayDecide={decides} />
      ) : tab === "subjects" ? (
        <Subjects mayDecide={decides} />
      ) : (
        <Waiting mayDecide={decides} />
      )}
    </div>
  );
}
