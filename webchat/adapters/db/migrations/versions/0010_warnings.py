"""How often somebody was warned for abuse."""

import sqlalchemy as sa
from alembic import op

revision = "0010_warnings"
down_revision = "0009_mail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversations") as batch:
        batch.add_column(sa.Column("warnings", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("conversations") as batch:
        batch.drop_column("warnings")
