import pytest

from actions.logic.decision import Decision
from actions.logic.knowledge import Thresholds
from tests.actions.driver import Conversation, make_article, text_of


def conversation(**more: object) -> Conversation:
    return Conversation({"wifi": make_article("wifi"), "vpn": make_article("vpn")}, **more)  # type: ignore[arg-type]


def walk_started() -> Conversation:
    talk = conversation()
    talk.say("mijn laptop vindt de wifi niet meer", "problem_wifi")
    talk.press("start_steps")
    return talk


def test_sure_answer_restates_plans_and_offers_three_ways_on():
    decision = conversation().say("mijn laptop vindt de wifi niet meer", "problem_wifi")

    assert decision.action == "answer"
    assert [b.payload for b in decision.messages[0].buttons] == ["/start_steps", "/correct_problem", "/ask_human"]
    assert "3 korte stappen" in text_of(decision)
    assert "5 minuten" in text_of(decision)


def test_walk_to_the_end_asks_whether_it_is_solved_and_closes():
    talk = walk_started()
    for step in ("s1", "s2"):
        assert talk.press("report_step_done", step=step).messages[0].step is not None

    asked = talk.press("report_step_done", step="s3")
    closed = talk.press("report_solved")

    assert [b.payload for b in asked.messages[0].buttons][:2] == ["/report_solved", "/report_not_solved"]
    assert closed.solved
    assert closed.messages[0].article is not None


def test_failed_last_step_hands_off_with_every_step_in_the_ticket():
    talk = walk_started()
    talk.press("report_step_done", step="s1")
    talk.press("report_not_solved", step="s2")

    decision = talk.press("report_not_solved", step="s3")

    assert decision.handoff is not None
    assert decision.handoff.reason == "not_helped"
    tried = decision.handoff.fields["steps_tried"].value
    assert [(t["step"], t["result"]) for t in tried] == [("s1", "done"), ("s2", "failed"), ("s3", "failed")]


def test_second_did_not_help_hands_off():
    talk = walk_started()
    for step in ("s1", "s2", "s3"):
        talk.press("report_step_done", step=step)

    other = talk.press("report_not_solved")
    assert other.family == "vpn"
    talk.press("start_steps")
    for step in ("s1", "s2", "s3"):
        talk.press("report_step_done", step=step)

    assert reason(talk.press("report_not_solved")) == "not_helped"


def test_unclear_explains_then_offers_a_person_then_hands_off():
    talk = walk_started()

    assert "Hulp bij 1." in text_of(talk.press("report_step_unclear", step="s1"))
    assert talk.press("report_step_unclear", step="s1").messages[0].buttons[0].payload == "/ask_human"
    assert reason(talk.press("report_step_unclear", step="s1")) == "not_helped"


def test_button_of_an_earlier_step_shows_the_current_step_again():
    talk = walk_started()
    talk.press("report_step_done", step="s1")

    decision = talk.press("report_step_done", step="s1")

    assert decision.messages[0].step == {"number": 2, "of": 3}


def test_between_the_thresholds_one_question_then_a_person():
    talk = conversation(p_helps=0.5)

    first = talk.say("iets met mijn verbinding gaat mis vandaag", "problem_wifi")
    second = talk.say("ja iets met de verbinding op mijn computer dus", "problem_vpn", 0.5)

    assert first.action == "ask"
    assert [b.payload for b in first.messages[0].buttons][-1] == "/correct_problem"
    assert second.action != "ask" or second.messages[0].text != first.messages[0].text


def test_correction_never_gives_the_same_answer():
    talk = conversation()
    talk.say("mijn laptop vindt de wifi niet meer", "problem_wifi")

    decision = talk.press("correct_problem")

    offered = " ".join(b.payload for m in decision.messages for b in m.buttons)
    assert '"wifi"' not in offered
    assert '"vpn"' in offered


