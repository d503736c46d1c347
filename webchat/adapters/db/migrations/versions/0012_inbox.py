"""The knowledge desk's inbox, labelled examples, intents that were added."""

import sqlalchemy as sa
from alembic import op

revision = "0012_inbox"
down_revision = "0011_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_items",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("guess", sa.JSON(), nullable=False),
        sa.Column("corrected_family", sa.String(length=200)),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("avoidable", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.Integer()),
        sa.Column("neighbours", sa.JSON(none_as_null=True)),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decision", sa.JSON(none_as_null=True)),
        sa.Column("decided_by", sa.String(length=32)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("claimed_by", sa.String(length=32)),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_inbox_items_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["agents.id"], name=op.f("fk_inbox_items_decided_by_agents")),
        sa.ForeignKeyConstraint(["claimed_by"], ["agents.id"], name=op.f("fk_inbox_items_claimed_by_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_items")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_inbox_items_conversation_id_seq")),
    )
    op.create_index("ix_inbox_items_state_decided_at", "inbox_items", ["state", "decided_at"])
    op.create_table(
        "examples",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.Integer()),
        sa.Column("conversation_id", sa.String(length=32)),
        sa.Column("seq", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("intent", sa.String(length=100), nullable=False),
        sa.Column("entities", sa.JSON(), nullable=False),
        sa.Column("part", sa.String(length=5), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["inbox_items.id"], name=op.f("fk_examples_item_id_inbox_items")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_examples_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_examples_agent_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examples")),
        sa.UniqueConstraint("item_id", name=op.f("uq_examples_item_id")),
    )
    op.create_index(op.f("ix_examples_conversation_id"), "examples", ["conversation_id"])
    op.create_index(op.f("ix_examples_created_at"), "examples", ["created_at"])
    op.create_index("ix_examples_intent_language", "examples", ["intent", "language"])
    op.create_table(
        "intents",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("family", sa.String(length=200)),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_intents_agent_id_agents")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_intents")),
    )
    op.create_table(
        "job_cursors",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_cursors")),
    )


def downgrade() -> None:
    for table in ("job_cursors", "intents", "examples", "inbox_items"):
        op.drop_table(table)
