import pytest

from actions.logic.dialogue import Fact
from actions.logic.route import Route, usual_route
from tests.actions.driver import TEXTS, Conversation, make_article, text_of

WIFI = make_article("wifi-no-connection")
CURE = {"done": "solved", "failed": "next", "minutes": 2}


def offered(language: str, text: str, facts: dict[str, Fact]) -> str:
    talk = Conversation({"wifi-no-connection": WIFI}, metadata={"language": language, "language_source": "user"})
    talk.state.facts = facts
    return text_of(talk.say(text, "problem_wifi_no_connection"))


@pytest.mark.parametrize(
    ("language", "said", "sentence"),
    [
        ("nl", "sinds vanmorgen", "je laptop heeft sinds vanmorgen geen verbinding met de wifi."),
        ("fr", "depuis hier", "votre portable n'a pas de connexion au wifi depuis hier."),
        ("en", "since Monday", "your laptop has no wifi connection (since monday)."),
        ("nl", "since Monday", "je laptop heeft geen verbinding met de wifi."),
        ("nl", "sinds ik mijn laptop herstartte", "je laptop heeft geen verbinding met de wifi."),
    ],
)
def test_restates_in_a_sentence_with_what_was_told(language: str, said: str, sentence: str):
    facts = {"device": Fact("laptop", "laptop"), "since": Fact(said, said)}

    assert sentence in offered(language, "wifi!", facts)


def test_article_without_a_sentence_of_its_own_is_named_by_its_title():
    decision = Conversation({"beamer": make_article("beamer")}).say("de beamer toont niets meer", "problem_beamer")

    assert "“Probleem met beamer”" in text_of(decision)


@pytest.mark.parametrize("said_later", ["Vul het formulier in op het intranet.", "Begin."])
def test_of_a_long_text_the_passage_is_shown_that_answers(said_later: str):
    body = "Begin.\n\n" + "Iets over het gebouw. " * 60 + "\n\n## Parkeren\n\nVul het formulier in op het intranet."
    talk = Conversation({"parking": make_article("parking", steps=(), body=body)})
    talk.passages = {"parking": ("Parkeren", said_later)}

    said = text_of(talk.say("hoe kan ik mijn auto parkeren", "problem_parking"))

    assert ("**Parkeren**\n\nVul het formulier in" in said) == (said_later != "Begin.")
    assert ("Iets over het gebouw." in said) == (said_later == "Begin.")


def test_error_and_doubt_are_part_of_the_restatement():
    talk = Conversation({"wifi-no-connection": WIFI}, p_helps=0.75)
    talk.state.facts = {"error_text": Fact("0x80070005", "0x80070005")}

    said = text_of(talk.say("wifi geeft fout 0x80070005 op mijn laptop", "problem_wifi_no_connection"))

    assert "Je ziet de melding “0x80070005”." in said
    assert "Klopt dat niet" in said


def test_usual_route_is_neither_the_luckiest_nor_all_branches_together():
    check = {"question": "?", "answers": [{"label": "Ja", "goto": "b"}, {"label": "Nee", "goto": "human"}]}
    steps = tuple({"id": i, "text": i, **CURE} for i in "bcd")

    route = usual_route(make_article(steps=({"id": "a", "text": "a", "minutes": 1, "check": check}, *steps)))

    assert route == Route(3, 5)


def test_route_through_a_circle_ends():
    steps = ({"id": "a", "text": "a", "done": "b"}, {"id": "b", "text": "b", "done": "a"})

    assert usual_route(make_article(steps=steps)) == Route(2, 0)


def test_plan_speaks_of_the_usual_way():
    steps = tuple({"id": i, "text": i, **CURE} for i in "abcde")
    decision = Conversation({"wifi": make_article("wifi", steps=steps)}).say("de wifi is weg op zolder", "problem_wifi")

    assert TEXTS.say("plan_usual", "nl", n=3) in text_of(decision)
    assert "6 minuten" in text_of(decision)


def test_what_is_added_to_an_offer_drops_the_problem_only_when_it_is_surely_another() -> None:
    articles = {"wifi-no-connection": WIFI, "computer-frozen": make_article("computer-frozen")}
    for confidence, is_kept in ((0.4, True), (0.9, False)):
        talk = Conversation(articles)
        talk.say("sinds gisteren geen wifi op mijn laptop", "problem_wifi_no_connection")
        talk.state.facts["since"] = Fact("sinds gisteren", "sinds gisteren", seq=1)

        talk.say("er staat een wit vlak op mijn scherm", "problem_computer_frozen", confidence=confidence)

        assert ("since" in talk.state.facts) is is_kept
