"""Known incidents: whoever reports one is told of it before anything else is tried."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from actions.logic.context import Context, settle
from actions.logic.decision import Decision, Message
from actions.logic.dialogue import Phase
from actions.logic.knowledge import Alike, Likeness, Reply, Request, SearchAnswer
from actions.logic.understand import topic_family

_TOPIC_SURE = 0.6  # confidence from which the topic alone says that this is the incident

_MAX_QUERY_CHARS = 2000  # what kb_index compares at most


class Incident(BaseModel):
    """An incident that lasts, as webchat sends it along."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    families: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    title: dict[str, str] = {}
    text: dict[str, str] = {}

    def said(self, words: dict[str, str], language: str) -> str:
        """The words in a language; where it was left empty, in one that has them."""
        return words.get(language) or next((each for each in words.values() if each), "")


def _known(context: Context) -> list[Incident]:
    """The incidents that this conversation was not told of yet."""
    found: list[Incident] = []
    sent: Any = context.turn.metadata.get("incidents")
    for each in sent if isinstance(sent, list) else ():
        try:
            incident = Incident.model_validate(each)
        except ValidationError:
            continue
        if incident.id not in context.state.incidents:
            found.append(incident)
    return found


def reported(context: Context, found: SearchAnswer, *, by_topic: bool) -> Generator[Request, Reply, Incident | None]:
    """The incident that the problem reports: by the article or topic it is about, or by the words of other reporters.

    Args:
        context: The turn.
        found: What the search for the problem gave.
        by_topic: Whether the turn's intent may name the topic.
    """
    known = _known(context)
    if not known:
        return None
    about = {topic_family(context.turn, at_least=_TOPIC_SURE)} if by_topic and not context.turn.is_button else set()
    if found.results and found.results[0].p_helps >= found.thresholds.ask:
        about.add(found.results[0].family)
    for incident in known:
        if about.intersection(incident.families):
            return incident
    groups = {incident.id: incident.phrases for incident in known if incident.phrases}
    if not groups:
        return None
    reply = yield Alike(context.query()[-_MAX_QUERY_CHARS:], context.language, groups)
    assert isinstance(reply, Likeness), "a question about likeness is answered by a likeness"
    best = max(known, key=lambda incident: reply.groups.get(incident.id, 0.0))
    return best if reply.groups.get(best.id, 0.0) >= reply.threshold else None


def inform(context: Context, incident: Incident) -> Decision:
    """Tell what is known, and that the end will be told too."""
    state = context.state
    state.incidents.append(incident.id)
    state.incident = incident.id
    context.signals["incident"] = incident.id
    context.lead_in("incident_known")
    title, text = incident.said(incident.title, context.language), incident.said(incident.text, context.language)
    buttons = (
        context.button("wait", "/affirm"),
        context.button("not_meant", "/correct_problem"),
        context.person(),
    )
    context.add(Message(f"**{title}**\n\n{text}\n\n{context.text('incident_told')}", "notice", buttons))
    settle(state, Phase.INFORMED)
    return context.decide("answer")


def take_back(context: Context) -> bool:
    """The user says that it is something else; False where nothing was told of an incident."""
    state = context.state
    if state.incident is None:
        return False
    context.signals["incident_denied"] = state.incident
    state.incident, state.phase = None, Phase.OPEN
    context.lead_in("corrected")
    return True
