"""What people do that no flow chart foresees: corrections, two problems, wrong moments, a person in between."""

import pytest
from rasa_sdk import Tracker

from actions.logic.decision import Decision
from actions.logic.dialogue import Dialogue, Phase
from actions.logic.knowledge import Article
from actions.logic.turn import Entity
from actions.support_turn import dialogue_of
from tests.actions.driver import Conversation, make_article, text_of

CURES = tuple({"id": f"s{n}", "text": f"Doe {n}.", "done": "solved", "failed": "next"} for n in (1, 2))
CHECK = {"question": "Wat zie je?", "answers": [{"label": "Zwart", "goto": "s2"}, {"label": "Blauw", "goto": "human"}]}
CHECKED = ({"id": "s1", "text": "Kijk naar het scherm.", "check": CHECK}, {"id": "s2", "text": "Doe 2."})


def talk_about(*articles: Article, **more: object) -> Conversation:
    return Conversation({a.family: a for a in articles}, **more)  # type: ignore[arg-type]


def started(article: Article) -> Conversation:
    talk = talk_about(article)
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")
    talk.press("start_steps")
    return talk


def titles(decision: Decision) -> list[str]:
    return [button.title for message in decision.messages for button in message.buttons]


@pytest.mark.parametrize("online", [0, 2])
def test_handoff_is_one_message_that_says_nothing_of_queue_or_free_colleagues(online: int):
    talk = talk_about(make_article(), metadata={"language": "nl", "agents_online": online})
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")

    decision = talk.press("ask_human")

    assert len(decision.messages) == 1
    said = text_of(decision)
    assert said.count("niets te herhalen") == 1
    assert not any(word in said for word in ("niemand", "wachtrij", "zodra", "plaats"))


def test_security_measures_and_handoff_are_one_message():
    decision = talk_about().say("mijn laptop is gestolen op de trein", "chitchat", 0.4)

    assert len(decision.messages) == 1
    assert text_of(decision).index("1.") < text_of(decision).index("medewerker neemt dit met voorrang")


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("j'ai envoyé le fichier des salaires à la mauvaise adresse", "Arrêtez le partage"),
        ("I think I left my laptop on the train", "missing one"),
        ("er staat een losgeldbericht op mijn scherm", "netwerkkabel"),
    ],
)
def test_security_measures_fit_the_incident(text: str, measure: str):
    assert measure in text_of(talk_about().say(text, "report_security_incident"))


def test_clear_topic_with_an_unsure_search_is_asked_about_by_title():
    talk = talk_about(make_article("vpn"), make_article("printer"), p_helps=0.1)

    decision = talk.say("mijn printer print niets meer aub", "problem_printer", 0.97)

    assert titles(decision)[0] == "Probleem met printer"


@pytest.mark.parametrize("text", ["c'est fait", "ja"])
def test_reply_at_the_wrong_moment_is_no_description(text: str):
    talk = talk_about(make_article(), p_helps=0.1)
    talk.say("het werkt niet", "report_vague_problem")
    described = list(talk.state.problem)

    decision = talk.say(text, "report_step_done")

    assert talk.state.problem == described
    assert decision.action == "chat"
    assert decision.handoff is None


def test_going_back_from_a_choice_asks_again_with_the_same_buttons():
    talk = talk_about(make_article("wifi"), make_article("vpn"), p_helps=0.5)
    asked = talk.say("iets met de verbinding vandaag", "problem_wifi")

    again = talk.say("terug", "ask_back")

    assert titles(again) == [*titles(asked), "Praat met een medewerker"]


def test_not_this_but_that_replaces_the_word_and_drops_its_articles():
    talk = talk_about(make_article("printer"), make_article("scanner"))
    talk.say("mijn printer doet raar", "problem_printer")

    decision = talk.say("nee, niet de printer maar de scanner", "problem_printer", 0.58)

    assert decision.family == "scanner"
    assert talk.state.problem[0].text == "mijn scanner doet raar"


def test_not_this_but_that_says_nothing_about_what_was_never_said():
    talk = talk_about(make_article("wifi"), make_article("vpn"))
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")

    decision = talk.say("ik hoor niet alleen ruis maar ook gezoem", "problem_wifi", 0.5)

    assert decision.family == "wifi"


class TwoTopics(Conversation):
    """Finds the article whose family the text names first."""

    def _reply(self, request):  # type: ignore[no-untyped-def]
        reply = super()._reply(request)
        text = getattr(request, "text", None)
        if text is None:
            return reply
        hits = tuple(sorted(reply.results, key=lambda hit: (text.find(hit.family) < 0, text.find(hit.family))))
        return reply.model_copy(update={"results": tuple(h.model_copy(update={"score": 0.9}) for h in hits)})


