"""What may help an agent with the case at hand: articles, and cases that were solved before."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from webchat.adapters.db import fulltext
from webchat.adapters.db import tables as t
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.domain import ticket as tickets
from webchat.domain.conversation import Conversation
from webchat.domain.errors import Fixable
from webchat.domain.likeness import Case, most_alike, shared, stems
from webchat.services import conversations, turns, views
from webchat.services import incidents as known_incidents
from webchat.services.work import Store

N_ARTICLES = 3
N_SOLVED = 3
_CANDIDATES = 60
_STEMS = 40
_LEAST_ALIKE = 0.2
_EXCERPT_CHARS = 400
_QUESTION_CHARS = 1000


async def suggest(store: Store, kb: KnowledgeBase, conversation_id: str) -> dict[str, Any]:
    """Return articles with the passage that fits, solved cases with their solution, and the language to answer in.

    `incidents` are the disturbances that everybody is told of now. Without kb_index these and the articles are None:
    not known, which is not the same as none.
    """
    case, conversation, solved = await store.read(partial(_known, conversation_id=conversation_id))
    declared = await store.read(known_incidents.open_now)
    base_url = store.env.settings.base_url
    articles = incidents = None
    with suppress(KbUnavailable):
        written = _incidents(await kb.articles(), conversation.language, base_url)
        incidents = [*_declared(declared, conversation.language, base_url), *written]
    if not case.text:
        articles = []
    else:
        try:
            found = await kb.search(case.text[:_QUESTION_CHARS], language=conversation.language, k=N_ARTICLES)
            articles = [article(hit, case.text, base_url) for hit in found["results"][:N_ARTICLES]]
        except KbUnavailable:
            pass
    return {"language": conversation.language, "articles": articles, "solved": solved, "incidents": incidents}


def _incidents(articles: list[dict[str, Any]], language: str, base_url: str) -> list[dict[str, Any]]:
    """Return the known incidents, each family once and in the customer's language where it speaks that."""
    known: dict[str, dict[str, Any]] = {}
    for each in articles:
        is_nearer = each["family"] not in known or each["language"] == language
        if each.get("incident") and each["visibility"] != "draft" and is_nearer:
            known[each["family"]] = each
    return [turns.article_ref(base_url, {**each, "fallback": each["language"] != language}) for each in known.values()]


def _declared(known: list[dict[str, Any]], language: str, base_url: str) -> list[dict[str, Any]]:
    """Return the incidents that were declared, as the help centre has them on top."""
    return [
        {
            "id": f"incident-{each['id']}",
            "title": known_incidents.in_language(each["title"], language),
            "url": f"{base_url}/help/{language}#incident-{each['id']}",
            "language": language,
            "fallback": not each["title"].get(language),
        }
        for each in known
    ]


def article(hit: dict[str, Any], question: str, base_url: str) -> dict[str, Any]:
    """Return one of kb_index's results as an agent sees it: `marks` are the words that the question has too."""
    passage = hit["passage"][:_EXCERPT_CHARS]
    return {
        **turns.article_ref(base_url, hit),
        "heading": hit.get("heading"),
        "passage": passage,
        "marks": [list(span) for span in shared(passage, question)],
        "score": hit["score"],
    }


def _known(db: Connection, conversation_id: str) -> tuple[Case, Conversation, list[dict[str, Any]]]:
    conversation = conversations.load(db, conversation_id)
    if not conversation.seen_by_agents:
        raise Fixable("not_found")
    ticket = views.current_ticket(db, conversation)
    case = _case(ticket["id"], ticket["fields"]) if ticket else Case("", "")
    return case, conversation, _solved_before(db, case, conversation_id)


def _solved_before(db: Connection, asked: Case, conversation_id: str) -> list[dict[str, Any]]:
    """Look among the solved tickets that share words; a case at hand is no help to itself."""
    words = list(dict.fromkeys(stems(asked.text)))[:_STEMS]
    if not words:
        return []
    c = t.tickets.c
    is_solved = (c.status == "closed", c.outcome == "solved", c.solution.is_not(None), c.solution != "")
    alike = fulltext.tickets_like(words, limit=_CANDIDATES).where(*is_solved, c.conversation_id != conversation_id)
    query = (
        select(c.id, c.serial, c.conversation_id, c.fields, c.solution, t.conversations.c.language)
        .join(t.conversations, t.conversations.c.id == c.conversation_id)
        .where(c.id.in_(list(db.scalars(alike))))
    )
    rows = {row.id: row for row in db.execute(query)}
    cases = [_case(row.id, row.fields, row.solution) for row in rows.values()]
    found = most_alike(asked, cases, least=_LEAST_ALIKE)[:N_SOLVED]
    return [
        {
            "ticket_id": ticket_id,
            "number": tickets.number(rows[ticket_id].serial),
            "conversation_id": rows[ticket_id].conversation_id,
            "subject": _value(rows[ticket_id].fields, "subject"),
            "solution": rows[ticket_id].solution,
            "language": rows[ticket_id].language,
            "score": round(score, 3),
        }
        for ticket_id, score in found
    ]


def _case(ticket_id: str, fields: dict[str, Any], solution: str = "") -> Case:
    words = [_value(fields, name) for name in ("subject", "description", "device", "application", "error_text")]
    topic = _value(fields, "topic") or _value(fields, "category")
    return Case(ticket_id, "\n".join(word for word in (*dict.fromkeys(words), solution) if word), topic or None)


def _value(fields: dict[str, Any], name: str) -> str:
    value = (fields.get(name) or {}).get("value")
    return value if isinstance(value, str) else ""
