/** Where a ticket stands: status, kind, priority, team and agent, each changed on its own. */
import { useState } from "preact/hooks";
import { KINDS, OUTCOMES, PRIORITIES } from "../../fields";
import { dateTime } from "../../format";
import { language, t } from "../../i18n";
import { type Change, change, type Whole } from "../../net/tickets";
import { toast } from "../../screen";
import { state, teams } from "../../state/store";
import { teamName } from "../../teams";
import { Refusal, useRefusal } from "../../views/refusal";

export function Standing({ found, changed }: { found: Whole; changed: () => void }) {
  const { ticket, agent } = found;
  const [closing, setClosing] = useState(false);
  const [error, attempt, busy] = useRefusal();
  const isOver = ticket.status === "closed" || ticket.status === "merged";
  const set = (values: Change) =>
    attempt(async () => {
      try {
        await change(ticket, values);
        toast(t("tickets.saved"));
      } finally {
        changed(); // also after a lost race: what the colleague wrote is shown
      }
    });
  const colleagues = Object.values(state.value?.agents ?? {})
    .filter(({ id, status }) => status !== "offline" || id === agent?.id)
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <section class="standing">
      <h3>{t("tickets.standing")}</h3>
      <Pick
        name="kind"
        value={ticket.kind}
        disabled={busy}
        options={KINDS.map((each) => [each, t(`kind.${each}`)])}
        change={(value) => void set({ kind: value as "request" })}
      />
      <Pick
        name="priority"
        value={ticket.priority_set ? ticket.priority : ""}
        disabled={busy}
        options={[
          ["", t("tickets.by_matrix", { priority: t(`priority.${ticket.priority}`) })],
          ...PRIORITIES.map((each) => [each, t(`priority.${each}`)] as const),
        ]}
        change={(value) => void set({ priority: (value || null) as "high" | null })}
      />
      {teams.value.length > 1 && (
        <Pick
          name="team"
          value={ticket.team ?? ""}
          disabled={busy || isOver}
          options={teams.value.map((team) => [team.id, teamName(team)])}
          change={(team) => void set({ team })}
        />
      )}
      <Pick
        name="agent"
        value={agent?.id ?? ""}
        disabled={busy || isOver}
        options={[["", t("tickets.nobody")], ...colleagues.map(({ id, name }) => [id, name] as const)]}
        change={(value) => void set({ agent_id: value || null })}
      />
      {error && <Refusal text={error} />}
      {found.wake_at && (
        <p class="muted">{t("tickets.wakes", { at: dateTime(found.wake_at, language.value) })}</p>
      )}
      {found.outcome && (
        <p>
          <span class="badge">{t(`outcome.${found.outcome}` as "outcome.solved")}</span> {found.solution}
        </p>
      )}
      {!isOver && !closing && (
        <div class="button-row">
          {ticket.status === "pending" ? (
            <button
              type="button"
              class="btn quiet small"
              disabled={busy}
              onClick={() => void set({ status: "open" })}
            >
              {t("tickets.go_on")}
            </button>
          ) : (
            <Wait disabled={busy} set={set} />
          )}
          <button type="button" class="btn quiet small" disabled={busy} onClick={() => setClosing(true)}>
            {t("tickets.close")}
          </button>
        </div>
      )}
      {closing && !isOver && <CloseForm set={set} cancel={() => setClosing(false)} />}
    </section>
  );
}

interface PickProps {
  name: "kind" | "priority" | "team" | "agent";
  value: string;
  disabled: boolean;
  options: readonly (readonly [string, string])[];
  change(value: string): void;
}

function Pick({ name, value, disabled, options, change }: PickProps) {
  return (
    <label class="pick">
      {t(`tickets.${name}`)}
      <select value={value} disabled={disabled} onChange={(event) => change(event.currentTarget.value)}>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Waiting until a time: the ticket comes back by itself. */
function Wait({ disabled, set }: { disabled: boolean; set: (values: Change) => Promise<void> }) {
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();
  return (
    <label class="pick wait">
      <span class="sr">{t("tickets.wait")}</span>
      <select
        value=""
        disabled={disabled}
        onChange={(event) => {
          const n = Number(event.currentTarget.value);
          if (n) void set({ status: "pending", wake_at: hours(n) });
        }}
      >
        <option value="">{t("tickets.wait")}</option>
        <option value="4">{t("tickets.wait_hours", { n: 4 })}</option>
        <option value="24">{t("tickets.wait_day")}</option>
        <option value="168">{t("tickets.wait_week")}</option>
      </select>
    </label>
  );
}

function CloseForm({ set, cancel }: { set: (values: Change) => Promise<void>; cancel: () => void }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const solution = String(form.get("solution")).trim();
    void set({ status: "closed", outcome: String(form.get("outcome")), ...(solution && { solution }) });
  };
  return (
    <form class="link-form" onSubmit={submit}>
      <label>
        {t("resolve.outcome")}
        <select name="outcome">
          {OUTCOMES.map((each) => (
            <option key={each} value={each}>
              {t(`outcome.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("resolve.solution")}
        <textarea name="solution" rows={3} maxLength={4000} />
      </label>
      <div class="button-row">
        <button type="submit" class="btn small">
          {t("tickets.close")}
        </button>
        <button type="button" class="btn quiet small" onClick={cancel}>
          {t("action.cancel")}
        </button>
      </div>
    </form>
  );
}