def test_second_problem_of_a_message_is_taken_up_after_the_first():
    talk = TwoTopics({"wifi": make_article("wifi"), "mailbox": make_article("mailbox")})
    first = talk.say("ik heb geen wifi meer en ook is mijn mailbox vol", "problem_mailbox", 0.5)
    talk.press("start_steps")

    second = talk.say("het werkt", "report_solved")

    assert (first.family, second.family) == ("wifi", "mailbox")
    assert not second.solved
    assert talk.press("report_solved").solved


def test_second_problem_of_a_message_stands_in_the_ticket():
    talk = TwoTopics({"wifi": make_article("wifi"), "mailbox": make_article("mailbox")})
    talk.say("ik heb geen wifi meer en ook is mijn mailbox vol", "problem_mailbox", 0.5)

    decision = talk.press("ask_human")

    assert decision.handoff is not None
    assert "mailbox" in decision.handoff.fields["description"].value


def test_and_also_about_the_same_problem_is_one_problem():
    talk = TwoTopics({"wifi": make_article("wifi"), "vpn": make_article("vpn")})
    talk.say("de wifi is traag en ook valt de wifi weg", "problem_wifi")

    assert talk.state.later is None


def test_not_solved_after_a_cure_goes_on_with_the_next_cure():
    talk = started(make_article("wifi", steps=CURES))
    asked = talk.press("report_step_done", step="s1")

    decision = talk.say("werkt niet", "report_vague_problem")

    assert asked.messages[0].step is None
    assert decision.messages[0].step == {"number": 2, "of": 2}
    assert talk.state.tried[0].result == "failed"


def test_reply_that_answers_no_check_question_gets_the_question_alone():
    talk = started(make_article("wifi", steps=CHECKED))

    decision = talk.say("dat werkt niet", "report_vague_problem")

    assert "Wat zie je?" in text_of(decision)
    assert "Kijk naar het scherm." not in text_of(decision)
    assert "Praat met een medewerker" in titles(talk.say("dat werkt niet", "report_vague_problem"))
    assert talk.say("dat werkt niet", "report_vague_problem").handoff is not None


def test_failed_last_step_has_one_word_of_regret():
    talk = started(make_article("wifi", steps=({"id": "s1", "text": "Doe 1."},)))

    decision = talk.say("dat werkt niet", "report_not_solved")

    assert decision.handoff is not None
    assert "iets anders" not in text_of(decision)


def test_it_does_not_work_before_any_step_is_no_failed_article():
    talk = talk_about(make_article("wifi"))
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")

    decision = talk.say("ça ne marche toujours pas", "report_not_solved")

    assert decision.handoff is None
    assert decision.messages[0].buttons[0].payload == "/start_steps"


@pytest.mark.parametrize("text", ["start", "ok, let's go", "allons-y", "begin maar"])
def test_start_may_be_typed(text: str):
    talk = talk_about(make_article("wifi"))
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")

    assert talk.say(text, "ask_back", 0.6).messages[0].step is not None


def test_tried_already_is_not_a_start():
    talk = talk_about(make_article("wifi"))
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")

    decision = talk.say("dat heb ik al geprobeerd", "report_step_done")

    assert decision.messages[0].step is None
    assert decision.handoff is None


def test_more_about_an_offered_problem_is_noted_without_a_second_restatement():
    talk = talk_about(make_article("wifi"))
    first = talk.say("de wifi is weg op mijn laptop", "problem_wifi")

    decision = talk.say("het is het netwerk van de bibliotheek", "problem_wifi")

    assert "Probleem met wifi" in text_of(first)
    assert "Probleem met wifi" not in text_of(decision)
    assert len(talk.state.problem) == 2


def test_anger_with_a_problem_is_met_once_with_a_kind_word():
    talk = talk_about(make_article("wifi"), make_article("vpn"))
    first = talk.say("belachelijk dat de wifi weer weg is", "problem_wifi")
    second = talk.say("belachelijk dat de vpn weer weg is", "problem_vpn")

    assert "vervelend" in text_of(first)
    assert "vervelend" not in text_of(second)


def test_named_program_is_not_asked_for_again():
    talk = talk_about()
    talk.extra_entities = (Entity("application", "photoshop", "photoshop"),)

    decision = talk.say("I need photoshop", "request_software")

    assert decision.action == "ask"
    assert "Welk programma" not in text_of(decision)


def test_asked_language_is_given_and_the_screen_is_said_again():
    talk = started(make_article("wifi"))

    decision = talk.say("English please", "chitchat", 0.3)

    assert decision.language == "en"
    assert decision.messages[0].step == {"number": 1, "of": 3}


