/** Make or change a team. */
import { useEffect, useState } from "preact/hooks";
import type { Language, Team, TeamMember } from "../../../protocol/wire";
import { reasonOf } from "../../actions";
import { CATEGORIES, KINDS } from "../../fields";
import { LANGUAGES, t, tOr } from "../../i18n";
import { RequestError } from "../../net/api";
import { archiveTeam, createTeam, readTeam, type TeamFacts, writeTeam } from "../../net/desk";
import { state } from "../../state/store";
import { teamName } from "../../teams";
import { Check, toggled } from "../../views/check";
import { Dialog } from "../../views/dialog";
import { closing, Refusal, useRefusal } from "../../views/refusal";
import { asLines, fromLines } from "../settings/form";

const EMPTY: TeamFacts = {
  names: { nl: "", fr: "", en: "" },
  line: "first",
  kinds: [],
  categories: [],
  topics: [],
  languages: [],
  escalates_to: null,
  members: [],
};

interface Props {
  team: Team | null;
  close: () => void;
}

export function EditTeam({ team, close }: Props) {
  const [stored, setStored] = useState<TeamFacts>(team ? factsOf(team) : EMPTY);
  // Apart: what is chosen while the team is still being read stays chosen.
  const [changes, setChanges] = useState<Partial<TeamFacts>>({});
  const facts = { ...stored, ...changes };
  const [version, setVersion] = useState<string | null>(null);
  const [error, attempt, busy] = useRefusal((cause) => explain(cause, facts));
  const load = async () => {
    if (!team) return;
    const fresh = await readTeam(team.id);
    setStored(factsOf(fresh.team));
    setVersion(fresh.version);
  };
  useEffect(() => void attempt(load), []);
  const done = (work: () => Promise<unknown>) => attempt(closing(work, t("teams.saved"), close));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void done(() => (team ? writeTeam(team.id, facts, version) : createTeam(facts)));
  };
  const set = (more: Partial<TeamFacts>) => setChanges((before) => ({ ...before, ...more }));
  return (
    <Dialog
      title={team ? t("teams.edit_named", { name: teamName(team) }) : t("teams.new")}
      close={close}
      wide
    >
      <form onSubmit={submit}>
        <Names facts={facts} set={set} />
        <Takes facts={facts} set={set} />
        <Behind facts={facts} set={set} own={team?.id ?? null} />
        <Members members={facts.members} change={(members) => set({ members })} />
        <Refusal text={error} />
        <footer>
          {team && !team.is_default && (
            <button
              type="button"
              class="btn quiet small"
              disabled={busy || !version}
              onClick={() =>
                window.confirm(t("teams.archive_sure")) && void done(() => archiveTeam(team.id, version))
              }
            >
              {t("teams.archive")}
            </button>
          )}
          <button type="submit" class="btn small" disabled={busy || (team !== null && !version)}>
            {t("rules.save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface PartProps {
  facts: TeamFacts;
  set: (changes: Partial<TeamFacts>) => void;
}

function Names({ facts, set }: PartProps) {
  return (
    <fieldset class="team-names">
      <legend>{t("teams.name")}</legend>
      {LANGUAGES.map((each) => (
        <label key={each}>
          {t(`language.${each}`)}
          <input
            required
            maxLength={80}
            lang={each}
            value={facts.names[each]}
            onInput={(event) => set({ names: { ...facts.names, [each]: event.currentTarget.value } })}
          />
        </label>
      ))}
    </fieldset>
  );
}

function Takes({ facts, set }: PartProps) {
  return (
    <>
      <fieldset class="checks">
        <legend>{t("teams.kinds")}</legend>
        {KINDS.map((kind) => (
          <Check
            key={kind}
            label={t(`kind.${kind}`)}
            checked={facts.kinds.includes(kind)}
            toggle={(on) => set({ kinds: toggled(facts.kinds, kind, on) })}
          />
        ))}
      </fieldset>
      <fieldset class="checks">
        <legend>{t("teams.languages")}</legend>
        {LANGUAGES.map((each) => (
          <Check
            key={each}
            label={t(`language.${each}`)}
            checked={facts.languages.includes(each)}
            toggle={(on) => set({ languages: toggled<Language>(facts.languages, each, on) })}
          />
        ))}
      </fieldset>
      <fieldset class="checks">
        <legend>{t("teams.categories")}</legend>
        {[...new Set([...CATEGORIES, ...facts.categories])].map((each) => (
          <Check
            key={each}
            label={tOr(`value.${each}`, each)}
            checked={facts.categories.includes(each)}
            toggle={(on) => set({ categories: toggled(facts.categories, each, on) })}
          />
        ))}
      </fieldset>
      <label>
        {t("teams.topics")}
        <textarea
          rows={2}
          key={facts.topics.join()}
          defaultValue={asLines(facts.topics)}
          onChange={(event) => set({ topics: fromLines(event.currentTarget.value) })}
        />
      </label>
      <p class="muted">{t("rules.one_a_line")}</p>
    </>
  );
}

function Behind({ facts, set, own }: PartProps & { own: string | null }) {
  const others = (state.value?.teams ?? []).filter(({ id }) => id !== own);
  return (
    <div class="team-names">
      <label>
        {t("teams.line")}
        <select onChange={(event) => set({ line: event.currentTarget.value as Team["line"] })}>
          {(["first", "second"] as const).map((line) => (
            <option key={line} value={line} selected={facts.line === line}>
              {t(`team.line.${line}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("teams.escalates_to")}
        <select onChange={(event) => set({ escalates_to: event.currentTarget.value || null })}>
          <option value="">{t("teams.nobody_behind")}</option>
          {others.map((each) => (
            <option key={each.id} value={each.id} selected={facts.escalates_to === each.id}>
              {teamName(each)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface MembersProps {
  members: TeamMember[];
  change: (members: TeamMember[]) => void;
}

function Members({ members, change }: MembersProps) {
  const agents = Object.values(state.value?.agents ?? {})
    .filter(({ role }) => role !== "knowledge_manager")
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <fieldset class="team-members">
      <legend>{t("teams.members")}</legend>
      {agents.map(({ id, name }) => {
        const member = members.find(({ agent_id }) => agent_id === id);
        const others = members.filter(({ agent_id }) => agent_id !== id);
        return (
          <div key={id} class="team-member">
            <Check
              label={name}
              checked={member !== undefined}
              toggle={(on) => change(on ? [...others, { agent_id: id, skills: [] }] : others)}
            />
            {member && (
              <input
                aria-label={t("teams.skills_of", { name })}
                placeholder={t("teams.skills")}
                defaultValue={member.skills.join(", ")}
                onChange={(event) =>
                  change([...others, { agent_id: id, skills: fromLines(event.currentTarget.value) }])
                }
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

function factsOf({ id: _, is_default: __, ...facts }: Team): TeamFacts {
  return facts;
}

function explain(cause: unknown, facts: TeamFacts): string {
  if (!(cause instanceof RequestError)) return reasonOf(cause);
  const field = String(cause.params.field ?? "");
  const member = facts.members[Number(/^members\.(\d+)$/.exec(field)?.[1] ?? -1)];
  if (member) return t("teams.no_member", { name: state.value?.agents[member.agent_id]?.name ?? "" });
  if (cause.params.problem === "circle") return t("teams.circle");
  return reasonOf(cause);
}
