/** The report's tables: what is new, problems, reasons, languages, teams. */
import type { ComponentChildren } from "preact";
import { language } from "../../i18n";
import type { Group, Report, TeamLoad } from "../../net/reports";
import { TableWrap } from "../../views/table";
import { amount, count, hours, share } from "./format";
import { Part } from "./part";
import { t, tOr } from "./texts";

interface Props {
  found: Report;
  query: string;
}

const n = (value: number) => count(value, language.value);
const part = (value: number | null) => share(value, language.value, 0);

export function News({ found }: { found: Report }) {
  return (
    <Part id="new" title={t("new")} hint={t("new_hint")}>
      {found.new.length === 0 ? (
        <p class="empty">{t("nothing_new")}</p>
      ) : (
        <Table name={t("new")} head={[t("problem"), t("now"), t("before")]}>
          {found.new.map((each) => (
            <Row key={each.family} name={each.title} cells={[n(each.n), n(each.before)]} />
          ))}
        </Table>
      )}
    </Part>
  );
}

const groupHead = () => [
  t("series.conversations"),
  t("before"),
  t("series.solved"),
  t("series.handed_off"),
  t("unhelped"),
];

const groupCells = (group: Group) => [
  n(group.conversations),
  n(group.before),
  withShare(group.solved, group.solved_share),
  withShare(group.handed_off, group.handed_off_share),
  n(group.unhelped),
];

const withShare = (value: number, of: number | null) =>
  of === null || value === 0 ? n(value) : `${n(value)} (${part(of)})`;

export function Problems({ found, query }: Props) {
  return (
    <Part id="problems" title={t("problems")} hint={t("problems_hint")} table="problems" query={query}>
      <Table name={t("problems")} head={[t("problem"), t("topic"), ...groupHead()]}>
        {found.problems.map((each) => (
          <Row
            key={each.family}
            name={each.title}
            cells={[each.topic ? tOr(`topic.${each.topic}`, each.topic) : "", ...groupCells(each)]}
            words={1}
          />
        ))}
      </Table>
    </Part>
  );
}

export function Reasons({ found, query }: Props) {
  return (
    <Part id="reasons" title={t("reasons")} hint={t("reasons_hint")} table="reasons" query={query}>
      {found.reasons.length === 0 ? (
        <p class="empty">{t("none_handed_off")}</p>
      ) : (
        <Table name={t("reasons")} head={[t("reason"), t("now"), t("share"), t("before")]}>
          {found.reasons.map((each) => (
            <Row key={each.key} name={each.label} cells={[n(each.n), part(each.share), n(each.before)]} />
          ))}
        </Table>
      )}
    </Part>
  );
}

export function Languages({ found, query }: Props) {
  return (
    <Part id="languages" title={t("languages")} table="languages" query={query}>
      <Table name={t("languages")} head={[t("language"), ...groupHead()]}>
        {found.languages.map((each) => (
          <Row key={each.key} name={each.label} cells={groupCells(each)} />
        ))}
      </Table>
    </Part>
  );
}

export function Teams({ found, query }: Props) {
  if (found.teams.length === 0)
    return (
      <Part id="teams" title={t("teams")}>
        <p class="empty">{t("no_teams")}</p>
      </Part>
    );
  const people = found.teams.filter((team) => team.people?.length);
  const head = [
    t("team"),
    t("tickets"),
    t("before"),
    t("first_response"),
    t("in_time"),
    t("chats"),
    t("before"),
    t("time"),
  ];
  return (
    <Part id="teams" title={t("teams")} hint={t("teams_hint")} table="teams" query={query}>
      <Table name={t("teams")} head={head}>
        {found.teams.map((team) => (
          <Row key={team.team} name={team.label} cells={teamCells(team)} />
        ))}
      </Table>
      {people.length > 0 && (
        <details class="chart-numbers">
          <summary>{t("people")}</summary>
          <Table name={t("people")} head={[t("person"), t("team"), t("chats"), t("time")]}>
            {people.flatMap((team) =>
              (team.people ?? []).map((person) => (
                <Row
                  key={`${team.team} ${person.id}`}
                  name={person.name}
                  cells={[team.label, n(person.chats), hours(person.seconds, language.value)]}
                  words={1}
                />
              )),
            )}
          </Table>
        </details>
      )}
    </Part>
  );
}

const teamCells = (team: TeamLoad) => [
  n(team.tickets),
  n(team.before),
  amount(team.first_response_median, "seconds", language.value),
  part(team.sla_first_response),
  n(team.chats),
  n(team.chats_before),
  hours(team.seconds, language.value),
];

function Table({ name, head, children }: { name: string; head: string[]; children: ComponentChildren }) {
  return (
    <TableWrap label={name}>
      <table class="table reports-table">
        <caption class="sr">{name}</caption>
        <thead>
          <tr>
            {head.map((each, at) => (
              <th key={at} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </TableWrap>
  );
}

/** A row; the first `words` of its cells are words, the rest numbers. */
function Row({ name, cells, words = 0 }: { name: string; cells: string[]; words?: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((cell, at) => (
        <td key={at} class={at < words ? undefined : "number"}>
          {cell}
        </td>
      ))}
    </tr>
  );
}