def handed_back(talk: Conversation) -> None:
    """As webchat's sync leaves it: the slot is empty, its history is not."""
    slots = [{"event": "slot", "name": "dialogue", "value": value} for value in (talk.state.to_slot(), None)]
    tracker = Tracker("c", {"dialogue": None}, {}, slots, False, None, {}, None)
    talk.state = dialogue_of(tracker)


def test_bot_that_gets_a_conversation_back_knows_what_it_was_about():
    talk = started(make_article("wifi"))
    talk.press("ask_human")
    handed_back(talk)

    decision = talk.say("hallo", "greet")

    assert talk.state.language == "nl"
    assert "Probleem met wifi" in text_of(decision)
    assert titles(decision)[:1] == ["Ja, opgelost"]


def test_still_broken_after_a_person_goes_to_a_person_again():
    talk = started(make_article("wifi"))
    talk.press("ask_human")
    handed_back(talk)

    decision = talk.say("het werkt nog altijd niet", "report_vague_problem")

    assert decision.handoff is not None
    assert "de wifi is weg" in decision.handoff.fields["description"].value


def test_new_problem_after_a_person_is_a_new_problem():
    talk = talk_about(make_article("wifi"), make_article("vpn"))
    talk.state.phase = Phase.HANDED_OFF
    talk.say("de vpn verbindt niet meer thuis", "problem_vpn")

    assert [said.text for said in talk.state.problem] == ["de vpn verbindt niet meer thuis"]


def test_person_who_took_over_in_mid_walk_leaves_no_step_waiting():
    talk = started(make_article("wifi"))

    assert Dialogue.after_person(talk.state.to_slot()).phase is Phase.HANDED_OFF
    assert Dialogue.after_person(None).phase is Phase.OPEN


def test_handoff_before_anything_was_told_does_not_speak_of_what_was_told():
    assert "vertelde" not in text_of(talk_about().press("ask_human"))


def test_intent_that_names_another_topic_than_the_search_leads_to_a_question():
    talk = talk_about(make_article("printer-add"), make_article("printer"), p_helps=0.99)

    decision = talk.say("er komt niets uit de printer voor mijn vergadering", "problem_printer", 0.77)

    assert decision.action == "ask"
    assert titles(decision)[:2] == ["Probleem met printer", "Probleem met printer-add"]


def test_remark_about_an_offer_is_noted_and_the_offer_stands():
    talk = talk_about(make_article("printer"), make_article("vpn"))
    talk.say("mijn printer print niets meer", "problem_printer")

    decision = talk.say("tis ne canon", "deny", 0.86)

    assert talk.state.family == "printer"
    assert decision.messages[0].buttons[0].payload == "/start_steps"


def test_language_asked_for_during_a_choice_keeps_the_choice():
    talk = talk_about(make_article("wifi"), make_article("vpn"), p_helps=0.5)
    asked = talk.say("iets met de verbinding vandaag", "problem_wifi")

    again = talk.say("please in French", "ask_human", 0.5)

    assert again.language == "fr"
    assert [b.payload for b in again.messages[0].buttons] == [b.payload for b in asked.messages[0].buttons]


def test_weak_alarm_about_a_device_that_is_looked_at_is_no_incident():
    talk = talk_about(make_article("wifi"), make_article("vpn"))
    talk.say("de wifi is weg op mijn laptop", "problem_wifi")

    assert talk.say("er brandt een rood lampje", "report_security_incident", 0.39).handoff is None
    assert talk.say("er brandt een rood lampje", "report_security_incident", 0.9).handoff is not None


def test_certain_topic_stands_beside_its_own_kind_only():
    talk = talk_about(make_article("vpn"), make_article("excel", topic="software"), p_helps=0.1)

    decision = talk.say("mijn excel hangt weer helemaal vast", "problem_excel", 0.97)

    assert titles(decision)[0] == "Probleem met excel"
    assert "Probleem met vpn" not in titles(decision)
    assert talk.say("ja", "affirm").family == "excel"


def test_nothing_is_solved_before_a_problem_was_told() -> None:
    talk = Conversation({"slow": make_article("slow")}, p_helps=0.9)

    decision = talk.say("ik klik, ga een koffie halen, kom terug en dan gaat het open", "report_solved", 0.6)

    assert (decision.action, decision.family) == ("answer", "slow")


def test_nothing_more_to_tell_is_no_part_of_the_problem() -> None:
    talk = Conversation({"slow": make_article("slow")}, p_helps=0.1)
    talk.say("het doet raar", "report_vague_problem")

    talk.say("meer weet ik niet, het is zoals ik zei", "ask_repeat", 0.3)

    assert [said.text for said in talk.state.problem] == ["het doet raar"]
