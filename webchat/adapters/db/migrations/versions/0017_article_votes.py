"""Whether an article helped its readers, and why not."""

import sqlalchemy as sa
from alembic import op

revision = "0017_article_votes"
down_revision = "0016_gaps_and_incidents"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "article_votes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("reader", sa.String(length=64), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=20)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("handled_by", sa.String(length=32)),
        sa.Column("handled_at", _TIME),
        sa.ForeignKeyConstraint(["handled_by"], ["agents.id"], name=op.f("fk_article_votes_handled_by_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_votes")),
        sa.UniqueConstraint("article_id", "reader", name=op.f("uq_article_votes_article_id_reader")),
    )
    op.create_index(op.f("ix_article_votes_helped_handled_at"), "article_votes", ["helped", "handled_at"])


def downgrade() -> None:
    op.drop_table("article_votes")
