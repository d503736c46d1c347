"""E-mail to end users, with links back that expire."""

import sqlalchemy as sa
from alembic import op

revision = "0009_mail"
down_revision = "0008_teams"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_threads",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("mailed_seq", sa.Integer(), nullable=False),
        sa.Column("link_epoch", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_mail_threads_conversation_id_conversations")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_mail_threads")),
    )
    with op.batch_alter_table("sessions") as batch:
        batch.add_column(sa.Column("expires_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("sessions") as batch:
        batch.drop_column("expires_at")
    op.drop_table("mail_threads")
