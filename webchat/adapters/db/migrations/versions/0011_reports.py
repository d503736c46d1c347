"""Managers' reports: each resolution with whether it lasted, the dial's history, and what reports are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0011_reports"
down_revision = "0010_warnings"
branch_labels = None
depends_on = None


def _conversation(table: str, *, nullable: bool = False) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("conversation_id", sa.String(length=32), nullable=nullable),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f(f"fk_{table}_conversation_id_conversations")
        ),
    ]


def upgrade() -> None:
    op.create_table(
        "resolutions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *_conversation("resolutions"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20)),
        sa.Column("reopened_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolutions")),
    )
    op.create_index("ix_resolutions_conversation_id", "resolutions", ["conversation_id"])
    op.create_index("ix_resolutions_at", "resolutions", ["at"])
    op.execute(
        'INSERT INTO resolutions (conversation_id, at, "by", outcome)'
        " SELECT id, resolved_at, coalesce(resolved_by, 'system'), outcome FROM conversations"
        " WHERE resolved_at IS NOT NULL ORDER BY resolved_at"
    )
    op.create_table(
        "dial",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("max_wrong_share", sa.Float(), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=400)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_dial_agent_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dial")),
    )
    op.create_table(
        "report_conversations",
        *_conversation("report_conversations"),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("seen_seq", sa.Integer(), nullable=False),
        sa.Column("begun_q", sa.Integer(), nullable=False),
        sa.Column("last_q", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("site", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=64)),
        sa.Column("family", sa.String(length=200)),
        sa.Column("reason", sa.String(length=40)),
        sa.Column("verdict", sa.String(length=10)),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("n_answers", sa.Integer(), nullable=False),
        sa.Column("n_helpful", sa.Integer(), nullable=False),
        sa.Column("n_unhelpful", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer()),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_report_conversations")),
    )
    op.create_index("ix_report_conversations_begun_q", "report_conversations", ["begun_q"])
    op.create_table(
        "report_messages",
        *_conversation("report_messages"),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("n_user", sa.Integer(), nullable=False),
        sa.Column("n_bot", sa.Integer(), nullable=False),
        sa.Column("n_agent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "quarter", name=op.f("pk_report_messages")),
    )
    op.create_index("ix_report_messages_quarter", "report_messages", ["quarter"])
    op.create_table(
        "report_tickets",
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        *_conversation("report_tickets"),
        sa.Column("created_q", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=64)),
        sa.Column("first_response_s", sa.Float()),
        sa.Column("wait_s", sa.Float()),
        sa.Column("handling_s", sa.Float()),
        sa.Column("resolution_s", sa.Float()),
        sa.Column("gave_up", sa.Boolean(), nullable=False),
        sa.Column("first_response", sa.String(length=10)),
        sa.Column("resolution", sa.String(length=10)),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_report_tickets_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_report_tickets")),
    )
    op.create_index("ix_report_tickets_conversation_id", "report_tickets", ["conversation_id"])
    op.create_index("ix_report_tickets_created_q", "report_tickets", ["created_q"])
    op.create_table(
        "report_choices",
        *_conversation("report_choices"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("model", sa.String(length=10), nullable=False),
        sa.Column("p_helps", sa.Float(), nullable=False),
        sa.Column("sure", sa.String(length=10), nullable=False),
        sa.Column("near", sa.String(length=10), nullable=False),
        sa.Column("far", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_report_choices")),
    )
    op.create_index("ix_report_choices_quarter", "report_choices", ["quarter"])


def downgrade() -> None:
    for table in ("report_choices", "report_tickets", "report_messages", "report_conversations", "dial", "resolutions"):
        op.drop_table(table)
