"""Database and index: for every way in which they can differ, who is right."""

from __future__ import annotations

import itertools

import pytest

from webchat.domain.article import Effect, effect, slug
from webchat.domain.reconcile import Known, Step, decide

OLD, NEW, THEIRS = "old", "new", "theirs"


def known(wanted: str | None, pushed: str | None, *owed: str | None) -> Known:
    return Known(wanted, pushed, frozenset(text for text in owed if text), bool(owed))


@pytest.mark.parametrize(
    ("state", "found", "step"),
    [
        pytest.param(None, None, Step.SETTLED, id="nothing anywhere"),
        pytest.param(None, THEIRS, Step.ADOPT, id="imported from outside"),
        pytest.param(known(OLD, OLD), OLD, Step.SETTLED, id="in step"),
        pytest.param(known(NEW, OLD, NEW), NEW, Step.SETTLED, id="sent, and stopped before that was noted"),
        pytest.param(known(OLD, OLD), None, Step.PUSH, id="lost from the index"),
        pytest.param(known(NEW, OLD, NEW), OLD, Step.PUSH, id="still on its way"),
        pytest.param(known(NEW, None, OLD, NEW), OLD, Step.PUSH, id="the one before the last had arrived"),
        pytest.param(known(None, OLD, None), OLD, Step.REMOVE, id="withdrawn, still there"),
        pytest.param(known(None, None), None, Step.SETTLED, id="a draft"),
        pytest.param(known(OLD, OLD), THEIRS, Step.ADOPT, id="changed from outside"),
        pytest.param(known(None, None), THEIRS, Step.ADOPT, id="a draft's name, imported from outside"),
        pytest.param(known(NEW, OLD, NEW), THEIRS, Step.KEEP, id="changed on both sides"),
        pytest.param(known(None, OLD, None), THEIRS, Step.KEEP, id="withdrawn here, changed there"),
    ],
)
def test_who_is_right(state: Known | None, found: str | None, step: Step) -> None:
    assert decide(state, found, is_same_index=True) is step


@pytest.mark.parametrize(
    ("state", "found", "step"),
    [
        pytest.param(known(NEW, NEW), THEIRS, Step.PUSH, id="filled again from the seed"),
        pytest.param(known(None, OLD), THEIRS, Step.REMOVE, id="archived here, in the seed"),
        pytest.param(None, THEIRS, Step.ADOPT, id="unknown all the same"),
        pytest.param(known(NEW, NEW), NEW, Step.SETTLED, id="the same text"),
    ],
)
def test_an_index_made_anew_follows_the_database(state: Known | None, found: str | None, step: Step) -> None:
    assert decide(state, found, is_same_index=False) is step


def test_what_is_decided_settles_it() -> None:
    """After any step has been taken, the same question has the answer "settled"."""
    texts = (None, OLD, NEW, THEIRS)
    for wanted, pushed, found, is_owed, is_same in itertools.product(texts, texts, texts, (True, False), (True, False)):
        state = Known(wanted, pushed, frozenset({wanted} - {None}) if is_owed else frozenset(), is_owed)
        step = decide(state, found, is_same_index=is_same)
        taken = {Step.ADOPT: (found, found), Step.REMOVE: (None, None)}.get(step, (wanted, wanted))
        assert decide(Known(taken[0], taken[1]), taken[1], is_same_index=is_same) is Step.SETTLED


@pytest.mark.parametrize(
    ("is_outdated", "is_major", "expected"),
    [
        (False, True, Effect(outdates_others=True, is_up_to_date=False)),
        (False, False, Effect(outdates_others=False, is_up_to_date=False)),
        (True, True, Effect(outdates_others=False, is_up_to_date=True)),
        (True, False, Effect(outdates_others=False, is_up_to_date=False)),
    ],
)
def test_what_a_publication_does_to_the_family(is_outdated: bool, is_major: bool, expected: Effect) -> None:
    assert effect(is_outdated=is_outdated, is_major=is_major, is_first=False) == expected
    # A new translation puts nobody behind.
    assert not effect(is_outdated=is_outdated, is_major=is_major, is_first=True).outdates_others


@pytest.mark.parametrize(
    ("title", "name"), [("Geen wifi?", "geen-wifi"), ("L’écran: noir !", "l-ecran-noir"), ("漢字", "article")]
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert slug(title) == name
