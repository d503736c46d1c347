"""Replies that need no knowledge base: small talk, apologies, requests, alarms, choices."""

from __future__ import annotations

from actions.logic.answer import fail
from actions.logic.context import Context, settle
from actions.logic.decision import Button, Decision, Message
from actions.logic.dialogue import Phase
from actions.logic.handoff import first_sentence, hand_off
from actions.logic.texts import LANGUAGES
from actions.logic.understand import Act
from actions.logic.wording import gives_reason, without_masks

_MAX_CHAT = 2  # small talk in a row before the bot says what it is for
_NAMES_IT = 6  # words from which a request says what it wants
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
        context.say(f"waiting_{state.phase.value}", buttons=_waiting_buttons(context))
    return context.decide("chat")


def _waiting_buttons(context: Context) -> tuple[Button, ...]:
    phase = context.state.phase
    if phase is Phase.OFFERED:
        return (
            context.button("start", "/start_steps"),
            context.button("not_meant", "/correct_problem"),
            context.person(),
        )
    if phase is Phase.CHECKING:
        return (context.button("solved", "/report_solved"), context.button("not_solved", "/report_not_solved"))
    return (context.person(),)


def close_solved(context: Context) -> Decision:
    """It works: say where the article stands and close."""
    state = context.state
    card = None
    if state.article_id and state.family:
        card = {
            "id": state.article_id,
            "family": state.family,
            "title": state.title or "",
            "language": state.article_id.rsplit(".", 1)[-1],
            "fallback": not state.article_id.endswith(f".{context.language}"),
        }
    key = "solved_article" if card else "solved"
    context.add(Message(context.text(key, title=state.title) if card else context.text(key), "notice", (), card))
    decision = context.decide("solved", solved=True)
    state.forget_problem()
    state.n_not_helped = 0
    return decision


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


def take_request(context: Context) -> Decision:
    """Ask once for what is missing: what is wanted, what it is for, or neither."""
    names_it = context.turn.n_words >= _NAMES_IT
    if names_it and gives_reason(context.turn.text):
        return pass_on_request(context)
    settle(context.state, Phase.REQUEST)
    key = "ask_request_reason" if names_it else f"ask_{context.state.request}"
    context.say(key, kind="question", buttons=(context.person(),))
    return context.decide("ask")


def pass_on_request(context: Context) -> Decision:
    """Hand the request to a person."""
    access = context.state.request == "access_request"
    return hand_off(context, "access_request" if access else "software_request")


def security(context: Context) -> Decision:
    """At once the safe first measures in plain words and what could happen, then a person."""
    context.state.topic = "security"
    context.say(f"security_{_security_kind(context.turn.text)}", kind="answer")
    return hand_off(context, "security_incident")


def _security_kind(text: str) -> str:
    """Which first measures fit; `general` where nothing more can be told from the words."""
    lowered = text.lower()
    if any(
        w in lowered
        for w in ("gestolen", "kwijt", "verloren", "diefstal", "volé", "vole", "perdu", "stolen", "lost", "theft")
    ):
        return "lost_device"
    if any(
        w in lowered
        for w in (
            "ransom",
            "gijzel",
            "losgeld",
            "rançon",
            "rancon",
            "versleuteld",
            "crypt",
            "chiffré",
            "virus",
            "malware",
        )
    ):
        return "malware"
    if any(
        w in lowered
        for w in ("lek", "fuite", "leak", "breach", "verkeerde persoon", "mauvais destinataire", "wrong person")
    ):
        return "leak"
    secrets = (
        "klik",
        "cliqu",
        "click",
        "wachtwoord",
        "paswoord",
        "mot de passe",
        "password",
        "phish",
        "code",
        "ingevuld",
        "link",
    )
    return "credentials" if any(w in lowered for w in secrets) else "general"


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
