"""Compare the index with the database, and take over what others wrote into it (`domain/reconcile.py` decides)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import insert, select, update

from webchat.adapters import front_matter
from webchat.adapters.article_index import Listing
from webchat.adapters.db import tables as t
from webchat.domain.article import Facts, Kind, checksum
from webchat.domain.errors import Fixable
from webchat.domain.reconcile import Known, Step, decide
from webchat.services import audit
from webchat.services.articles import owed, publishing, rows
from webchat.services.articles.taking import take
from webchat.services.work import Work

log = structlog.get_logger()
_a = t.articles.c


@dataclass(frozen=True, slots=True)
class Plan:
    """Articles whose text has to be fetched from the index: to be published, or only to be kept."""

    adopt: tuple[str, ...]
    keep: tuple[str, ...]


def compare(work: Work, listing: Listing) -> Plan:
    """Decide about every article; owe the index what it lacks, and return what it has that the database does not."""
    is_same = work.db.scalar(select(t.article_index.c.index_id)) == listing.index_id
    query = select(_a.article_id, _a.published_checksum, _a.pushed_checksum)
    known = {row.article_id: row for row in work.db.execute(query)}
    waiting = owed.waiting(work.db)
    steps: dict[Step, list[str]] = {step: [] for step in Step}
    for article_id in known.keys() | listing.checksums.keys():
        row, found, sent = known.get(article_id), listing.checksums.get(article_id), waiting.get(article_id)
        facts = row and Known(
            row.published_checksum, row.pushed_checksum, frozenset(filter(None, sent or ())), sent is not None
        )
        step = decide(facts, found, is_same_index=is_same)
        if step is not Step.SETTLED or (row and row.pushed_checksum != found):
            steps[step].append(article_id)
    for article_id in steps[Step.SETTLED]:
        rows.change(work, article_id, pushed_checksum=listing.checksums.get(article_id))
    for article_id in (*steps[Step.PUSH], *steps[Step.REMOVE]):
        rows.change(work, article_id, pushed_checksum=listing.checksums.get(article_id))
        if article_id not in waiting:
            wanted = known[article_id].published_checksum
            key = f"{article_id}:{listing.index_id}:{listing.generation}"
            publishing.owe(work, article_id, key, checksum=wanted, is_bulk=True)
    return Plan(tuple(sorted(steps[Step.ADOPT])), tuple(sorted(steps[Step.KEEP])))


def remember(work: Work, index_id: str) -> None:
    """Note which index was compared last."""
    if not work.db.execute(update(t.article_index).values(index_id=index_id)).rowcount:
        work.db.execute(insert(t.article_index).values(id=1, index_id=index_id))


def adopt(work: Work, texts: Mapping[str, str], *, is_published: bool) -> None:
    """Take over texts that somebody else wrote into the index.

    Args:
        work: The transaction.
        texts: By article id.
        is_published: False where something newer is published here: the text is kept as a revision.
    """
    n_taken = 0
    for article_id, markdown in texts.items():
        try:
            facts = front_matter.facts(markdown)
        except Fixable as error:  # the index takes what no page could show, such as an id with a slash
            log.warning("article_not_adopted", article_id=article_id, problem=error.params.get("problem"))
            continue
        _take(work, markdown, facts, is_published=is_published)
        n_taken += 1
    if n_taken:
        audit.record(work, "articles_adopted", actor=None, actor_kind="system", n=n_taken)


def _take(work: Work, markdown: str, facts: Facts, *, is_published: bool) -> None:
    article_id, is_draft = facts.article_id, facts.visibility == "draft"
    row = work.db.execute(select(t.articles).where(_a.article_id == article_id)).mappings().one_or_none()
    if not is_published:
        rows.revise(work, article_id, Kind.IMPORT, markdown, by=None)
        return
    number = take(work, markdown, facts, row, publish=not is_draft, by=None)
    rows.change(work, article_id, pushed_checksum=checksum(markdown))
    if is_draft:
        publishing.owe(work, article_id, f"{article_id}:draft:{number}", checksum=None, is_bulk=True)
