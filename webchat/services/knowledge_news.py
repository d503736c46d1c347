"""What is new or changed in the knowledge base since somebody last looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from webchat.adapters.db import tables as t
from webchat.services import views
from webchat.services.accounts import Agent
from webchat.services.work import Work

_LATELY = timedelta(days=30)
_MOST = 20


def news(db: Connection, agent: Agent, *, now: Any) -> dict[str, Any]:
    """Return the articles in an agent's languages that were published lately, the newest first.

    `is_unread` are those since the agent last looked; small changes of wording are no news.
    """
    r, a = t.article_revisions.c, t.articles.c
    seen_at = db.scalar(select(t.knowledge_seen.c.at).where(t.knowledge_seen.c.agent_id == agent.id))
    since = now - _LATELY
    published = (
        select(
            r.article_id,
            func.max(r.at).label("at"),
            func.count().label("n"),
        )
        .where(r.kind == "publish", r.minor.is_(False))
        .group_by(r.article_id)
        .having(func.max(r.at) > since)
        .subquery()
    )
    query = (
        select(published.c.article_id, published.c.at, published.c.n, a.published_title, a.title, a.language)
        .join(t.articles, a.article_id == published.c.article_id)
        .where(a.state == "published", a.language.in_(agent.languages))
        .order_by(published.c.at.desc(), published.c.article_id)
        .limit(_MOST)
    )
    found = [
        {
            "article_id": row.article_id,
            "title": row.published_title or row.title,
            "language": row.language,
            "what": "new" if row.n == 1 else "changed",
            "at": views.iso(row.at),
            "is_unread": seen_at is None or row.at > seen_at,
        }
        for row in db.execute(query)
    ]
    return {
        "articles": found,
        "n_unread": sum(article["is_unread"] for article in found),
        "seen_at": views.iso(seen_at) if seen_at else None,
    }


def seen(work: Work, agent: Agent) -> None:
    """Note that an agent has seen what is new."""
    c = t.knowledge_seen.c
    if work.db.execute(update(t.knowledge_seen).where(c.agent_id == agent.id).values(at=work.now)).rowcount == 0:
        work.db.execute(insert(t.knowledge_seen).values(agent_id=agent.id, at=work.now))
