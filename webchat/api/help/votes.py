"""Did this help? A form without a script, the same as a small request with one."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Annotated

from fastapi import FastAPI, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App
from webchat.api.help.frame import address, message
from webchat.api.help.search import client_of
from webchat.domain.article_vote import MAX_CHARS, REASONS
from webchat.domain.limits import Buckets, clean_text
from webchat.domain.masking import mask
from webchat.services import article_votes
from webchat.services.article_votes import Voted
from webchat.services.bundle import Services
from webchat.services.sessions import token_hash
from webchat.settings import Language

_READER = "firstline_reader"
_A_YEAR_S = 365 * 24 * 3600
_TOKEN_CHARS = 22
Word = Annotated[str, Form(max_length=20)]


def install(app: FastAPI) -> None:
    """Add the route, with a limit by address: who throws the cookie away may vote again, but not often."""
    limit = Buckets(burst=60, per_s=0.1)

    @app.post("/help/{language}/{article_id}/vote", include_in_schema=False)
    async def help_vote(
        request: Request,
        services: App,
        language: Language,
        article_id: str,
        helped: Word = "",
        reason: Word = "",
        text: Annotated[str, Form(max_length=10 * MAX_CHARS)] = "",
    ) -> Response:
        if not _is_own(request, services):
            return _answer(request, language, 403, "error_forbidden")
        if limit.take(client_of(request), services.clock.monotonic_s()):
            return _answer(request, language, 429, "error_too_fast")
        try:
            listed = (await services.help.catalogue()).by_id.get(article_id)
        except KbUnavailable:
            return _answer(request, language, 503, "help_unavailable")
        if listed is None or helped not in ("yes", "no"):
            return _answer(request, language, 404, "help_missing")
        reader = _reader(request)
        of = Voted(listed.article_id, listed.family, listed.language)
        vote = partial(
            article_votes.vote,
            of=of,
            reader=token_hash(reader),
            helped=helped == "yes",
            reason=reason if reason in REASONS else None,
            text=mask(clean_text(text[:MAX_CHARS], max_chars=MAX_CHARS)).text,
        )
        await services.store.write(vote)
        back = f"{address(language, article_id)}?voted={helped}#vote"
        response = Response(status_code=204) if _is_script(request) else RedirectResponse(back, status_code=303)
        response.set_cookie(
            _READER,
            reader,
            max_age=_A_YEAR_S,
            path="/help",
            httponly=True,
            samesite="lax",
            secure=services.settings.secure_cookie,
        )
        return response


def _is_own(request: Request, services: Services) -> bool:
    """Browsers say from where a form comes; what says nothing is a program, whose cookies nobody can borrow."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    host = request.headers.get("host")
    return origin in (None, services.settings.base_url, f"http://{host}", f"https://{host}")


def _is_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _answer(request: Request, language: str, status: int, key: str) -> Response:
    if _is_script(request):
        return JSONResponse({"code": key.removeprefix("error_")}, status)
    return message(language, status, key)


def _reader(request: Request) -> str:
    """Return who votes: a cookie of ours, made at the first vote and not before."""
    known = request.cookies.get(_READER, "")
    return known if len(known) == _TOKEN_CHARS and known.isascii() else secrets.token_urlsafe(16)
