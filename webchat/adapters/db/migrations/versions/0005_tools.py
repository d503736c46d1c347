"""What agents work with: replies, macros, mentions, reminders, take-overs, proposals; the replies we ship."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005_tools"
down_revision = "0004_desk_settings"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_SHIPPED = Path(__file__).parent / "0005_canned_replies.json"


def _id(length: int = 32) -> sa.Column[Any]:
    return sa.Column("id", sa.String(length=length), nullable=False)


def _ref(
    table: str, name: str, target: str, *, nullable: bool = False
) -> tuple[sa.Column[Any], sa.ForeignKeyConstraint]:
    return (
        sa.Column(name, sa.String(length=32), nullable=nullable),
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_{target}")),
    )


def _kept(table: str, name: sa.Column[Any], content: str) -> None:
    op.create_table(
        table,
        _id(),
        *_ref(table, "owner_id", "agents", nullable=True),
        name,
        sa.Column(content, sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_ref(table, "changed_by", "agents", nullable=True),
        sa.Column("changed_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_owner_id"), table, ["owner_id"])


def upgrade() -> None:
    _kept("canned_replies", sa.Column("shortcut", sa.String(length=40), nullable=False), "texts")
    _kept("macros", sa.Column("title", sa.String(length=100), nullable=False), "steps")
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *_ref("mentions", "agent_id", "agents"),
        *_ref("mentions", "conversation_id", "conversations"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        *_ref("mentions", "by_id", "agents"),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("read_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
    )
    op.create_index(op.f("ix_mentions_conversation_id"), "mentions", ["conversation_id"])
    op.create_index("ix_mentions_agent_id_read_at", "mentions", ["agent_id", "read_at"])
    _reminders()
    op.create_table(
        "takeovers",
        _id(),
        *_ref("takeovers", "conversation_id", "conversations"),
        *_ref("takeovers", "agent_id", "agents"),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("proposed_at", _TIME, nullable=False),
        sa.Column("answered_at", _TIME, nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("ended_by", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeovers")),
    )
    op.add_column("conversations", sa.Column("takeover", sa.JSON(), nullable=True))
    op.create_index(op.f("ix_takeovers_conversation_id"), "takeovers", ["conversation_id"])
    op.create_table(
        "proposals",
        _id(),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        *_ref("proposals", "conversation_id", "conversations", nullable=True),
        *_ref("proposals", "ticket_id", "tickets", nullable=True),
        sa.Column("article_id", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_ref("proposals", "agent_id", "agents"),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_conversation_id"), "proposals", ["conversation_id"])
    op.create_index("ix_proposals_status_created_at", "proposals", ["status", "created_at"])
    _ship()


def _reminders() -> None:
    op.create_table(
        "reminders",
        _id(),
        *_ref("reminders", "agent_id", "agents"),
        *_ref("reminders", "conversation_id", "conversations"),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("done_at", _TIME, nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_conversation_id"), "reminders", ["conversation_id"])
    op.create_index("ix_reminders_agent_id_done_at", "reminders", ["agent_id", "done_at"])


def _ship() -> None:
    """Once, here: a reply that somebody deletes does not come back with the next start."""
    columns: list[Any] = [sa.column(name) for name in ("id", "shortcut")]
    replies = sa.table(
        "canned_replies", *columns, sa.column("texts", sa.JSON), sa.column("version"), sa.column("changed_at", _TIME)
    )
    now = datetime.now(UTC)
    rows = [
        {"id": f"shipped-{shortcut}", "shortcut": shortcut, "texts": texts, "version": 1, "changed_at": now}
        for shortcut, texts in json.loads(_SHIPPED.read_text("utf-8")).items()
    ]
    op.bulk_insert(replies, rows)


def downgrade() -> None:
    with op.batch_alter_table("conversations") as batch:
        batch.drop_column("takeover")
    for table in ("proposals", "takeovers", "reminders", "mentions", "macros", "canned_replies"):
        op.drop_table(table)
