"""The one action of every turn: read the tracker, decide, call what the decision needs, say it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.clients.kb import KnowledgeBase
from actions.logic.acts import Act
from actions.logic.context import Context
from actions.logic.decide import decide
from actions.logic.decision import Decision
from actions.logic.dialogue import Dialogue
from actions.logic.handoff import hand_off
from actions.logic.knowledge import Alike, Fetch, KnowledgeDown, Reply, Request
from actions.logic.texts import Texts
from actions.logic.turn import Turn
from actions.settings import Settings

logger = logging.getLogger(__name__)

_FACT_SLOTS = ("device", "operating_system", "application", "error_text", "since", "customer_name")


@lru_cache(maxsize=1)
def _texts() -> Texts:
    return Texts.load(Settings().responses_dir)


@lru_cache(maxsize=1)
def _knowledge() -> KnowledgeBase:
    """One connection pool for the process, made on its event loop at the first turn."""
    settings = Settings()
    return KnowledgeBase(settings.kb_url, timeout_s=settings.kb_timeout_s)


class ActionSupportTurn(Action):  # type: ignore[misc]  # rasa-sdk ships no types
    """What the bot does in a turn (docs/bot.md)."""

    def name(self) -> str:
        """The name that domain.yml and the rules use."""
        return "action_support_turn"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Decide the turn; whatever fails, the user gets an answer."""
        turn = Turn.from_message(tracker.latest_message)
        state = dialogue_of(tracker)
        try:
            decision = await run_flow(turn, state, texts=_texts(), knowledge=_knowledge())
        except Exception:  # the outermost loop: logged without the text, and a person takes over
            logger.exception("turn failed conversation_id=%s seq=%s", tracker.sender_id, turn.seq)
            context = Context(turn, state, _texts(), Act.UNSURE)
            decision = hand_off(context, "bot_unavailable")
        utter(dispatcher, decision)
        return slot_events(state)


def dialogue_of(tracker: Tracker) -> Dialogue:
    """The conversation's state; after a person had it (webchat's sync empties the slot), what the bot knew before."""
    if isinstance(slot := tracker.get_slot("dialogue"), dict):
        return Dialogue.from_slot(slot)
    values = (e["value"] for e in reversed(tracker.events) if e.get("event") == "slot" and e.get("name") == "dialogue")
    return Dialogue.after_person(next((value for value in values if isinstance(value, dict)), None))


async def run_flow(turn: Turn, state: Dialogue, *, texts: Texts, knowledge: KnowledgeBase) -> Decision:
    """Drive a decision: carry its requests to the knowledge base until it is made."""
    flow = decide(turn, state, texts)
    request: Request = Fetch("")
    try:
        request = next(flow)
        while True:
            try:
                reply = await _ask(knowledge, request, language=state.language or "nl")
            except KnowledgeDown as error:
                logger.warning("kb_index did not answer: %s", error)
                request = flow.throw(error)
            else:
                request = flow.send(reply)
    except StopIteration as finished:
        decision: Decision = finished.value
        return decision


async def _ask(knowledge: KnowledgeBase, request: Request, *, language: str) -> Reply:
    if isinstance(request, Fetch):
        return await knowledge.article(request.family, language=language)
    if isinstance(request, Alike):
        return await knowledge.alike(request.text, language=request.language, groups=request.groups)
    return await knowledge.search(request.text, language=language, signals=request.signals)


def utter(dispatcher: CollectingDispatcher, decision: Decision) -> None:
    """Text and buttons the way Rasa's own tools show them, then what only webchat reads."""
    for message in decision.messages:
        buttons = [{"title": b.title, "payload": b.payload} for b in message.buttons]
        dispatcher.utter_message(text=message.text, buttons=buttons or None)
        dispatcher.utter_message(json_message=message.extras())
    dispatcher.utter_message(json_message=decision.payload())


def slot_events(state: Dialogue) -> list[dict[str, Any]]:
    """The state, and the slots that let Rasa's tools show what is known."""
    facts = {name: state.facts[name].value if name in state.facts else None for name in _FACT_SLOTS}
    values: dict[str, Any] = {"language": state.language, "skill": state.skill, **facts}
    return [SlotSet("dialogue", state.to_slot()), *(SlotSet(name, value) for name, value in values.items())]
