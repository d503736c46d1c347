"""A console without a screen: applies events to a snapshot, by the rules of docs/protocol.md."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from webchat.services import snapshot as snapshot_module


def fold(snapshot: dict[str, Any], events: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """Return the snapshot that a console holds after `events`."""
    state = copy.deepcopy(snapshot)
    agents = {agent["id"]: agent for agent in state["agents"]}
    conversations = {conversation["id"]: conversation for conversation in state["conversations"]}
    for event, data in events:
        state["event_id"] = data["event_id"]
        if event == "presence_changed":
            agents[data["agent"]["id"]] = data["agent"]
        elif event == "teams_changed":
            state["teams"] = data["teams"]
        elif event == "incidents_changed":
            state["incidents"] = {"n_signals": data["n_signals"], "n_open": data["n_open"]}
        elif event in ("conversation_changed", "handoff_created"):
            conversations[data["conversation"]["id"]] = copy.deepcopy(data["conversation"])
        elif event == "ticket_changed":
            conversations[data["ticket"]["conversation_id"]]["ticket"] = data["ticket"]
        elif event == "message_created" and data["kind"] != "note":
            row = conversations[data["conversation_id"]]
            last = {"seq": data["seq"], "text": data["text"][:200], "sender": data["sender"], "at": data["at"]}
            if files := data.get("attachments"):
                last["n_attachments"] = len(files)
            row |= {"last_message": last, "last_seq": data["seq"], "updated_at": data["at"]}
        elif event in snapshot_module.PERSONAL and data["agent_id"] == state["me"]["id"]:
            name, is_over = ("mention", "read") if event == "mention_changed" else ("reminder", "done")
            others = [kept for kept in state[f"{name}s"] if kept["id"] != data[name]["id"]]
            state[f"{name}s"] = others if data[name][is_over] else [*others, data[name]]
    state["agents"] = list(agents.values())
    state["conversations"] = list(conversations.values())
    state["me"] = agents[state["me"]["id"]]
    return normal(state)


def normal(snapshot: dict[str, Any]) -> dict[str, Any]:
    """Return the snapshot with its lists by id: order is the screen's business."""
    lists = ("agents", "conversations", "mentions", "reminders")
    by_id = {name: {item["id"]: item for item in snapshot[name]} for name in lists}
    return {**snapshot, **by_id}
