"""Questions and what became of them, gaps, signals and known incidents, what became of proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0016_gaps_and_incidents"
down_revision = "0015_inbox_follows"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _asked()
    _signals()
    _known()
    with op.batch_alter_table("proposals") as batch:
        batch.add_column(sa.Column("answer", sa.String(length=500)))
        batch.add_column(sa.Column("made_article_id", sa.String(length=200)))
        batch.add_column(sa.Column("decided_by", sa.String(length=32)))
        batch.add_column(sa.Column("decided_at", _TIME))
        batch.add_column(sa.Column("seen_at", _TIME))
        batch.create_foreign_key(batch.f("fk_proposals_decided_by_agents"), "agents", ["decided_by"], ["id"])


def _asked() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("nearest", sa.JSON()),
        sa.Column("article_id", sa.String(length=200)),
        sa.Column("article_title", sa.String(length=300)),
        sa.Column("reason", sa.Text()),
        sa.Column("decided_by", sa.String(length=32)),
        sa.Column("decided_at", _TIME),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["agents.id"], name=op.f("fk_gaps_decided_by_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
    )
    op.create_index(op.f("ix_gaps_state"), "gaps", ["state"])
    op.create_table(
        "knowledge_seen",
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_knowledge_seen_agent_id_agents")),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_knowledge_seen")),
    )
    op.create_table(
        "gap_questions",
        sa.Column("gap_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_gap_questions_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["gap_id"], ["gaps.id"], name=op.f("fk_gap_questions_gap_id_gaps")),
        sa.PrimaryKeyConstraint("gap_id", "conversation_id", "seq", name=op.f("pk_gap_questions")),
    )
    op.create_index(op.f("ix_gap_questions_conversation_id"), "gap_questions", ["conversation_id"])
    op.create_table(
        "questions",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("family", sa.String(length=200)),
        sa.Column("intent", sa.String(length=80)),
        sa.Column("p_helps", sa.Float()),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("handed_off", sa.String(length=40)),
        sa.Column("handed_off_at", _TIME),
        sa.Column("not_helped_at", _TIME),
        sa.Column("reopened_at", _TIME),
        sa.Column("solved_at", _TIME),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_questions_conversation_id_conversations")
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_at"), "questions", ["at"])
    op.create_index(op.f("ix_questions_family_at"), "questions", ["family", "at"])


def _signals() -> None:
    op.create_table(
        "incident_signals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("family", sa.String(length=200)),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Float(), nullable=False),
        sa.Column("window_s", sa.Integer(), nullable=False),
        sa.Column("first_at", _TIME, nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.Column("decided_by", sa.String(length=32)),
        sa.Column("decided_at", _TIME),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["agents.id"], name=op.f("fk_incident_signals_decided_by_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_signals")),
    )
    op.create_index(op.f("ix_incident_signals_state"), "incident_signals", ["state"])
    op.create_table(
        "incident_signal_reports",
        sa.Column("signal_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_incident_signal_reports_conversation_id_conversations"),
        ),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["incident_signals.id"], name=op.f("fk_incident_signal_reports_signal_id_incident_signals")
        ),
        sa.PrimaryKeyConstraint("signal_id", "conversation_id", name=op.f("pk_incident_signal_reports")),
    )
    op.create_index(op.f("ix_incident_signal_reports_conversation_id"), "incident_signal_reports", ["conversation_id"])


def _known() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("end_texts", sa.JSON()),
        sa.Column("families", sa.JSON(), nullable=False),
        sa.Column("ticket_id", sa.String(length=32)),
        sa.Column("signal_id", sa.String(length=32)),
        sa.Column("declared_by", sa.String(length=32), nullable=False),
        sa.Column("declared_at", _TIME, nullable=False),
        sa.Column("ended_by", sa.String(length=32)),
        sa.Column("ended_at", _TIME),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["declared_by"], ["agents.id"], name=op.f("fk_incidents_declared_by_agents")),
        sa.ForeignKeyConstraint(["ended_by"], ["agents.id"], name=op.f("fk_incidents_ended_by_agents")),
        sa.ForeignKeyConstraint(
            ["signal_id"], ["incident_signals.id"], name=op.f("fk_incidents_signal_id_incident_signals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(op.f("ix_incidents_ended_at"), "incidents", ["ended_at"])
    op.create_table(
        "incident_reports",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("told_at", _TIME),
        sa.Column("told_over_at", _TIME),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_incident_reports_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_reports_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("incident_id", "conversation_id", name=op.f("pk_incident_reports")),
    )
    op.create_index(op.f("ix_incident_reports_conversation_id"), "incident_reports", ["conversation_id"])
    op.create_index(op.f("ix_incident_reports_told_over_at"), "incident_reports", ["told_over_at"])


def downgrade() -> None:
    with op.batch_alter_table("proposals") as batch:
        batch.drop_constraint(batch.f("fk_proposals_decided_by_agents"), type_="foreignkey")
        for name in ("seen_at", "decided_at", "decided_by", "made_article_id", "answer"):
            batch.drop_column(name)
    for name in (
        "incident_reports",
        "incidents",
        "incident_signal_reports",
        "incident_signals",
        "gap_questions",
        "gaps",
        "knowledge_seen",
        "questions",
    ):
        op.drop_table(name)