def test_correction_of_the_only_article_asks_for_details_whatever_the_dial_says():
    talk = Conversation({"wifi": make_article("wifi")}, thresholds=Thresholds(answer=0.7, ask=0.0))
    talk.say("mijn laptop vindt de wifi niet meer", "problem_wifi")

    decision = talk.press("correct_problem")

    assert decision.action == "ask"
    assert talk.state.candidates == []


def test_vague_problem_is_asked_about_once_per_detail():
    talk = conversation(p_helps=0.1)
    said = [text_of(talk.say("het werkt niet", "report_vague_problem")) for _ in range(3)]

    assert len(set(said)) == 3
    assert talk.state.phase == "handed_off"


def test_third_failed_turn_in_a_row_is_a_handoff():
    talk = conversation()
    for text in ("hoofdstad van frankrijk", "wie wint de koers"):
        assert talk.say(text, "out_of_scope").handoff is None

    assert reason(talk.say("hoe laat is het in tokio", "out_of_scope")) == "low_confidence"


def test_security_incident_gives_measures_and_hands_off_at_once():
    decision = conversation().say("ik klikte op een link en gaf mijn wachtwoord in", "chitchat", 0.4)

    assert decision.handoff is not None
    assert (decision.handoff.kind, decision.handoff.reason) == ("security", "security_incident")
    assert decision.handoff.fields["urgency"].value == "high"
    assert "1." in decision.messages[0].text


def test_complaint_is_apologised_for_once():
    talk = conversation()

    first = talk.say("jullie helpdesk is waardeloos", "complain")
    second = talk.say("dit is echt belachelijk", "complain")

    assert first.handoff is None
    assert "waardeloos" in text_of(first)
    assert reason(second) == "complaint"


def test_masked_password_is_answered_with_a_warning_and_the_turn_goes_on():
    decision = conversation().say("mijn wachtwoord [masked:password] werkt niet op de wifi", "problem_wifi")

    assert "Wij vragen nooit" in text_of(decision)
    assert "[masked" not in text_of(decision)
    assert decision.action == "answer"


def test_knowledge_base_down_is_said_and_handed_off():
    decision = conversation(is_down=True).say("mijn laptop vindt de wifi niet meer", "problem_wifi")

    assert reason(decision) == "low_confidence"
    assert "kennisbank" in text_of(decision)


def test_article_that_always_hands_off_gives_its_first_measures():
    talk = Conversation({"phish": make_article("phish", handoff=True, topic="security")})

    decision = talk.say("ik kreeg een rare mail van de bank", "problem_phish")

    assert decision.handoff is not None
    assert (decision.handoff.reason, decision.handoff.kind) == ("article_policy", "security")
    assert "1. Doe stap 1." in text_of(decision)


def test_request_that_says_what_and_why_is_passed_on_without_a_question():
    decision = conversation().say("ik heb toegang nodig tot de map facturen voor mijn nieuwe job", "request_access")

    assert decision.handoff is not None
    assert decision.handoff.kind == "request"


def test_negated_success_is_not_a_success():
    talk = walk_started()

    decision = talk.say("ça n'a pas marché", "report_solved", 0.8)

    assert not decision.solved
    assert talk.state.tried[-1].result == "failed"


def test_every_ticket_field_has_a_source_and_a_certainty():
    talk = walk_started()

    decision = talk.press("ask_human")

    assert decision.handoff is not None
    for value in decision.handoff.fields.values():
        assert value.source in ("user", "bot", "system")
        assert 0 <= value.confidence <= 1


@pytest.mark.parametrize(("language", "word"), [("fr", "collaborateur"), ("en", "colleague")])
def test_answers_in_the_language_of_the_page(language: str, word: str):
    talk = conversation(metadata={"language": language, "language_source": "site"})

    assert word in text_of(talk.press("ask_human"))


def reason(decision: Decision) -> str | None:
    return decision.handoff.reason if decision.handoff else None
