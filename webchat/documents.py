"""The desk's rules that change while it works: named documents, edited in the console, kept in `desk_settings`.

What the process starts with (`settings.py`) is their first content; from the first edit on the stored one counts.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from webchat.domain.ticket import LEVELS, PRIORITY_MATRIX, Level, Priority
from webchat.settings import OpeningHours, Settings, SlaTargets

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Template = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^https?://\S+$")]


class Document(BaseModel):
    """A named document; unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Urgencies(Document):
    """The priorities of one impact, by urgency."""

    low: Priority
    medium: Priority
    high: Priority


class PriorityMatrix(Document):
    """The priority of a ticket: impact, then urgency."""

    low: Urgencies
    medium: Urgencies
    high: Urgencies

    def levels(self) -> dict[tuple[Level, Level], Priority]:
        """Return the priority by (impact, urgency)."""
        rows: dict[tuple[Level, Level], Priority] = {}
        for impact in LEVELS:
            row: Urgencies = getattr(self, impact)
            rows |= {(impact, "low"): row.low, (impact, "medium"): row.medium, (impact, "high"): row.high}
        return rows


class Sla(Document):
    """What is promised by priority, in minutes of opening time, and when agents are warned."""

    targets: SlaTargets
    warning_share: float = Field(gt=0, lt=1, description="Share of a promise used at which agents are warned")


class Hours(Document):
    """When the desk is open."""

    time_zone: str = Field(max_length=64)
    weekly: OpeningHours
    holiday_country: str | None = Field(max_length=8, description="Country whose public holidays close the desk")
    closed_on: list[date] = Field(max_length=200, description="Further closing days")

    @field_validator("time_zone")
    @classmethod
    def _exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError("unknown time zone") from None
        return zone

    @field_validator("weekly")
    @classmethod
    def _opens(cls, weekly: OpeningHours, info: ValidationInfo) -> OpeningHours:
        days = weekly.minutes()
        if not any(days):
            raise ValueError("the desk never opens")
        for day in days:
            edges = [minute for opening in day for minute in opening]
            if edges != sorted(edges) or any(start >= end for start, end in day) or any(e > 1440 for e in edges):
                raise ValueError("opening hours are in order and do not overlap")
        return weekly


class Routing(Document):
    """How waiting conversations find an agent."""

    offer_timeout_s: float = Field(ge=1, le=600, description="Life of an offer before it goes to the next agent")
    grace_s: float = Field(ge=0, le=3600, description="How long an agent who dropped off keeps the chats")
    wrap_up_s: float = Field(ge=0, le=900, description="Time after a chat before the next offer")
    max_chats: int = Field(ge=1, le=20, description="Chats at once that nobody goes over")
    widen_after_s: float = Field(ge=0, le=86_400, description="Wait before others than the team are asked")
    handling_time_s: float = Field(gt=0, le=86_400, description="Length of a chat while the last hour tells none")


class Escalation(Document):
    """When a conversation goes to the team behind its own, beside an agent who asks for it."""

    priorities: list[Priority] = Field(max_length=4)
    topics: list[Word] = Field(max_length=100)
    waiting_s: float | None = Field(ge=30, le=7 * 86_400, description="Wait in the queue; empty: never")


class TakeOver(Document):
    """Remote take-over: where the agent's tool opens; `{code}` is the session's."""

    link_template: Template | None


class Words(Document):
    """A text in the three languages."""

    nl: Line
    fr: Line
    en: Line


class Abuse(Document):
    """What happens when somebody is abusive."""

    warnings: int = Field(ge=1, le=5, description="Warnings before a chat may be ended")
    contact: Words = Field(description="How the desk is reached otherwise")


class CheckItem(Document):
    """One question of the review."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
    words: Words


class Checklist(Document):
    """What a conversation is reviewed against."""

    items: list[CheckItem] = Field(min_length=1, max_length=20)

    @field_validator("items")
    @classmethod
    def _unique(cls, items: list[CheckItem]) -> list[CheckItem]:
        if len({item.id for item in items}) != len(items):
            raise ValueError("an id stands twice")
        return items


class Documents(BaseModel):
    """All documents, by name."""

    model_config = ConfigDict(frozen=True)

    priority_matrix: PriorityMatrix
    sla: Sla
    hours: Hours
    routing: Routing
    escalation: Escalation
    takeover: TakeOver
    abuse: Abuse
    checklist: Checklist


Name = Literal["priority_matrix", "sla", "hours", "routing", "escalation", "takeover", "abuse", "checklist"]
NAMES: tuple[str, ...] = tuple(Documents.model_fields)


def model_of(name: str) -> type[Document]:
    """Return the shape of a document."""
    return Documents.model_fields[name].annotation  # type: ignore[return-value]  # all fields are documents


def first(settings: Settings) -> Documents:
    """Return the documents as a desk starts with them."""
    s = settings
    matrix = {impact: {urgency: PRIORITY_MATRIX[impact, urgency] for urgency in LEVELS} for impact in LEVELS}
    return Documents(
        priority_matrix=PriorityMatrix.model_validate(matrix),
        sla=Sla(targets=s.sla_targets, warning_share=s.sla_warning_share),
        hours=Hours(
            time_zone=s.time_zone, weekly=s.opening_hours, holiday_country=s.holiday_country, closed_on=s.closed_on
        ),
        routing=Routing(
            offer_timeout_s=s.offer_timeout_s,
            grace_s=s.agent_grace_s,
            wrap_up_s=s.wrap_up_s,
            max_chats=s.max_chats,
            widen_after_s=s.widen_after_s,
            handling_time_s=s.handling_time_s,
        ),
        escalation=Escalation(priorities=["urgent"], topics=[], waiting_s=None),
        takeover=TakeOver(link_template=s.takeover_link),
        abuse=Abuse(warnings=1, contact=Words(**_CONTACT)),
        checklist=Checklist(items=[CheckItem(id=id_, words=Words(nl=nl, fr=fr, en=en)) for id_, nl, fr, en in _CHECKS]),
    )


_CONTACT = {
    "nl": "Je kunt ons ook schriftelijk bereiken via het onthaal van je organisatie.",
    "fr": "Vous pouvez aussi nous joindre par écrit via l’accueil de votre organisation.",
    "en": "You can also reach us in writing through the reception of your organisation.",
}
_CHECKS = (
    (
        "greeting",
        "Begroet de klant en stelt zich voor",
        "Salue le client et se présente",
        "Greets the customer and says who they are",
    ),
    (
        "need",
        "Vraagt door tot het probleem duidelijk is",
        "Questionne jusqu’à ce que le problème soit clair",
        "Asks on until the problem is clear",
    ),
    (
        "restate",
        "Vat het probleem samen en laat dat bevestigen",
        "Résume le problème et le fait confirmer",
        "Sums up the problem and has it confirmed",
    ),
    (
        "guidance",
        "Begeleidt stap voor stap, in woorden van de klant",
        "Guide pas à pas, avec les mots du client",
        "Guides step by step, in the customer’s words",
    ),
    (
        "safety",
        "Vraagt geen wachtwoorden en wijst op risico’s",
        "Ne demande aucun mot de passe et signale les risques",
        "Asks for no passwords and points out risks",
    ),
    (
        "closing",
        "Gaat na of het opgelost is en zegt wat er nog volgt",
        "Vérifie que c’est résolu et annonce la suite",
        "Checks that it is solved and says what follows",
    ),
)
