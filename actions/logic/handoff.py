"""Hands a conversation to a person, with the ticket filled from everything known."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.logic.context import Context
from actions.logic.decision import Decision, Handoff, Message, Reason, TicketField, TicketKind
from actions.logic.dialogue import Dialogue, Phase
from actions.logic.wording import impact_of, urgency_of, without_masks

_KIND: dict[Reason, TicketKind] = {
    "complaint": "complaint",
    "security_incident": "security",
    "access_request": "request",
    "software_request": "request",
}
_FACTS = ("device", "operating_system", "application", "error_text", "since")
_ANGRY = 0.5  # frustration from which the mood is called frustrated


def hand_off(
    context: Context,
    reason: Reason,
    *,
    kind: TicketKind | None = None,
    lead: str | None = None,
    after: Message | None = None,
) -> Decision:
    """Decide a hand-off and tell the user, in one message.

    Who is free, the ticket's number and the place in the queue are webchat's to say: it does so right after.

    Args:
        context: The turn.
        reason: Why a person takes over.
        kind: Kind of ticket; by default what the reason implies.
        lead: Key of the sentence that announces it; by default the reason's.
        after: What has to be read first, such as safe first measures; the announcement closes this message.
    """
    state = context.state
    announced = context.text(lead or f"handoff_{reason}")
    if state.problem or state.complaint or after:
        announced += f" {context.text('handoff_next')}"
    context.add(replace(after, text=f"{after.text}\n\n{announced}") if after else Message(announced))
    known = {name: value for name, value in context.signals.items() if name != "dial"}  # nobody's business on a ticket
    signals = {**known, "n_failed_turns": state.n_failed, "n_not_helped": state.n_not_helped,
               "frustration": round(state.frustration, 2)}  # fmt: skip
    handoff = Handoff(reason, kind or _KIND.get(reason, "incident"), fields(context, reason), signals)
    decision = replace(context.decide("handoff"), handoff=handoff)
    state.phase = Phase.HANDED_OFF
    state.n_failed = 0
    return decision


def fields(context: Context, reason: Reason) -> dict[str, TicketField]:
    """The ticket's built-in fields, each with its source; what is not known is left out."""
    state, turn = context.state, context.turn
    said = [*state.problem, *([state.later] if state.later else [])]
    said = said or ([state.complaint] if state.complaint else [])
    words = "\n".join(s.text for s in said) or without_masks(turn.text)
    last_seq = said[-1].seq if said else turn.seq
    result: dict[str, TicketField] = {
        "subject": _subject(context, reason, words, last_seq),
        "language": TicketField(context.language, "system", turn.seq, 0.95),
        "mood": _mood(state, turn.seq, reason),
    }
    if words:
        result["description"] = TicketField(words, "user", said[0].seq if said else turn.seq, 1.0)
    if state.topic or reason == "security_incident":
        sure = 0.95 if reason == "security_incident" else (state.p_helps or 0.5)
        topic = "security" if reason == "security_incident" else state.topic
        result["category"] = TicketField(topic, "bot", last_seq, sure)
    if state.family:
        result["topic"] = TicketField(state.family, "bot", last_seq, state.p_helps or 0.5)
    impact, sure = impact_of(words)
    result["impact"] = TicketField(impact, "bot", last_seq, sure)
    urgency, sure = ("high", 0.95) if reason == "security_incident" else urgency_of(words)
    result["urgency"] = TicketField(urgency, "bot", last_seq, sure)
    for name in _FACTS:
        if fact := state.facts.get(name):
            result[name] = TicketField(fact.value, "user", fact.seq, fact.confidence)
    if state.tried:
        steps = [
            {"step": t.step, "text": t.text, "result": t.result, "article_id": t.article_id, "message_seq": t.seq}
            for t in state.tried
        ]
        result["steps_tried"] = TicketField(steps, "user", state.tried[-1].seq, 1.0)
    if state.shown:
        result["articles_shown"] = TicketField(list(state.shown), "system", None, 1.0)
    if state.skill:
        result["skill"] = TicketField(state.skill, "bot", None, 0.6)
    if customer := _customer(context):
        result["customer"] = customer
    return result


def _subject(context: Context, reason: Reason, words: str, seq: int | None) -> TicketField:
    """The article's title where one fits, else the user's first sentence, else the reason."""
    state = context.state
    if state.title and reason in ("not_helped", "article_policy", "user_request", "low_confidence"):
        return TicketField(state.title, "bot", seq, state.p_helps or 0.5)
    sentence = first_sentence(words)
    if sentence and (state.problem or reason != "abuse"):  # a list of tickets need not show the insult
        return TicketField(sentence, "user", seq, 0.7)
    return TicketField(context.text(f"subject_{reason}"), "bot", None, 0.5)


def first_sentence(text: str, *, limit: int = 90) -> str:
    """The first sentence that is more than a greeting, cut at a word; empty if there is none."""
    for part in re.split(r"(?<=[.!?])\s+|\n+", text):
        sentence = part.strip()
        if len(sentence.split()) >= 3:
            return sentence if len(sentence) <= limit else sentence[:limit].rsplit(" ", 1)[0] + "…"
    short = " ".join(text.split())
    return short if 3 <= len(short) <= limit else ""


def _mood(state: Dialogue, seq: int | None, reason: Reason) -> TicketField:
    if state.frustration >= _ANGRY or reason in ("complaint", "abuse"):
        return TicketField("frustrated", "bot", seq, 0.7)
    return TicketField("neutral", "bot", seq, 0.5)


def _customer(context: Context) -> TicketField | None:
    """Who it is: what webchat knows comes before what was said."""
    known = context.turn.metadata.get("customer") or {}
    if known.get("name") or known.get("email"):
        return TicketField(known.get("name") or known.get("email"), "system", None, 1.0 if known.get("known") else 0.8)
    if fact := context.state.facts.get("customer_name"):
        return TicketField(fact.value, "user", fact.seq, fact.confidence)
    return None
