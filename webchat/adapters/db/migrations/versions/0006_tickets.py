"""Tickets with owner, version, links, approval, fields of one's own, saved views; full-text search."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006_tickets"
down_revision = "0005_tools"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)

# What a request for software or access has to tell before it can be approved.
_REQUEST_FIELDS = (
    ("request_for_what", "text", {"nl": "Wat is er nodig", "fr": "Ce qui est demandé", "en": "What is needed"}, True),
    ("request_for_whom", "person", {"nl": "Voor wie", "fr": "Pour qui", "en": "For whom"}, True),
    ("request_reason", "text", {"nl": "Waarom", "fr": "Pourquoi", "en": "Why"}, True),
    ("request_until", "date", {"nl": "Tot wanneer", "fr": "Jusqu’à quand", "en": "Until when"}, False),
    ("request_approver", "approver", {"nl": "Goedkeurder", "fr": "Approbateur", "en": "Approver"}, True),
)


def upgrade() -> None:
    _columns()
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        _full_text()


def _columns() -> None:
    # No table is made anew: SQLite would drop the old one, and with it the history that refers to it.
    op.add_column("tickets", sa.Column("priority_set", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("tickets", sa.Column("approval", sa.JSON()))
    op.add_column("tickets", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("tickets", sa.Column("updated_at", _TIME, nullable=False, server_default="1970-01-01 00:00:00"))
    op.execute(
        "ALTER TABLE tickets ADD COLUMN agent_id VARCHAR(32) CONSTRAINT fk_tickets_agent_id_agents REFERENCES agents (id)"
    )
    op.execute(
        "UPDATE tickets SET updated_at = created_at, agent_id = (SELECT c.agent_id FROM conversations c"
        " WHERE c.id = tickets.conversation_id AND c.episode = tickets.episode AND c.owner IN ('agent', 'none'))"
    )
    for name in ("agent_id", "created_at", "updated_at"):
        op.create_index(op.f(f"ix_tickets_{name}"), "tickets", [name])
    op.add_column(
        "ticket_changes", sa.Column("actor_kind", sa.String(length=10), nullable=False, server_default="agent")
    )
    op.add_column("ticket_changes", sa.Column("note", sa.String(length=400)))


def _tables() -> None:
    op.create_table(
        "ticket_links",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("agent_id", sa.String(length=32)),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_links_ticket_id_tickets")),
        sa.ForeignKeyConstraint(["other_id"], ["tickets.id"], name=op.f("fk_ticket_links_other_id_tickets")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_ticket_links_agent_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_links")),
        sa.UniqueConstraint("ticket_id", "other_id", "kind", name=op.f("uq_ticket_links_ticket_id_other_id_kind")),
    )
    op.create_index(op.f("ix_ticket_links_other_id"), "ticket_links", ["other_id"])
    fields = op.create_table(
        "ticket_fields",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("required_for", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_ticket_fields")),
    )
    op.bulk_insert(
        fields,
        [
            {
                "key": key,
                "labels": labels,
                "type": kind,
                "choices": [],
                "kinds": ["request"],
                "required_for": ["request"] if is_required else [],
                "position": position,
                "archived": False,
                "version": 1,
            }
            for position, (key, kind, labels, is_required) in enumerate(_REQUEST_FIELDS, start=1)
        ],
    )
    op.create_table(
        "ticket_views",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_ticket_views_agent_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_views")),
    )
    op.create_index(op.f("ix_ticket_views_agent_id"), "ticket_views", ["agent_id"])
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("ticket_id", sa.String(length=32)),
        sa.Column("seq", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_search_documents_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_search_documents_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_search_documents_ticket_id")),
    )
    op.create_index(op.f("ix_search_documents_conversation_id"), "search_documents", ["conversation_id"])


def _full_text() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_documents', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    add = "INSERT INTO search_index (rowid, text) VALUES (new.id, new.text)"
    remove = "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', old.id, old.text)"
    for change, steps in (("INSERT", add), ("DELETE", remove), ("UPDATE", f"{remove}; {add}")):
        op.execute(
            f"CREATE TRIGGER search_documents_{change.lower()} AFTER {change} ON search_documents BEGIN {steps}; END"
        )
    # What was there before: messages of conversations that people have seen, and the tickets' own words.
    op.execute(
        "INSERT INTO search_documents (conversation_id, seq, text) SELECT m.conversation_id, m.seq, m.text"
        " FROM messages m JOIN conversations c ON c.id = m.conversation_id"
        " WHERE c.episode > 0 AND m.kind <> 'notice' AND m.text <> ''"
    )
    tickets = sa.table(
        "tickets", *(sa.column(name) for name in ("id", "serial", "conversation_id", "fields", "solution"))
    )
    documents = sa.table("search_documents", *(sa.column(name) for name in ("conversation_id", "ticket_id", "text")))
    for row in op.get_bind().execute(sa.select(tickets)).fetchall():
        held = json.loads(row.fields)
        words = [held[name]["value"] for name in ("subject", "description") if name in held]
        text = "\n".join([f"FL-{row.serial}", *map(str, words), row.solution or ""])
        op.get_bind().execute(
            documents.insert().values(conversation_id=row.conversation_id, ticket_id=row.id, text=text)
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    for name in ("search_documents", "ticket_views", "ticket_fields", "ticket_links"):
        op.drop_table(name)
    for name in ("note", "actor_kind"):
        op.drop_column("ticket_changes", name)
    for name in ("agent_id", "created_at", "updated_at"):
        op.drop_index(op.f(f"ix_tickets_{name}"), "tickets")
    for name in ("updated_at", "version", "approval", "priority_set"):
        op.drop_column("tickets", name)
