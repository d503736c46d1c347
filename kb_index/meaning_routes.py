"""The service's questions about meaning: groups, neighbours, confusions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from kb_index.articles import Language
from kb_index.language import detect
from kb_index.meaning import SAME_REPORT, Labelled, Meaning, Text

MAX_TEXTS = 3000
MAX_PHRASES = 20
Id = Annotated[str, Field(max_length=100)]
Words = Annotated[str, Field(max_length=2000)]


class TextBody(BaseModel):
    """A text of a user."""

    id: Id
    text: Words
    language: Language


class ExampleBody(TextBody):
    """A text with the intent that somebody gave it."""

    intent: str = Field(max_length=100)


class ClustersRequest(BaseModel):
    """Texts to group."""

    texts: list[TextBody] = Field(max_length=MAX_TEXTS)


class AlikeRequest(BaseModel):
    """A text, and groups of phrases whose language need not be known."""

    text: Words
    language: Language
    groups: dict[Id, list[Words]] = Field(max_length=50)


class NeighboursRequest(BaseModel):
    """Texts, and what they are compared with beside the training questions."""

    texts: list[TextBody] = Field(max_length=MAX_TEXTS)
    examples: list[ExampleBody] = Field([], max_length=50_000)
    k: int = Field(5, ge=1, le=50)


class ConfusionsRequest(BaseModel):
    """Examples, and the intents that are asked about."""

    examples: list[ExampleBody] = Field([], max_length=50_000)
    intents: list[str] = Field(max_length=1000)


def install(app: FastAPI, meaning: Callable[[], Meaning]) -> None:
    """Add the routes; `meaning` raises while the service is starting."""

    @app.post("/clusters")
    async def clusters(request: ClustersRequest) -> dict[str, Any]:
        texts = [Text(one.id, one.text, one.language) for one in request.texts]
        return {"clusters": await run_in_threadpool(meaning().clusters, texts)}

    @app.post("/alike")
    async def alike(request: AlikeRequest) -> dict[str, Any]:
        groups = {
            name: [Text("", phrase, detect(phrase)[0]) for phrase in phrases[:MAX_PHRASES]]
            for name, phrases in request.groups.items()
        }
        found = await run_in_threadpool(meaning().alike, Text("", request.text, request.language), groups)
        return {"groups": {name: round(cosine, 4) for name, cosine in found.items()}, "threshold": SAME_REPORT}

    @app.post("/neighbours")
    async def neighbours(request: NeighboursRequest) -> dict[str, Any]:
        texts = [Text(one.id, one.text, one.language) for one in request.texts]
        found = await run_in_threadpool(meaning().neighbours, texts, _examples(request.examples), request.k)
        return {
            "neighbours": {
                id_: [{**one._asdict(), "similarity": round(cosine, 4)} for one, cosine in near]
                for id_, near in found.items()
            }
        }

    @app.post("/confusions")
    async def confusions(request: ConfusionsRequest) -> dict[str, Any]:
        found = await run_in_threadpool(meaning().confusions, _examples(request.examples), frozenset(request.intents))
        return {
            "pairs": [
                {"a": one.a, "b": one.b, "n": one.n, "of": one.of, "samples": [list(pair) for pair in one.samples]}
                for one in found
            ]
        }


def _examples(bodies: list[ExampleBody]) -> list[Labelled]:
    return [Labelled(one.id, one.text, one.language, one.intent) for one in bodies]
