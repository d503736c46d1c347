"""Teams and their members, wrap-up, what handling takes, what users were told of the wait, reviews, reports of abuse."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0008_teams"
down_revision = "0007_attachments"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_NAMES = {"nl": "Eerste lijn", "fr": "Première ligne", "en": "First line"}


def upgrade() -> None:
    _teams()
    _records()
    with op.batch_alter_table("agents") as batch:
        batch.add_column(sa.Column("wrap_up_until", _TIME))
    with op.batch_alter_table("conversations") as batch:
        batch.add_column(sa.Column("reach", sa.String(length=10), nullable=False, server_default="team"))
        batch.add_column(sa.Column("told_wait_s", sa.Integer()))
        batch.add_column(sa.Column("told_wait_at", _TIME))
    # Everybody begins in one team: what waits now waits there.
    op.execute("UPDATE conversations SET team = 'first-line' WHERE owner IN ('queue', 'agent')")
    op.execute("UPDATE tickets SET team = 'first-line' WHERE status NOT IN ('closed', 'merged')")


def _teams() -> None:
    teams = op.create_table(
        "teams",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("line", sa.String(length=10), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("escalates_to", sa.String(length=32)),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("archived_at", _TIME),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["escalates_to"], ["teams.id"], name=op.f("fk_teams_escalates_to_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id_teams")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_team_members_agent_id_agents")),
        sa.PrimaryKeyConstraint("team_id", "agent_id", name=op.f("pk_team_members")),
    )
    op.create_index(op.f("ix_team_members_agent_id"), "team_members", ["agent_id"])
    op.bulk_insert(
        teams,
        [
            {
                "id": "first-line",
                "names": _NAMES,
                "line": "first",
                "is_default": True,
                "kinds": [],
                "categories": [],
                "topics": [],
                "languages": [],
                "escalates_to": None,
                "version": "first",
                "created_at": datetime.now(UTC),
            }
        ],
    )


def _records() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=32)),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("queued_at", _TIME),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("ended_by", sa.String(length=20)),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_assignments_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_assignments_agent_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    for column in ("conversation_id", "agent_id", "ended_at"):
        op.create_index(op.f(f"ix_assignments_{column}"), "assignments", [column])
    op.create_table(
        "abuse_reports",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_seq", sa.Integer()),
        sa.Column("flagged_by", sa.String(length=10), nullable=False),
        sa.Column("agent_id", sa.String(length=32)),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("handled_by", sa.String(length=32)),
        sa.Column("handled_at", _TIME),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_abuse_reports_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_abuse_reports_agent_id_agents")),
        sa.ForeignKeyConstraint(["handled_by"], ["agents.id"], name=op.f("fk_abuse_reports_handled_by_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abuse_reports")),
    )
    op.create_index(op.f("ix_abuse_reports_conversation_id"), "abuse_reports", ["conversation_id"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("reviewer_id", sa.String(length=32), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_reviews_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_reviews_agent_id_agents")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["agents.id"], name=op.f("fk_reviews_reviewer_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    for column in ("conversation_id", "agent_id"):
        op.create_index(op.f(f"ix_reviews_{column}"), "reviews", [column])


def downgrade() -> None:
    with op.batch_alter_table("conversations") as batch:
        for name in ("told_wait_at", "told_wait_s", "reach"):
            batch.drop_column(name)
    with op.batch_alter_table("agents") as batch:
        batch.drop_column("wrap_up_until")
    for table in ("reviews", "abuse_reports", "assignments", "team_members", "teams"):
        op.drop_table(table)
