"""What is promised for each ticket, how it stands, and when to look again."""

import sqlalchemy as sa
from alembic import op

revision = "0003_sla"
down_revision = "0002_accounts"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("first_response_state", sa.String(length=10)))
        batch.add_column(sa.Column("resolution_state", sa.String(length=10)))
        batch.add_column(sa.Column("answered_at", _TIME))
        batch.add_column(sa.Column("stopped_at", _TIME))
        batch.add_column(sa.Column("stopped_s", sa.Float(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("sla_next_at", _TIME))
        batch.create_index(op.f("ix_tickets_sla_next_at"), ["sla_next_at"])
    # Tickets from before: when they were answered stands in the log, and the first tick judges those still running.
    op.execute(
        "UPDATE tickets SET answered_at = (SELECT min(m.at) FROM messages m WHERE m.sender_kind = 'agent'"
        " AND m.visibility = 'public' AND m.conversation_id = tickets.conversation_id AND m.at >= tickets.created_at)"
    )
    op.execute("UPDATE tickets SET sla_next_at = created_at WHERE status IN ('new', 'open')")


def downgrade() -> None:
    with op.batch_alter_table("tickets") as batch:
        batch.drop_index(op.f("ix_tickets_sla_next_at"))
        for name in (
            "sla_next_at", "stopped_s", "stopped_at", "answered_at", "resolution_state", "first_response_state",
        ):  # fmt: skip
            batch.drop_column(name)
