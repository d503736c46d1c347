"""Which team a conversation goes to, and whom in it: an offer for each who waits, first in line first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

SERVING = frozenset({"online", "busy", "wrap_up"})
AT_FRONT = -1


@dataclass(frozen=True, slots=True)
class Team:
    """A team as routing sees it; an empty list takes everything.

    Attributes:
        line: `first` or `second`: only the first line takes what comes in by itself.
        escalates_to: Id of the team behind it.
    """

    id: str
    line: str = "first"
    is_default: bool = False
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    escalates_to: str | None = None


def choose_team(
    teams: Sequence[Team], *, kind: str | None, category: str | None, topic: str | None, language: str
) -> Team:
    """Return the team that is the nearest fit; the default team takes the rest.

    A topic that a team names counts for more than a category, and that for more than a kind. A team that names
    something takes only what matches one of its names.

    Args:
        teams: In a fixed order, which settles ties; one of them is the default.
        kind: Of the ticket.
        category: The same.
        topic: The same.
        language: Of the conversation.
    """

    def fit(team: Team) -> int:
        if team.languages and language not in team.languages:
            return 0
        named = ((topic, team.topics, 4), (category, team.categories, 2), (kind, team.kinds, 1))
        return sum(weight for value, names, weight in named if value and value in names)

    default = next(team for team in teams if team.is_default)
    best = max(teams, key=fit)
    return best if fit(best) else default


def team_behind(
    team: Team, *, priority: str | None, topic: str | None, priorities: Collection[str], topics: Collection[str]
) -> str | None:
    """Return the team behind a first-line team if the ticket belongs there by its priority or topic; else None."""
    belongs = priority in priorities or (topic is not None and topic in topics)
    return team.escalates_to if belongs and team.line == "first" else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent as routing sees them. `n_busy` counts chats and standing offers."""

    id: str
    status: str
    languages: tuple[str, ...]
    capacity: int
    n_busy: int
    idle_since: datetime
    teams: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()

    @property
    def is_free(self) -> bool:
        """True if online with room for one more."""
        return self.status == "online" and self.n_busy < self.capacity

    @property
    def is_serving(self) -> bool:
        """True if at work, though perhaps not free."""
        return self.status in SERVING


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue.

    Attributes:
        about: Topic, category, application and the like, in lower case: what skills are compared with.
        passed: Ids of agents who declined or let this conversation's offer lapse.
    """

    id: str
    team: str
    language: str
    waited_s: float = 0.0
    about: frozenset[str] = frozenset()
    passed: tuple[str, ...] = ()
    is_offered: bool = False


class Reach(StrEnum):
    """How far a conversation looks for an agent."""

    TEAM = "team"
    OTHERS = "others"
    ANY = "any"


def reach(waiting: Waiting, agents: Sequence[Candidate], *, widen_after_s: float) -> Reach:
    """Return how far to look.

    While somebody of the team who speaks the language is at work, the conversation waits for them. Otherwise, after
    `widen_after_s`, it goes to who speaks the language in any team; where nobody does, to anybody of the team.
    """
    serving = [agent for agent in agents if agent.is_serving]
    speaking = [agent for agent in serving if waiting.language in agent.languages]
    if any(waiting.team in agent.teams for agent in speaking) or waiting.waited_s < widen_after_s:
        return Reach.TEAM
    return Reach.OTHERS if speaking else Reach.ANY


def _within(waiting: Waiting, agents: Sequence[Candidate], how_far: Reach) -> list[Candidate]:
    if how_far is Reach.TEAM:
        return [a for a in agents if waiting.team in a.teams and waiting.language in a.languages]
    if how_far is Reach.OTHERS:
        return [a for a in agents if waiting.language in a.languages]
    team = [a for a in agents if waiting.team in a.teams]
    return team if any(a.is_serving for a in team) else list(agents)


@dataclass(frozen=True, slots=True)
class Offer:
    """Who is asked to take which conversation, and how far it looked."""

    waiting: Waiting
    agent: Candidate
    reach: Reach


def choose_agent(waiting: Waiting, agents: Sequence[Candidate], *, how_far: Reach = Reach.TEAM) -> Candidate | None:
    """Return whom to offer a conversation.

    Among the free agents within reach: who did not pass comes first, then most matching skills, fewest chats, and
    longest idle.
    """
    fits = [agent for agent in _within(waiting, agents, how_far) if agent.is_free]
    return min(
        fits,
        key=lambda a: (a.id in waiting.passed, -len(a.skills & waiting.about), a.n_busy, a.idle_since, a.id),
        default=None,
    )


def assign(queue: Sequence[Waiting], agents: Sequence[Candidate], *, widen_after_s: float) -> list[Offer]:
    """Offer each waiting conversation that nobody is asked for, first in line first.

    Nobody is overtaken: who stands behind gets an offer only from an agent whom those in front cannot have.

    Args:
        queue: All who wait, first in line first.
        agents: All agents.
        widen_after_s: As in `reach`.
    """
    free = {agent.id: agent for agent in agents}
    offers: list[Offer] = []
    for waiting in queue:
        if not any(agent.is_free for agent in free.values()):
            break
        if waiting.is_offered:
            continue
        how_far = reach(waiting, agents, widen_after_s=widen_after_s)
        chosen = choose_agent(waiting, list(free.values()), how_far=how_far)
        if chosen:
            offers.append(Offer(waiting, chosen, how_far))
            free[chosen.id] = replace(chosen, n_busy=chosen.n_busy + 1)
    return offers


def queue_rank(kind: str | None, priority: str | None, *, at_front: bool = False) -> int:
    """Return the place of a conversation among those who wait: lower goes first, equals by waiting time.

    Args:
        kind: Of its ticket; `security` cannot wait.
        priority: Of its ticket; neither can `urgent`.
        at_front: Whether it waited already and lost its agent.
    """
    if kind == "security" or priority == "urgent":
        return -2
    return AT_FRONT if at_front else 0
