"""Which index the articles were compared with last."""

import sqlalchemy as sa
from alembic import op

revision = "0018_article_index"
down_revision = "0017_article_votes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_index",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("index_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_index")),
    )


def downgrade() -> None:
    op.drop_table("article_index")
