"""Replies that need no knowledge base: small talk, apologies, tickets, choices of language and wording."""

from __future__ import annotations

from actions.logic.acts import Act
from actions.logic.context import Context
from actions.logic.decision import Button, Decision, Message
from actions.logic.details import fail
from actions.logic.dialogue import Phase
from actions.logic.handoff import first_sentence
from actions.logic.offer import start_buttons
from actions.logic.texts import LANGUAGES
from actions.logic.wording import without_masks

_MAX_CHAT = 2  # small talk in a row before the bot says what it is for
_WAITING = {Phase.OFFERED, Phase.CHECKING, Phase.CLARIFYING, Phase.DETAILS}


def chat(context: Context) -> Decision:
    """A greeting, thanks, a goodbye, a question about the bot, small talk; then back to the matter."""
    state, act = context.state, context.act
    state.n_chat = state.n_chat + 1 if act is Act.CHITCHAT else 0
    if state.n_chat > _MAX_CHAT:
        return fail(context, "enough_chat")
    if act is Act.GREET:
        name = (context.turn.metadata.get("customer") or {}).get("name")
        key = "greet_again" if state.n_turns > 1 else "greet_name" if name else "greet"
        context.say(key, name=name) if key == "greet_name" else context.say(key)
    else:
        context.say({Act.THANK: "thank", Act.GOODBYE: "goodbye", Act.IDENTITY: "identity"}.get(act, "chitchat"))
    if state.phase in _WAITING and act is not Act.GOODBYE:
        context.lead = context.messages.pop().text
        still_waiting(context)
    return context.decide("chat")


def still_waiting(context: Context) -> bool:
    """Ask again for what the bot waits for; False if it waits for nothing."""
    if context.state.phase not in _WAITING:
        return False
    context.say(f"waiting_{context.state.phase.value}", buttons=_waiting_buttons(context))
    return True


def greet_back(context: Context) -> Decision:
    """A greeting after a person had the conversation: the bot knows what it was about."""
    buttons = (
        context.button("solved", "/report_solved"),
        context.button("not_solved", "/report_not_solved"),
    )
    about = context.state.title or first_sentence(context.state.problem[0].text)
    if not about:
        return chat(context)
    context.say("greet_back", kind="question", buttons=buttons, about=about.rstrip(".!? "))
    return context.decide("ask")


def _waiting_buttons(context: Context) -> tuple[Button, ...]:
    phase = context.state.phase
    if phase is Phase.OFFERED:
        return start_buttons(context)
    if phase is Phase.CHECKING:
        return (context.button("solved", "/report_solved"), context.button("not_solved", "/report_not_solved"))
    return (context.person(),)


def apologise(context: Context) -> Decision:
    """Restate the complaint, say sorry once, offer a person."""
    state = context.state
    complaint = first_sentence(without_masks(context.turn.text), limit=140).rstrip(".!? ")
    buttons = (context.person(), context.button("go_on", "/deny"))
    if complaint:
        context.say("apologise_restated", kind="question", buttons=buttons, complaint=complaint)
    else:
        context.say("apologise", kind="question", buttons=buttons)
    state.phase_before = state.phase if state.phase is not Phase.HANDED_OFF else Phase.OPEN
    state.phase = Phase.COMPLAINT
    return context.decide("ask")


def ticket_status(context: Context) -> Decision:
    """What webchat sent about the user's open tickets."""
    tickets = context.turn.metadata.get("open_tickets") or []
    if not tickets:
        context.say("ticket_none", buttons=(context.person(),))
        return context.decide("chat")
    lines = [
        context.text(
            "ticket_line",
            number=ticket.get("number", ""),
            subject=ticket.get("subject") or "–",
            status=context.text(f"ticket_{_known_status(ticket.get('status'))}"),
        )
        for ticket in tickets
    ]
    key = "ticket_one" if len(lines) == 1 else "ticket_many"
    context.add(Message(context.text(key) + "\n" + "\n".join(lines), "notice", (context.person(),)))
    return context.decide("chat")


def _known_status(status: object) -> str:
    return str(status) if status in ("new", "open", "pending", "closed", "merged") else "open"


def set_language(context: Context) -> Decision:
    """An explicit choice of language holds from now on."""
    wanted = context.turn.payload.get("language")
    if wanted in LANGUAGES:
        context.state.language = wanted
    context.say("language_set")
    return context.decide("chat")


def set_skill(context: Context) -> None:
    """An explicit choice of wording holds from now on."""
    wanted = context.turn.payload.get("skill")
    if wanted in ("novice", "expert"):
        context.state.skill = wanted
    key = "skill_expert" if context.state.skill == "expert" else "skill_novice"
    if context.state.phase is Phase.WALKING:
        context.act = Act.REPEAT
        context.lead_in(key)
    else:
        context.say(key)
