"""Articles for those who write them: list, working text, review, publication."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from webchat.api.deps import App, CurrentAgent
from webchat.api.versions import IfNumber, show
from webchat.domain.article import MAX_NOTE
from webchat.domain.errors import Fixable
from webchat.services.articles import editing, listing, publishing, rows
from webchat.settings import Language

router = APIRouter(prefix="/api/articles", tags=["articles"])

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,190}$")]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_NOTE)]
InIndex = Literal["current", "waiting", "refused", "absent"]
Listed = Literal["draft", "in_review", "published", "archived"]


class NewArticle(BaseModel):
    """An article to be added, as a draft."""

    model_config = ConfigDict(extra="forbid")

    language: Language
    title: Title
    family: Name | None = Field(None, description="What it joins; made of the title when absent")
    markdown: str | None = Field(None, description="With or without front matter")
    translation_of: str | None = Field(None, max_length=200, description="An article whose family it joins")


class Edit(BaseModel):
    """A change of the working text."""

    model_config = ConfigDict(extra="forbid")

    markdown: str
    minor: bool = Field(False, description="Nothing that readers of the translations would miss")
    note: Note | None = None


class Review(BaseModel):
    """A wish to have the working text looked at."""

    model_config = ConfigDict(extra="forbid")

    note: Note | None = None


class Publication(BaseModel):
    """A publication of the working text."""

    model_config = ConfigDict(extra="forbid")

    at: AwareDatetime | None = Field(None, description="When; now if absent or past")
    visibility: Literal["internal", "public"] | None = Field(None, description="If another than the text says")
    note: Note | None = None


@router.get("")
async def listed(
    services: App,
    language: Language | None = None,
    state: Listed | None = None,
    topic: Annotated[str | None, Query(max_length=200)] = None,
    family: Annotated[str | None, Query(max_length=200)] = None,
    outdated: bool = False,
    untranslated: bool = False,
    index: Annotated[InIndex | None, Query(description="What the search has of it")] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    after: Annotated[str | None, Query(max_length=300)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return articles, families together; without `state`, all but what is archived."""
    query = partial(
        listing.page, language=language, state=state, topic=topic, family=family, outdated=outdated,
        untranslated=untranslated, index=index, q=q, after=after, limit=limit,
    )  # fmt: skip
    return await services.store.read(query)


@router.post("", status_code=201)
async def create(body: NewArticle, agent: CurrentAgent, services: App, response: Response) -> dict[str, Any]:
    """Add a draft."""
    return _shown(response, await services.store.write(partial(editing.create, agent=agent, **body.model_dump())))


@router.get("/{article_id}/working")
async def working(article_id: str, services: App, response: Response) -> dict[str, Any]:
    """Return an article with its working text."""
    return _shown(response, await services.store.read(partial(rows.working, article_id=article_id)))


@router.put("/{article_id}")
async def save(
    article_id: str, body: Edit, version: IfNumber, agent: CurrentAgent, services: App, response: Response
) -> dict[str, Any]:
    """Replace the working text; on a lost race the refusal carries what stands there now as `current`."""
    change = partial(editing.save, agent=agent, article_id=article_id, version=version, **body.model_dump())
    return _shown(response, await services.store.write(change))


@router.delete("/{article_id}", status_code=204)
async def archive(article_id: str, agent: CurrentAgent, services: App) -> None:
    """Put an article away; its texts are kept."""
    await services.store.write(partial(publishing.archive, agent=agent, article_id=article_id))


@router.post("/{article_id}/review")
async def ask_review(article_id: str, agent: CurrentAgent, services: App, body: Review | None = None) -> dict[str, Any]:
    """Have the working text looked at before it is published."""
    note = body.note if body else None
    return await services.store.write(partial(publishing.ask_review, agent=agent, article_id=article_id, note=note))


@router.post("/{article_id}/publish")
async def publish(
    article_id: str,
    agent: CurrentAgent,
    services: App,
    body: Publication | None = None,
    if_match: Annotated[str | None, Header()] = None,
) -> dict[str, Any]:
    """Publish the working text, now or later; `If-Match`, where given, names the version that was read."""
    values = (body or Publication()).model_dump()
    change = partial(publishing.publish, agent=agent, article_id=article_id, version=_version(if_match), **values)
    return await services.store.write(change)


@router.delete("/{article_id}/publish")
async def forget_schedule(article_id: str, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Take back a publication that was to come."""
    return await services.store.write(partial(publishing.forget_schedule, agent=agent, article_id=article_id))


@router.post("/{article_id}/withdraw")
async def withdraw(article_id: str, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Make a draft of it again; readers no longer find it."""
    return await services.store.write(partial(publishing.withdraw, agent=agent, article_id=article_id))


def _version(if_match: str | None) -> int | None:
    if if_match is None:
        return None
    named = if_match.removeprefix("W/").strip('"')
    if not named.isdecimal():
        raise Fixable("invalid", field="If-Match")
    return int(named[:18])


def _shown(response: Response, article: dict[str, Any]) -> dict[str, Any]:
    show(response, article["version"])
    return article
