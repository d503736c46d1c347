"""Pictures that articles show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from webchat.adapters.db import tables as t
from webchat.adapters.pictures import Picture
from webchat.domain.errors import Fixable
from webchat.services import audit
from webchat.services.accounts import Agent
from webchat.services.work import Work

ADDRESS = "/help/images/"
_NAMED = re.compile(r"/help/images/([\w.-]+)", re.ASCII)
_i = t.article_images.c


def add(work: Work, agent: Agent, *, picture: Picture) -> dict[str, Any]:
    """Note a picture that was kept; one that is known stays as it is."""
    if keep(work, agent.id, picture):
        audit.record(work, "article_image_added", actor=agent.id, image=picture.name)
    return {"url": ADDRESS + picture.name, "width": picture.width, "height": picture.height}


def keep(work: Work, agent_id: str | None, picture: Picture) -> bool:
    """Note a picture; returns whether it is new."""
    if work.db.scalar(select(_i.name).where(_i.name == picture.name)):
        return False
    values = {name: getattr(picture, name) for name in ("name", "media_type", "size", "width", "height")}
    work.db.execute(insert(t.article_images).values(**values, by_id=agent_id, created_at=work.now))
    return True


def find(db: Connection, name: str) -> RowMapping:
    """Return what is known of a picture.

    Raises:
        Fixable: `not_found`.
    """
    row = db.execute(select(t.article_images).where(_i.name == name)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def named_in(text: str) -> set[str]:
    """Return the pictures that a text shows."""
    return set(_NAMED.findall(text))


def known(db: Connection, names: Iterable[str]) -> set[str]:
    """Return those of the names that are pictures of ours."""
    return set(db.scalars(select(_i.name))) & set(names)
