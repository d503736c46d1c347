"""Intents, labelled examples, and both as Rasa's files."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from webchat.api.deps import App, CurrentAgent
from webchat.api.errors import accepted_language
from webchat.domain.errors import Fixable
from webchat.domain.label_hints import is_unbalanced
from webchat.services import intents, labels, training_data

router = APIRouter(prefix="/api", tags=["labels"])


class NewIntent(BaseModel):
    """Something messages can be about; `family` when an article answers it."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]
    language: Literal["nl", "fr", "en"]
    family: Annotated[str, StringConstraints(min_length=1, max_length=80)] | None = None


@router.get("/intents")
async def listed(request: Request, services: App) -> dict[str, Any]:
    """Return all intents with titles and numbers of examples, and the entities that can be marked."""
    return await intents.listed(services.store, await services.inbox.titles(), accepted_language(request))


@router.post("/intents", status_code=201)
async def create(body: NewIntent, agent: CurrentAgent, request: Request, services: App) -> dict[str, Any]:
    """Add an intent; one that an article answers needs nothing else."""
    titles = await services.inbox.titles()
    make = partial(intents.create, agent=agent, families=frozenset(titles), **body.model_dump())
    name = await services.store.write(make)
    found = await intents.listed(services.store, titles, accepted_language(request))
    return next(intent for intent in found["intents"] if intent["name"] == name)


@router.get("/intents/hints")
async def hints(request: Request, services: App) -> dict[str, Any]:
    """Return which intents the bot may mix up, and which it knows less well in one language."""
    language = accepted_language(request)
    found = (await intents.listed(services.store, await services.inbox.titles(), language))["intents"]
    title = {intent["name"]: intent["title"] for intent in found}
    return {
        "indistinct": [
            {
                **{side: {"intent": pair[side], "title": title.get(pair[side], pair[side])} for side in ("a", "b")},
                "n": pair["n"],
                "of": pair["of"],
                "examples": pair["samples"],
            }
            for pair in services.inbox.grouper.indistinct
        ],
        "unbalanced": [
            {"intent": intent["name"], "title": intent["title"], "counts": intent["n"]}
            for intent in found
            if is_unbalanced(intent["n"]) and any(intent["n_labels"].values())
        ],
    }


@router.get("/labels")
async def labelled(
    services: App,
    intent: Annotated[str | None, Query(max_length=100)] = None,
    after: Annotated[str | None, Query(max_length=32)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return labelled examples, newest first, with who made them and what they are for."""
    return await services.store.read(partial(labels.page, intent=intent, after=after, limit=limit))


@router.get("/training-data/export")
async def export(agent: CurrentAgent, services: App) -> Response:
    """Return the bot's training data with all labels as Rasa's YAML, in a zip."""
    await services.store.write(partial(training_data.note_export, agent=agent))
    content = await services.store.read(partial(training_data.archive, root=services.settings.bot_dir))
    headers = {"Content-Disposition": 'attachment; filename="training-data.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


@router.post("/training-data/import")
async def take_in(
    request: Request, agent: CurrentAgent, services: App, name: Annotated[str, Query(max_length=200)] = "nlu.yml"
) -> dict[str, Any]:
    """Take the examples of Rasa's YAML in, a file or a zip as the body: all of them or, with a fault in one, none."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > training_data.MAX_BYTES:
            raise Fixable("too_large", max_mb=training_data.MAX_BYTES // 1_000_000)
    upload = await asyncio.to_thread(training_data.unpack, name, bytes(content), services.settings.bot_dir)
    return await services.store.write(partial(training_data.take_in, agent=agent, upload=upload))
