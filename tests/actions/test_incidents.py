"""A known incident comes before every answer: told once, taken back, and left behind by another problem."""

from __future__ import annotations

from typing import Any

from tests.actions.driver import Conversation, make_article, text_of

INCIDENT = {
    "id": "i1",
    "families": ["wifi"],
    "phrases": ["het draadloos net is weg"],
    "title": {"nl": "Storing: wifi", "fr": "", "en": "Incident: wifi"},
    "text": {"nl": "De zender is stuk.", "fr": "", "en": "The sender is broken."},
}


def talk_with(*incidents: dict[str, Any], **more: Any) -> Conversation:
    articles = {name: make_article(name) for name in ("wifi", "vpn")}
    metadata = {"language": "nl", "language_source": "site", "incidents": list(incidents)}
    return Conversation(articles, metadata=metadata, **more)


def test_whoever_reports_it_is_told_in_their_language_and_promised_the_end() -> None:
    decision = talk_with(INCIDENT).say("de wifi doet het niet", "problem_wifi")

    assert decision.signals["incident"] == "i1"
    for words in ("gekende storing", "Storing: wifi", "De zender is stuk.", "zodra ze voorbij is"):
        assert words in text_of(decision)
    assert [button.payload for button in decision.messages[0].buttons] == ["/affirm", "/correct_problem", "/ask_human"]
    assert decision.family is None  # no article was given: nothing to have an opinion on


def test_a_language_that_was_left_empty_gets_another() -> None:
    talk = talk_with(INCIDENT)
    talk.metadata["language"] = "fr"
    assert "Storing: wifi" in text_of(talk.say("le wifi ne fonctionne pas", "problem_wifi"))


def test_waiting_is_answered_and_the_incident_is_not_told_again() -> None:
    talk = talk_with(INCIDENT)
    talk.say("de wifi doet het niet", "problem_wifi")
    waits = talk.press("affirm")
    again = talk.say("de wifi doet het nog altijd niet", "problem_wifi")

    assert "hoor je het hier" in text_of(waits)
    assert "incident" not in again.signals
    assert again.action == "answer"


def test_something_else_takes_it_back_and_gets_its_answer() -> None:
    talk = talk_with(INCIDENT)
    talk.say("de wifi doet het niet", "problem_wifi")
    decision = talk.press("correct_problem")

    assert decision.signals["incident_denied"] == "i1"
    assert "incident" not in decision.signals
    assert decision.family == "wifi"


def test_the_words_of_other_reporters_count_where_no_article_is_about_it() -> None:
    anything = {**INCIDENT, "families": []}
    told = talk_with(anything, alike={"i1": 0.7}).say("er is geen draadloos net", "problem_wifi")
    other = talk_with(anything, alike={"i1": 0.2}).say("er is geen draadloos net", "problem_wifi")

    assert told.signals["incident"] == "i1"
    assert "incident" not in other.signals


def test_what_is_about_something_else_is_answered_as_ever() -> None:
    decision = talk_with({**INCIDENT, "families": ["printer"], "phrases": []}).say("geen wifi", "problem_wifi")

    assert (decision.action, decision.family) == ("answer", "wifi")


def test_what_cannot_be_read_is_left_out() -> None:
    assert talk_with({"title": 3}).say("geen wifi", "problem_wifi").family == "wifi"  # type: ignore[dict-item]


def test_a_person_takes_over_with_the_problem_that_was_told() -> None:
    talk = talk_with(INCIDENT)
    talk.say("de wifi doet het niet", "problem_wifi")
    decision = talk.say("ik wil een medewerker", "ask_human")

    assert decision.handoff is not None
    assert decision.handoff.fields["description"].value == "de wifi doet het niet"
