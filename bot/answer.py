"""Folds the events of one turn into the answer that webchat gets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

Answer = dict[str, Any]
_N_RANKED = 5


def answer_of_turn(tracker: DialogueStateTracker | None, message_id: str, model: str | None) -> Answer | None:
    """The answer to a message, read from the tracker (`schemas/turn_answer.json`).

    The tracker is the one source for a first answer and for a repeated one, so both are the same.

    Returns:
        None if the conversation has no such message; `ok` is false where it got no message back.
    """
    if tracker is None:
        return None
    turn = _last_turn(tracker.events, message_id)
    if turn is None:
        return None
    user, uttered = turn
    messages, decision = fold(event.as_dict() for event in uttered)
    parse = user.parse_data or {}
    return {
        "ok": bool(messages),
        "messages": messages,
        "decision": decision,
        "intent": {"name": user.intent.get("name"), "confidence": user.intent.get("confidence", 0.0)},
        "ranking": parse.get("intent_ranking", [])[:_N_RANKED],
        "entities": user.entities,
        "model": model,
    }


def fold(uttered: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Join texts with the `extras` payload that follows each, and find the turn's decision.

    Args:
        uttered: Rasa's `bot` events as dictionaries, in order.

    Returns:
        Messages as webchat gets them, and the decision or None.
    """
    messages: list[dict[str, Any]] = []
    decision: dict[str, Any] | None = None
    for event in uttered:
        data = event.get("data") or {}
        custom = data.get("custom") or {}
        if event.get("text"):
            message: dict[str, Any] = {"text": event["text"]}
            if data.get("buttons"):
                message["buttons"] = [{"title": b["title"], "payload": b["payload"]} for b in data["buttons"]]
            messages.append(message)
        if custom.get("type") == "extras" and messages:
            messages[-1].update({key: value for key, value in custom.items() if key != "type"})
        elif custom.get("type") == "decision":
            decision = {key: value for key, value in custom.items() if key != "type"}
    return messages, decision


def _last_turn(events: Iterable[Event], message_id: str) -> tuple[UserUttered, list[BotUttered]] | None:
    """The latest user message with this id and what the bot said before the next one."""
    turn: tuple[UserUttered, list[BotUttered]] | None = None
    inside = False
    for event in events:
        if isinstance(event, UserUttered):
            inside = event.message_id == message_id
            if inside:
                turn = (event, [])
        elif inside and turn is not None and isinstance(event, BotUttered):
            turn[1].append(event)
    return turn
