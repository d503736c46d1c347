"""The HTTP service: thin over `Library`. Encoding and search run in threads, never on the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from kb_index import article_routes, meaning_routes
from kb_index.articles import Language
from kb_index.bodies import ServiceError, answer_body, named
from kb_index.dial import DialError
from kb_index.feedback import Vote
from kb_index.library import Library
from kb_index.settings import Settings
from kb_index.synonyms import SynonymsError

logger = logging.getLogger(__name__)
RETRY_AFTER_S = 1  # told to who asks while the index is being opened


class RequestSignals(BaseModel):
    """What the caller knows beyond the text; all optional."""

    intent_confidence: float | None = None
    intent_margin: float | None = None
    topic_family: str | None = None
    topics: dict[str, float] | None = Field(None, max_length=100)
    no_topic: float | None = None
    n_failed_turns: float | None = None
    negative_feedback: float | None = None
    frustration: float | None = None
    repeated: float | None = None


class SearchRequest(BaseModel):
    """A question."""

    text: str = Field(max_length=100_000)
    language: Language | None = None
    k: int = Field(5, ge=1, le=50)
    signals: RequestSignals | None = None


class VoteRequest(BaseModel):
    """What became of an answer."""

    helped: bool
    voter: str = Field(min_length=1, max_length=100)
    signals: dict[str, float] = Field(max_length=100)


class SynonymsRequest(BaseModel):
    """A whole file of synonyms, as YAML."""

    text: str = Field(max_length=1_000_000)


class DialRequest(BaseModel):
    """The highest acceptable share of wrong answers."""

    max_wrong_share: float


class Opening:
    """The library, once it is open.

    Opening encodes what is new: that may last, and must not keep the service from saying how far it is.
    """

    def __init__(self) -> None:
        self._library: Library | None = None
        self.progress: dict[str, Any] = {"what": "opening", "done": 0, "total": 0}

    @property
    def library(self) -> Library:
        """The open library.

        Raises:
            ServiceError: While it is being opened.
        """
        if self._library is None:
            raise ServiceError(503, "starting", retry_after=RETRY_AFTER_S)
        return self._library

    def open(self, settings: Settings) -> None:
        """Open the library, and seed an empty index."""
        library = Library(settings, report=self._report)
        library.seed()
        library.name()
        self._library = library

    def _report(self, what: str, done: int, total: int) -> None:
        self.progress = {"what": what, "done": done, "total": total}


def create_app(settings: Settings) -> FastAPI:
    """Make the service. It answers at once; the library is opened (and an empty index seeded) meanwhile."""
    opening = Opening()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        work = asyncio.create_task(_live(opening, settings))
        yield
        work.cancel()

    app = FastAPI(title="Firstline knowledge index", lifespan=lifespan)

    @app.exception_handler(ServiceError)
    async def service_error(_: Request, error: ServiceError) -> JSONResponse:
        headers = {"retry-after": str(error.body["retry_after"])} if "retry_after" in error.body else None
        return JSONResponse({"error": error.body}, error.status, headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        message = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        return JSONResponse({"error": {"code": "invalid", "message": message}}, 422)

    @app.get("/healthz")
    async def healthz() -> Any:
        try:
            library = opening.library
        except ServiceError as error:
            return JSONResponse({"status": "starting", "progress": opening.progress}, error.status)
        return {
            "status": "ok",
            "n_articles": library.n_articles,
            "n_passages": library.n_passages,
            "encoder": library.encoder.name,
            "generation": library.generation,
        }

    @app.post("/search")
    async def search(request: SearchRequest) -> dict[str, Any]:
        signals = request.signals.model_dump(exclude_none=True) if request.signals else None
        answer = await run_in_threadpool(
            opening.library.search, request.text, request.language, k=request.k, signals=signals
        )
        return answer_body(answer)

    @app.put("/feedback/{answer_id}")
    async def feedback(answer_id: Annotated[str, Path(max_length=100)], request: VoteRequest) -> dict[str, Any]:
        try:
            vote = Vote.of(answer_id, request.voter, helped=request.helped, signals=request.signals)
        except ValueError as error:
            raise ServiceError(422, "invalid", str(error)) from error
        return {"n_votes": await run_in_threadpool(opening.library.confidence.vote, vote)}

    @app.get("/synonyms")
    async def synonyms() -> dict[str, Any]:
        known = opening.library.synonyms
        return {"text": known.text, "n_groups": known.n_groups}

    @app.put("/synonyms")
    async def put_synonyms(request: SynonymsRequest) -> dict[str, Any]:
        try:
            known = await run_in_threadpool(opening.library.put_synonyms, request.text)
        except SynonymsError as error:
            raise ServiceError(422, "bad_synonyms", error.message, line=error.line) from error
        return {"n_groups": known.n_groups}

    article_routes.install(app, lambda: opening.library)
    meaning_routes.install(app, lambda: opening.library.meaning)

    @app.get("/dial")
    async def dial() -> dict[str, Any]:
        return await run_in_threadpool(opening.library.confidence.dial)

    @app.put("/dial")
    async def turn_dial(request: DialRequest) -> dict[str, Any]:
        try:
            await run_in_threadpool(opening.library.confidence.turn_dial, request.max_wrong_share)
        except DialError as error:
            raise ServiceError(422, "invalid", str(error)) from error
        return await run_in_threadpool(opening.library.confidence.dial)

    @app.get("/suggest")
    async def suggest(
        q: Annotated[str, Query(max_length=500)] = "", language: Language = "nl", k: int = 5
    ) -> dict[str, Any]:
        found = await run_in_threadpool(opening.library.suggest, q, language, k=k)
        return {"results": [named(article) for article in found]}

    return app


async def _live(opening: Opening, settings: Settings) -> None:
    """Open the library, then keep it in step with the folder."""
    try:
        await run_in_threadpool(opening.open, settings)
    except Exception:  # the outermost level: without an index there is no service; whoever started it starts it again
        logger.exception("the index cannot be opened")
        signal.raise_signal(signal.SIGTERM)
        return
    await _watch(opening.library, settings.watch_interval_s)


async def _watch(library: Library, interval_s: float) -> None:
    """Look for a newer or missing manifest for as long as the service lives."""
    while True:
        await asyncio.sleep(interval_s)
        try:
            if await run_in_threadpool(library.refresh):
                logger.info("index reloaded: generation %d, %d articles", library.generation, library.n_articles)
        except Exception:  # the outermost loop: log, and try again at the next tick
            logger.exception("reloading the index failed")


def serve(settings: Settings) -> None:
    """Run until stopped."""
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning", access_log=False)
