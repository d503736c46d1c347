"""What the inbox follows can be found by when it came."""

from alembic import op

revision = "0015_inbox_follows"
down_revision = "0014_training"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_feedback_at"), "feedback", ["at"])
    op.create_index(op.f("ix_labels_at"), "labels", ["at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_labels_at"), "labels")
    op.drop_index(op.f("ix_feedback_at"), "feedback")
