"""The service's articles: read, written many at once, looked at and tried before they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from kb_index.articles import Article, ArticleError, Language, parse
from kb_index.bodies import ServiceError, answer_body, article_body, named
from kb_index.draft import check_draft
from kb_index.library import Library

MOST = 500  # articles in one request
Markdown = Annotated[str, Field(max_length=2_000_000)]
Id = Annotated[str, Field(max_length=200)]
_LISTED = ("article_id", "family", "language", "title", "sign", "topic", "visibility", "incident")


class PutRequest(BaseModel):
    """An article's whole Markdown, front matter included."""

    markdown: Markdown


class ArticleIn(PutRequest):
    """One article of many."""

    article_id: Id


class PutManyRequest(BaseModel):
    """What is to be in the index, and what no longer; one commit."""

    articles: list[ArticleIn] = Field(default_factory=list, max_length=MOST)
    removed: list[Id] = Field(default_factory=list, max_length=MOST)


class TextsRequest(BaseModel):
    """Articles whose text is asked for."""

    article_ids: list[Id] = Field(max_length=MOST)


class ParseRequest(BaseModel):
    """Texts that may be articles."""

    texts: list[Markdown] = Field(max_length=MOST)


class TryRequest(PutRequest):
    """A question to a draft and all articles."""

    question: str = Field(max_length=100_000)
    language: Language | None = None
    k: int = Field(5, ge=1, le=50)


def install(app: FastAPI, opened: Callable[[], Library]) -> None:
    """Add the routes."""

    @app.get("/articles")
    async def articles() -> dict[str, Any]:
        return await run_in_threadpool(_listing, opened())

    @app.put("/articles")
    async def put_many(request: PutManyRequest) -> dict[str, Any]:
        return await run_in_threadpool(_put_many, opened(), request)

    @app.post("/articles/texts")
    async def texts(request: TextsRequest) -> dict[str, Any]:
        return await run_in_threadpool(_texts, opened(), request.article_ids)

    @app.get("/articles/{article_id}")
    async def article(article_id: str) -> dict[str, Any]:
        return article_body(opened(), _existing(opened(), article_id), fallback=False)

    @app.get("/articles/{article_id}/related")
    async def related(article_id: str, k: Annotated[int, Query(ge=1, le=20)] = 5) -> dict[str, Any]:
        _existing(opened(), article_id)
        found = await run_in_threadpool(opened().related, article_id, k=k)
        return {"results": [named(article) for article in found]}

    @app.get("/families/{family}")
    async def family(family: str, language: Language = "nl") -> dict[str, Any]:
        versions = opened().translations(family)
        if not versions:
            raise ServiceError(404, "not_found")
        article_id = versions.get(language) or next(
            versions[other] for other in ("en", "nl", "fr") if other in versions
        )
        return article_body(opened(), _existing(opened(), article_id), fallback=language not in versions)

    @app.put("/articles/{article_id}")
    async def put(article_id: str, request: PutRequest) -> dict[str, Any]:
        try:
            parsed = _named(request.markdown, article_id)
        except ArticleError as error:
            raise ServiceError(422, error.code, error.message, line=error.line) from error
        return {"article_id": article_id, "generation": await run_in_threadpool(opened().put, parsed)}

    @app.delete("/articles/{article_id}")
    async def delete(article_id: str) -> dict[str, Any]:
        if not await run_in_threadpool(opened().delete, article_id):
            raise ServiceError(404, "not_found")
        return {"article_id": article_id, "generation": opened().generation}

    @app.post("/parse")
    async def parse_all(request: ParseRequest) -> dict[str, Any]:
        return {"results": await run_in_threadpool(lambda: [_parsed(text) for text in request.texts])}

    @app.post("/check")
    async def check(request: PutRequest) -> dict[str, Any]:
        return await run_in_threadpool(_check, opened(), request.markdown)

    @app.post("/try")
    async def try_draft(request: TryRequest) -> dict[str, Any]:
        try:
            draft = parse(request.markdown)
        except ArticleError as error:
            raise ServiceError(422, error.code, error.message, line=error.line) from error
        answer = await run_in_threadpool(opened().try_draft, draft, request.question, request.language, k=request.k)
        body = answer_body(answer)
        for hit in body["results"]:
            hit["is_draft"] = hit["article_id"] == draft.article_id
        return body


def _existing(library: Library, article_id: str) -> Article:
    article = library.article(article_id)
    if article is None:
        raise ServiceError(404, "not_found")
    return article


def _named(markdown: str, article_id: str) -> Article:
    parsed = parse(markdown)
    if parsed.article_id != article_id:
        raise ArticleError("bad_id", f"the article's id is {parsed.article_id!r}, not {article_id!r}", key="id")
    return parsed


def _listing(library: Library) -> dict[str, Any]:
    listing = library.listing()
    rows = [
        {**{key: getattr(article, key) for key in _LISTED}, "checksum": listing.checksums[article.article_id]}
        for article in listing.articles
    ]
    return {"index_id": listing.index_id, "generation": listing.generation, "articles": rows}


def _texts(library: Library, article_ids: list[str]) -> dict[str, Any]:
    listing = library.listing()
    wanted = set(article_ids)
    return {
        "articles": [
            {"article_id": a.article_id, "checksum": listing.checksums[a.article_id], "markdown": a.markdown}
            for a in listing.articles
            if a.article_id in wanted
        ]
    }


def _put_many(library: Library, request: PutManyRequest) -> dict[str, Any]:
    good: dict[str, Article] = {}
    refused = []
    for sent in request.articles:
        try:
            good[sent.article_id] = _named(sent.markdown, sent.article_id)
        except ArticleError as error:
            refused.append({"article_id": sent.article_id, **_error(error)})
    return {"generation": library.change(good.values(), request.removed), "refused": refused}


def _parsed(text: str) -> dict[str, Any]:
    try:
        article = parse(text)
    except ArticleError as error:
        return {"error": _error(error)}
    return {"article": {key: getattr(article, key) for key in _LISTED}}


def _error(error: ArticleError) -> dict[str, Any]:
    return {"code": error.code, "message": error.message, "line": error.line, "params": error.params}


def _check(library: Library, markdown: str) -> dict[str, Any]:
    known = library.articles()
    checked = check_draft(markdown, {a.family for a in known}, {a.article_id for a in known}, known)
    found: dict[str, list[dict[str, Any]]] = {"errors": [], "warnings": []}
    for line, fault in checked.faults:
        row = {"line": line, "code": fault.code, "message": fault.text, "params": fault.params}
        found[f"{fault.severity}s"].append(row)
    led = checked.flow
    edges = [{"from": e.start, "to": e.to, "kind": e.kind, "label": e.label} for e in led.edges]
    steps = {"dead_ends": led.dead_ends, "unreached": led.unreached, "loops": led.loops, "edges": edges}
    article = checked.article
    return {**found, "article": article and article_body(library, article, fallback=False), "steps": steps}
