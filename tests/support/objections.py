"""People whom the bot gets wrong, and what they do then: it is what fills the inbox."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from tests.support.crowd import Crowd, Person, Rest
from tests.support.product import Product
from tests.support.training import BADGE


def forty_are_said(product: Product, crowd: Crowd, other: Mapping[str, Sequence[str]]) -> None:
    """Have forty people say what they mean, others `other`, and do what one does with a wrong answer; wait for the inbox."""
    people = []
    for language, texts in BADGE.items():
        for text in (*texts, *other.get(language, ())):
            people.append(crowd.user(language))
            people[-1].say(text)
    for person in people:
        _objects(crowd, person)
    rest, until = Rest(product.url, "manager@example.org"), time.monotonic() + 90
    while _n_grouped(rest) < len(people):
        assert time.monotonic() < until, _n_grouped(rest)
        time.sleep(0.5)


def _n_grouped(rest: Rest) -> int:
    """How many messages lie in the inbox with those that mean the same; what has just come in stands alone."""
    groups = rest.call("GET", "/api/inbox?limit=100")["groups"]
    return sum(group["n"] for group in groups if group["id"] > 0)


def _objects(crowd: Crowd, person: Person) -> None:
    """Say no to a wrong guess by its button, vote a wrong answer down; a refusal leaves nothing to press."""
    answer = person.until("message_created", sender={"kind": "bot", "name": "Firstline"})
    no = next((b for b in answer.get("buttons") or [] if b["payload"].startswith("/correct_problem")), None)
    if no:
        ack = crowd.run(person.client.say(no["title"], payload=no["payload"]))
        assert ack["ok"], ack
    elif answer["kind"] == "answer":
        person.does("feedback", message_id=answer["id"], helpful=False)
