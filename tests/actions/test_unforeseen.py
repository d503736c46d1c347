"""What an imported article answers, Rasa takes for something else: the article wins, unless that costs more."""

from __future__ import annotations

import pytest

from tests.actions.driver import Conversation, make_article, text_of

FORUM = make_article("forum-foes", steps=(), body="Je zet iemand op je lijst in zijn profiel.")
QUESTION = "hoe zet ik iemand op mijn lijst van vijanden"


def imported(**more: object) -> Conversation:
    return Conversation({"forum-foes": FORUM}, unnamed=frozenset({"forum-foes"}), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("intent", "confidence"),
    [("out_of_scope", 0.95), ("report_step_unclear", 0.9), ("request_access", 0.95), ("complain", 0.7),
     ("ask_human", 0.3), ("report_security_incident", 0.3), ("ask_bot_identity", 0.9)],
)  # fmt: skip
def test_an_imported_article_answers_what_no_intent_foresees(intent: str, confidence: float) -> None:
    decision = imported().say(QUESTION, intent, confidence)

    assert (decision.action, decision.family) == ("answer", "forum-foes")


@pytest.mark.parametrize("intent", ["out_of_scope", "ask_bot_identity", "complain", "ask_human"])
def test_where_intents_name_every_article_nothing_changes(intent: str) -> None:
    decision = Conversation({"forum-foes": FORUM}).say(QUESTION, intent, 0.7)

    assert decision.action != "answer"


def test_who_clearly_wants_a_person_gets_one() -> None:
    decision = imported().say("geef mij een mens aan de lijn", "ask_human", 0.6)

    assert decision.handoff is not None
    assert decision.handoff.reason == "user_request"


def test_words_of_alarm_are_an_incident_whatever_the_articles_say() -> None:
    decision = imported().say("ik klikte op een link en gaf mijn wachtwoord in", "chitchat", 0.4)

    assert decision.handoff is not None
    assert decision.handoff.reason == "security_incident"


def test_a_clear_request_gives_way_to_an_answer_and_not_to_a_question() -> None:
    asked = imported(p_helps=0.5, p_any=0.5).say("ik wil toegang tot het forum", "request_access", 0.95)
    guessed = imported(p_helps=0.5, p_any=0.5).say("ik wil toegang tot het forum", "request_access", 0.6)

    assert "/choose_article" not in str(asked.messages)
    assert "/choose_article" in str(guessed.messages)


@pytest.mark.parametrize("more", [{"p_helps": 0.05}, {"is_down": True}])
def test_without_an_answer_the_refusal_stays(more: dict[str, object]) -> None:
    decision = imported(**more).say("wat eten we vanavond met de buren", "out_of_scope", 0.95)

    assert decision.action == "chat"
    assert decision.handoff is None


def test_another_question_in_mid_conversation_is_searched_for_alone() -> None:
    talk = imported()
    talk.say(QUESTION, "out_of_scope", 0.95)
    talk.articles = {"forum-avatar": make_article("forum-avatar", steps=(), body="Kies een foto.")}
    talk.unnamed = frozenset({"forum-avatar", "forum-foes"})

    decision = talk.say("hoe krijg ik een foto bij mijn naam", "report_not_solved", 0.4)

    assert (decision.action, decision.family) == ("answer", "forum-avatar")
    assert talk.searched[-1] == "hoe krijg ik een foto bij mijn naam"


def test_a_reply_to_what_is_on_the_screen_stays_a_reply() -> None:
    talk = imported()
    talk.say(QUESTION, "out_of_scope", 0.95)
    talk.articles = {"forum-avatar": make_article("forum-avatar", steps=(), body="Kies een foto.")}

    decision = talk.say("ja dat heeft mij geholpen dank je", "report_solved", 0.9)

    assert decision.solved


@pytest.mark.parametrize(("score", "action"), [(0.3, "ask"), (0.1, "answer")])
def test_an_imported_rival_makes_an_answer_a_question(score: float, action: str) -> None:
    articles = {"printer-add": make_article("printer-add"), "forum-foes": FORUM}
    talk = Conversation(articles, unnamed=frozenset({"forum-foes"}), scores={"forum-foes": score})

    decision = talk.say("hoe print ik in de bib van mijn laptop", "problem_printer_add")

    assert decision.action == action
    assert ("forum-foes" in text_of(decision) + str(decision.messages)) == (action == "ask")
