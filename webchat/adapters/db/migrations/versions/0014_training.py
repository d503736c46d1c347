"""Training runs, models, and which of them was put to work when."""

import sqlalchemy as sa
from alembic import op

revision = "0014_training"
down_revision = "0013_articles"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "training_runs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("left_s", sa.Integer()),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.Column("by_id", sa.String(32), sa.ForeignKey("agents.id")),
        sa.Column("n_examples", sa.Integer(), nullable=False),
        sa.Column("n_new", sa.Integer(), nullable=False),
        sa.Column("took_s", sa.JSON()),
        sa.Column("error", sa.JSON()),
    )
    op.create_index("ix_training_runs_state", "training_runs", ["state"])
    op.create_index("ix_training_runs_started_at", "training_runs", ["started_at"])
    op.create_table(
        "models",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("run_id", sa.String(32), sa.ForeignKey("training_runs.id")),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.Column("model_id", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("n_examples", sa.Integer()),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("promoted_at", _TIME),
        sa.Column("promoted_by", sa.String(32), sa.ForeignKey("agents.id")),
    )
    op.create_index("ix_models_run_id", "models", ["run_id"])
    op.create_index("ix_models_state", "models", ["state"])
    op.create_table(
        "model_changes",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("model", sa.String(64), sa.ForeignKey("models.name"), nullable=False),
        sa.Column("from_model", sa.String(64), sa.ForeignKey("models.name")),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("error", sa.JSON()),
        sa.Column("by_id", sa.String(32), sa.ForeignKey("agents.id")),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("done_at", _TIME),
    )
    op.create_index("ix_model_changes_state", "model_changes", ["state"])


def downgrade() -> None:
    op.drop_table("model_changes")
    op.drop_table("models")
    op.drop_table("training_runs")
