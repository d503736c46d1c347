import pytest

from actions.logic.acts import Act
from actions.logic.dialogue import Dialogue, Phase
from actions.logic.replies import read_reply, says_no_more
from actions.logic.turn import Turn
from actions.logic.understand import understand


@pytest.mark.parametrize("phase", [Phase.WALKING, Phase.CHECKING, Phase.OFFERED, Phase.HANDED_OFF])
@pytest.mark.parametrize(
    "text",
    [
        "ça n'a pas marché",
        "ça ne marche toujours pas",
        "ça marche plus",
        "toujours pas",
        "non plus",
        "même problème",
        "werkt nog altijd niet",
        "werkt niet",
        "nog steeds niet",
        "niet gelukt",
        "helaas",
        "mislukt",
        "still not",
        "not fixed yet",
        "it still doesn't work",
        "no luck",
        "same error",
        "nothing changed",
    ],
)
def test_failure_is_never_success_whatever_the_classifier_says(text: str, phase: Phase):
    turn = Turn(text, "report_solved", 0.99, (("report_solved", 0.99),))

    assert understand(turn, Dialogue(phase=phase)) in (Act.NOT_SOLVED, Act.DENY)


@pytest.mark.parametrize(
    "text",
    ["werkt", "het werkt weer", "super, het werkt!", "ça fonctionne", "c'est réglé merci", "it works now", "fixed!"],
)
def test_plain_success_is_success(text: str):
    assert read_reply(text, Phase.CHECKING) is Act.SOLVED


@pytest.mark.parametrize("text", ["gelukt", "ok gedaan", "c'est fait", "ça marche", "done", "oui, c'est bon"])
def test_done_in_a_walk_is_about_the_step(text: str):
    assert read_reply(text, Phase.WALKING) is Act.DONE


@pytest.mark.parametrize(
    "text", ["ik snap het nog altijd niet", "wat bedoel je", "je ne comprends pas", "I don't get it", "where is that?"]
)
def test_not_understanding_is_not_failing(text: str):
    assert read_reply(text, Phase.WALKING) is Act.UNCLEAR


@pytest.mark.parametrize(
    ("text", "act"), [("👍", Act.AFFIRM), ("👎", Act.DENY), ("😡😡", Act.COMPLAIN), ("🙏", Act.THANK)]
)
def test_emoji_alone_are_read(text: str, act: Act):
    assert read_reply(text, Phase.CHECKING) is act
    assert read_reply(f"wifi {text}", Phase.OPEN) is None


def test_other_problem_in_a_walk_is_not_the_outcome_of_a_step():
    walking = Dialogue(phase=Phase.WALKING, family="wifi")
    turn = Turn("mijn printer werkt niet", "problem_printer", 0.9, (("problem_printer", 0.9),))

    assert understand(turn, walking) is Act.PROBLEM


def test_remark_that_the_classifier_takes_for_a_refusal_is_none():
    turn = Turn("tis ne canon", "deny", 0.86, (("deny", 0.86),))

    assert understand(turn, Dialogue(phase=Phase.OFFERED)) is Act.UNSURE
    assert understand(Turn("never mind", "deny", 0.86, (("deny", 0.86),)), Dialogue(phase=Phase.OFFERED)) is Act.DENY


@pytest.mark.parametrize(
    "text",
    ["Meer weet ik niet, het is zoals ik zei", "je n'en sais pas plus", "I don't know more", "that's all I can say"],
)
def test_nothing_more_to_tell(text: str) -> None:
    assert says_no_more(text)


@pytest.mark.parametrize(
    "text", ["ik weet mijn wachtwoord niet meer", "je ne sais plus me connecter", "no more space left"]
)
def test_a_problem_is_more_to_tell(text: str) -> None:
    assert not says_no_more(text)
