"""The one question that tells likely articles apart: for the device, for the system or program, or for what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from actions.logic.knowledge import Article, Hit

MAX_CHOICES = 3
Kind = Literal["device", "system", "sign"]
# The kinds that a question can name (`device_…` among the texts); another kind in an article is no reason to ask.
DEVICES = ("computer", "smartphone", "printer", "monitor", "keyboard", "webcam", "card reader")
_KIND_OF = {"laptop": "computer", "desktop": "computer", "tablet": "smartphone"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """Something the user may mean: an article, and what its author says of it."""

    family: str
    title: str
    sign: str | None = None
    topic: str | None = None
    device: str | None = None
    products: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: Hit | Article) -> Meaning:
        """The meaning that a search or a fetch found."""
        return cls(found.family, found.title, found.sign, found.topic, found.device, found.products)

    @property
    def words(self) -> str:
        """What the user sees, or at least what the article is about."""
        return self.sign or self.title


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask: by what the meanings are told apart, and each one's choice, best first.

    Of a question for the device, the choices are names of devices, still to be said in the user's language.
    """

    kind: Kind
    meanings: tuple[Meaning, ...]
    choices: tuple[str, ...]


def choose_question(meanings: Sequence[Meaning], *, device: str | None = None) -> Question:
    """Choose what to ask about the likeliest meanings.

    What somebody sees is the best thing to ask for, unless a shorter question does the same: the device, where every
    meaning is about another one; the system or program, where two meanings would otherwise read alike.

    Args:
        meanings: Best first, at least one; the first `MAX_CHOICES` that suit the device are asked about.
        device: What the user said it is about: not asked again, and meanings of other devices come last.
    """
    said = _KIND_OF.get(device, device) if device else None
    suiting = [each for each in meanings if said is None or each.device in (None, said)]
    shown = tuple([*suiting, *(each for each in meanings if each not in suiting)][:MAX_CHOICES])
    devices = tuple(each.device for each in shown if each.device in DEVICES)
    if said is None and len(shown) > 1 and len(set(devices)) == len(shown):
        return Question("device", shown, devices)
    words = tuple(each.words for each in shown)
    if len({each.casefold() for each in words}) == len(shown):
        return Question("sign", shown, words)
    if all(each.products for each in shown) and not any(
        set(one.products) & set(other.products) for one, other in combinations(shown, 2)
    ):
        return Question("system", shown, tuple(" / ".join(each.products) for each in shown))
    return Question("sign", shown, tuple(f"{each.words} ({each.title})" if each.sign else each.title for each in shown))
