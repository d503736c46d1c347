"""Articles live in the database: working texts, revisions, pictures, imports."""

import sqlalchemy as sa
from alembic import op

revision = "0013_articles"
down_revision = "0012_inbox"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)
_FK = sa.ForeignKeyConstraint


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("topic", sa.String(length=200)),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("review_asked", sa.Boolean(), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("has_major_change", sa.Boolean(), nullable=False),
        sa.Column("outdated_since", _AT),
        sa.Column("publish_at", _AT),
        sa.Column("publish_by", sa.String(length=32)),
        sa.Column("published_number", sa.Integer()),
        sa.Column("published_checksum", sa.String(length=64)),
        sa.Column("published_title", sa.String(length=500)),
        sa.Column("published_topic", sa.String(length=200)),
        sa.Column("published_visibility", sa.String(length=10)),
        sa.Column("published_at", _AT),
        sa.Column("pushed_checksum", sa.String(length=64)),
        sa.Column("index_error", sa.String(length=300)),
        sa.Column("folded", sa.String(length=800), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("updated_at", _AT, nullable=False),
        sa.Column("updated_by", sa.String(length=32)),
        _FK(["publish_by"], ["agents.id"], name=op.f("fk_articles_publish_by_agents")),
        _FK(["updated_by"], ["agents.id"], name=op.f("fk_articles_updated_by_agents")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_family"), "articles", ["family"])
    op.create_index(op.f("ix_articles_publish_at"), "articles", ["publish_at"])
    op.create_index("ix_articles_updated_at_article_id", "articles", ["updated_at", "article_id"])
    op.create_table(
        "article_revisions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500)),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=32)),
        sa.Column("at", _AT, nullable=False),
        _FK(["article_id"], ["articles.article_id"], name=op.f("fk_article_revisions_article_id_articles")),
        _FK(["by_id"], ["agents.id"], name=op.f("fk_article_revisions_by_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_revisions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_article_revisions_article_id_number")),
    )
    op.create_table(
        "article_sources",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("conversation_id", sa.String(length=32)),
        sa.Column("ticket_id", sa.String(length=32)),
        _FK(["article_id"], ["articles.article_id"], name=op.f("fk_article_sources_article_id_articles")),
        _FK(["conversation_id"], ["conversations.id"], name=op.f("fk_article_sources_conversation_id_conversations")),
        _FK(["ticket_id"], ["tickets.id"], name=op.f("fk_article_sources_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_sources")),
    )
    for column in ("article_id", "conversation_id", "ticket_id"):
        op.create_index(op.f(f"ix_article_sources_{column}"), "article_sources", [column])
    op.create_table(
        "article_images",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.String(length=32)),
        sa.Column("created_at", _AT, nullable=False),
        _FK(["by_id"], ["agents.id"], name=op.f("fk_article_images_by_id_agents")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_article_images")),
    )
    op.create_table(
        "article_imports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("publish", sa.Boolean(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2)),
        sa.Column("files", sa.JSON(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("done", "total", "n_created", "n_changed", "n_unchanged", "n_errors")
        ),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", _AT, nullable=False),
        sa.Column("ended_at", _AT),
        _FK(["by_id"], ["agents.id"], name=op.f("fk_article_imports_by_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_imports")),
    )
    op.create_index(op.f("ix_article_imports_state"), "article_imports", ["state"])


def downgrade() -> None:
    for name in ("article_imports", "article_images", "article_sources", "article_revisions", "articles"):
        op.drop_table(name)
