/** The desk's rules: administrators change them, supervisors read them. */
import type { FunctionComponent } from "preact";
import { t } from "../../i18n";
import type { Name } from "../../net/desk";
import { href } from "../route";
import { AbuseForm, ChecklistForm, EscalationForm, TakeOverForm } from "./policies";
import { HoursForm, MatrixForm, RoutingForm, SlaForm } from "./times";
import "./settings.css";

const FORMS: Record<Name, FunctionComponent> = {
  hours: HoursForm,
  sla: SlaForm,
  priority_matrix: MatrixForm,
  routing: RoutingForm,
  escalation: EscalationForm,
  abuse: AbuseForm,
  checklist: ChecklistForm,
  takeover: TakeOverForm,
};

export default function Settings({ rest }: { rest: string[] }) {
  const shown = (rest[0] ?? "") in FORMS ? (rest[0] as Name) : "hours";
  const Form = FORMS[shown];
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.settings")}</h2>
      </div>
      <div class="rules">
        <nav class="rules-nav" aria-label={t("nav.settings")}>
          {(Object.keys(FORMS) as Name[]).map((name) => (
            <a key={name} href={href("settings", name)} aria-current={name === shown ? "page" : undefined}>
              {t(`rules.${name}`)}
            </a>
          ))}
        </nav>
        <Form key={shown} />
      </div>
    </>
  );
}
