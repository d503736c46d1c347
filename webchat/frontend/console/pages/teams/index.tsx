/** The teams: what each takes, who is in it, what stands behind it. */
import { useState } from "preact/hooks";
import type { Team } from "../../../protocol/wire";
import { t, tn, tOr } from "../../i18n";
import { agent, state } from "../../state/store";
import { isServing, membersOf, teamName } from "../../teams";
import { Head, TableWrap } from "../../views/table";
import { EditTeam } from "./edit";
import "./teams.css";

export default function Teams() {
  const [open, setOpen] = useState<Team | "new" | null>(null);
  const teams = state.value?.teams ?? [];
  const mayEdit = agent.value?.role === "supervisor" || agent.value?.role === "administrator";
  return (
    <>
      <div class="page-head">
        <h2>{t("nav.teams")}</h2>
        {mayEdit && (
          <button type="button" class="btn small" onClick={() => setOpen("new")}>
            {t("teams.new")}
          </button>
        )}
      </div>
      <p class="muted page-hint">{t("teams.hint")}</p>
      <TableWrap label={t("nav.teams")}>
        <table class="table cards teams">
          <Head
            names={["teams.name", "teams.line", "teams.takes", "teams.members", "teams.escalates_to"]}
            acts="teams.edit"
          />
          <tbody>
            {teams.map((team) => (
              <Row key={team.id} team={team} edit={mayEdit ? () => setOpen(team) : null} />
            ))}
          </tbody>
        </table>
      </TableWrap>
      {open && <EditTeam team={open === "new" ? null : open} close={() => setOpen(null)} />}
    </>
  );
}

function Row({ team, edit }: { team: Team; edit: (() => void) | null }) {
  const teams = state.value?.teams ?? [];
  const members = membersOf(team, teams, Object.values(state.value?.agents ?? {}));
  const behind = teams.find(({ id }) => id === team.escalates_to);
  return (
    <tr>
      <td>
        <strong>{teamName(team)}</strong>
        {team.is_default && <span class="badge">{t("teams.default")}</span>}
      </td>
      <td data-label={t("teams.line")}>{t(`team.line.${team.line}`)}</td>
      <td data-label={t("teams.takes")}>{takes(team)}</td>
      <td data-label={t("teams.members")}>
        {members.map(({ name }) => name).join(", ") || "–"}
        <span class="muted team-serving">{tn("team.serving", members.filter(isServing).length)}</span>
      </td>
      <td data-label={t("teams.escalates_to")}>{behind ? teamName(behind) : "–"}</td>
      <td>
        {edit && (
          <button
            type="button"
            class="btn quiet small"
            aria-label={t("teams.edit_named", { name: teamName(team) })}
            onClick={edit}
          >
            {t("teams.edit")}
          </button>
        )}
      </td>
    </tr>
  );
}

/** What a team takes, in words; without any, only what others do not. */
function takes(team: Team): string {
  const named = [
    ...team.kinds.map((kind) => tOr(`kind.${kind}`, kind)),
    ...team.categories.map((category) => tOr(`value.${category}`, category)),
    ...team.topics,
    ...team.languages.map((each) => each.toUpperCase()),
  ];
  if (named.length > 0) return named.join(", ");
  return t(team.is_default ? "teams.takes_rest" : "teams.takes_nothing");
}
