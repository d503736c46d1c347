from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answer import answer_of_turn, fold


def said(text=None, buttons=None, custom=None):
    return {"text": text, "data": {"buttons": buttons, "custom": custom}}


def test_extras_join_the_text_before_them_and_the_decision_stands_apart():
    messages, decision = fold(
        [
            said("Dag", [{"title": "Start", "payload": "/start_steps", "type": "x"}]),
            said(custom={"type": "extras", "kind": "answer"}),
            said(custom={"type": "decision", "action": "answer"}),
        ]
    )

    assert messages == [{"text": "Dag", "buttons": [{"title": "Start", "payload": "/start_steps"}], "kind": "answer"}]
    assert decision == {"action": "answer"}


def test_answer_is_that_of_the_message_asked_for():
    tracker = DialogueStateTracker.from_events(
        "c",
        [
            UserUttered("een", message_id="m1"),
            BotUttered("antwoord een"),
            UserUttered("twee", message_id="m2"),
            BotUttered("antwoord twee"),
        ],
    )

    assert answer_of_turn(tracker, "m1", "m")["messages"] == [{"text": "antwoord een"}]
    assert answer_of_turn(tracker, "m3", "m") is None


def test_message_that_got_no_answer_is_not_ok():
    tracker = DialogueStateTracker.from_events("c", [UserUttered("een", message_id="m1")])

    assert answer_of_turn(tracker, "m1", "m")["ok"] is False
