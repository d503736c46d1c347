"""The action server behind Rasa's own webhook: asks what the bot would do, without a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from webchat.domain.answers import BotAnswer

_SENDER = "what-if"
_CHOICE = "/choose_article"


class ActionsUnavailable(Exception):
    """The action server did not answer in time or answered something else than the contract says."""


class ActionServer:
    """Decides a first turn for a message that was understood in a given way. Keeps nothing, as actions never do."""

    def __init__(self, url: str, *, timeout_s: float) -> None:
        """Prepare a client of the action server at `url`."""
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout_s, trust_env=False)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def answer(self, text: str, *, language: str, understood: Mapping[str, Any]) -> BotAnswer:
        """Return what the bot does when somebody opens a conversation with `text`.

        Args:
            text: The message.
            language: The page's.
            understood: A model's prediction: `intent`, `confidence`, `ranking`, and `entities` where there are any.

        Raises:
            ActionsUnavailable: It cannot be told now.
        """
        message = {
            "text": text,
            "intent": {"name": understood["intent"], "confidence": understood["confidence"]},
            "intent_ranking": understood.get("ranking") or [],
            "entities": understood.get("entities") or [],
            "metadata": {"language": language, "seq": 1},
        }
        tracker = {
            "sender_id": _SENDER,
            "slots": {},
            "latest_message": message,
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        }
        call = {"next_action": "action_support_turn", "sender_id": _SENDER, "tracker": tracker, "domain": {}}
        try:
            response = await self._http.post("/webhook", json=call)
            response.raise_for_status()
            return _read(response.json()["responses"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise ActionsUnavailable(type(error).__name__) from error


def _read(responses: list[dict[str, Any]]) -> BotAnswer:
    """Read the decision, and the choices that a question shows."""
    said = [response.get("custom") or {} for response in responses]
    decision = next(custom for custom in reversed(said) if custom.get("type") == "decision")
    if (decision["handoff"] or {}).get("reason") == "bot_unavailable" or decision["signals"].get("kb_down"):
        raise ValueError("the turn failed there")
    buttons = [button for response in responses for button in response.get("buttons") or []]
    choices = [button["title"] for button in buttons if button["payload"].startswith(_CHOICE)]
    return BotAnswer(
        action=decision["action"],
        reason=decision["handoff"] and decision["handoff"]["reason"],
        family=decision["family"],
        article_id=decision["article_id"],
        meanings=tuple(choices) if decision["action"] == "ask" else (),
        p_helps=decision["p_helps"],
    )
