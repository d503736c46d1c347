"""The checker must notice: each fault seeded into a correct history is found, and the correct one passes."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.chaos.check import Stored, check
from tests.support.clients import Sent, UserClient


def stored_message(seq: int, kind: str, text: str, client_id: str | None = None) -> dict[str, Any]:
    return {
        "seq": seq,
        "id": f"m{seq}",
        "client_id": client_id,
        "sender_kind": kind,
        "text": text,
        "visibility": "public",
    }


def make_history() -> tuple[UserClient, Stored]:
    """A person describes a problem, is answered, asks for a person and gets one."""
    messages = [
        stored_message(1, "user", "wifi doet het niet", "c1"),
        stored_message(2, "bot", "Ik begrijp dat de wifi niet werkt."),
        stored_message(3, "user", "ik wil een mens", "c2"),
        stored_message(4, "system", "Een collega neemt over. Je ticket is FL-1001."),
        stored_message(5, "agent", "Dag, ik help je.", "c3"),
        stored_message(6, "user", "dank je", "c4"),
    ]
    conversation = {"id": "k", "status": "open", "owner": "agent"}
    user = UserClient("http://none")
    user.conversation_id = "k"
    user.sent = [Sent(f"c{n}", "", ack={"seq": seq, "id": f"m{seq}"}) for n, seq in ((1, 1), (2, 3), (4, 6))]
    user.received = {m["seq"]: {"id": m["id"], "seq": m["seq"], "text": m["text"]} for m in messages}
    return user, Stored(conversation, messages, [{"number": "FL-1001", "episode": 1, "status": "open"}])


def test_correct_history_passes() -> None:
    user, stored = make_history()

    assert check(user, stored, winners=[["agent@example.org"]]) == []


def lose_acked(user: UserClient, stored: Stored) -> None:
    stored.messages[5]["client_id"] = None


def store_twice(user: UserClient, stored: Stored) -> None:
    stored.messages.append(stored_message(7, "user", "dank je", "c4"))
    user.received[7] = {"id": "m7", "seq": 7, "text": stored.messages[-1]["text"]}


def ack_another_seq(user: UserClient, stored: Stored) -> None:
    user.sent[1].ack = {"seq": 4, "id": "m4"}


def reorder(user: UserClient, stored: Stored) -> None:
    user.sent.reverse()


def leave_a_gap(user: UserClient, stored: Stored) -> None:
    for message in stored.messages[4:]:
        message["seq"] += 1
    user.received = {m["seq"]: {"id": m["id"], "seq": m["seq"], "text": m["text"]} for m in stored.messages}
    user.sent[2].ack = {"seq": 7, "id": "m6"}


def lose_a_push(user: UserClient, stored: Stored) -> None:
    del user.received[5]


def push_a_ghost(user: UserClient, stored: Stored) -> None:
    user.received[9] = {"id": "m9", "seq": 9, "text": "boo"}


def show_another_text(user: UserClient, stored: Stored) -> None:
    user.received[5]["text"] = "Dag."


def deliver_twice(user: UserClient, stored: Stored) -> None:
    user.n_doubled = 1


def leave_without_answer(user: UserClient, stored: Stored) -> None:
    stored.conversation["owner"] = "bot"


def owe_a_turn(user: UserClient, stored: Stored) -> None:
    stored.messages.append(stored_message(7, "bot", "Ik kijk het na."))
    user.received[7] = {"id": "m7", "seq": 7, "text": stored.messages[-1]["text"]}
    stored.conversation.update(owner="bot", turn_pending=1)


def two_tickets(user: UserClient, stored: Stored) -> None:
    stored.tickets.append({"number": "FL-1002", "episode": 1, "status": "new"})


def announce_twice(user: UserClient, stored: Stored) -> None:
    notice = deepcopy(stored.messages[3])
    stored.messages.append({**notice, "seq": 7, "id": "m7"})
    user.received[7] = {"id": "m7", "seq": 7, "text": stored.messages[-1]["text"]}


def no_ticket(user: UserClient, stored: Stored) -> None:
    stored.tickets.clear()


def bot_speaks_after_handoff(user: UserClient, stored: Stored) -> None:
    stored.messages.append(stored_message(7, "bot", "Heeft dat geholpen?"))
    user.received[7] = {"id": "m7", "seq": 7, "text": stored.messages[-1]["text"]}


def answer_twice(user: UserClient, stored: Stored) -> None:
    stored.messages[2] = stored_message(3, "bot", stored.messages[1]["text"])
    user.sent.pop(1)


FAULTS = [
    ("I1", lose_acked), ("I1", store_twice), ("I1", ack_another_seq), ("I3", reorder), ("I3", leave_a_gap),
    ("I2", lose_a_push), ("I2", push_a_ghost), ("I2", show_another_text), ("I2", deliver_twice), ("I4", leave_without_answer), ("I4", owe_a_turn), ("I5", two_tickets),
    ("I5", announce_twice), ("I5", no_ticket), ("I6", bot_speaks_after_handoff), ("I1", answer_twice),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fault"), FAULTS, ids=[fault.__name__ for _, fault in FAULTS])
def test_seeded_fault_is_found(rule: str, fault: Callable[[UserClient, Stored], None]) -> None:
    user, stored = make_history()

    fault(user, stored)

    assert rule in {finding.rule for finding in check(user, stored)}


@pytest.mark.parametrize("winners", [[], ["agent@example.org", "agent2@example.org"]], ids=["nobody", "both"])
def test_race_without_exactly_one_winner_is_found(winners: list[str]) -> None:
    user, stored = make_history()

    assert [f.rule for f in check(user, stored, winners=[winners])] == ["I8"]
