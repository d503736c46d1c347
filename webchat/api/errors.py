"""Refusals as RFC 9457 problem bodies."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from webchat.api import help
from webchat.domain.errors import FirstlineError
from webchat.texts import accepted, article_problem
from webchat.texts import text as say

STATUS = {
    "invalid": 422,
    "too_long": 413,
    "too_fast": 429,
    "unauthorised": 401,
    "forbidden": 403,
    "closed": 409,
    "unavailable": 503,
    "already_taken": 409,
    "not_found": 404,
    "not_yours": 403,
    "too_old": 410,
    "wrong_site": 403,
    "bad_identity": 403,
    "otp_required": 401,
    "otp_wrong": 401,
    "edited": 412,
    "at_capacity": 409,
    "exists": 409,
    "weak_password": 422,
    "too_many": 409,
    "unknown_variable": 422,
    "no_text": 409,
    "not_set_up": 409,
    "too_large": 413,
    "too_many_files": 409,
    "file_refused": 415,
    "link_expired": 410,
    "already_labelled": 409,
    "bad_article": 422,
    "wrong_state": 409,
    "run_in_progress": 409,
    "not_running": 409,
    "not_ready": 409,
    "model_refused": 409,
    "swap_in_progress": 409,
    "in_use": 409,
}


def install(app: FastAPI) -> None:
    """Have every error answered as a problem."""

    @app.exception_handler(FirstlineError)
    async def _refused(request: Request, error: FirstlineError) -> JSONResponse:
        return _problem(request, error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        if _is_for_reading(request):
            return help.message(accepted_language(request), 404, "page_missing")
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][1:])
        return _problem(request, FirstlineError("invalid", field=field or None, problem=first["type"]))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and _is_for_reading(request):
            return help.message(accepted_language(request), 404, "page_missing")
        if error.status_code == 404:
            return _problem(request, FirstlineError("not_found"))
        # What the framework itself refuses: a body that is no JSON, a method that the path does not have.
        return _problem(request, FirstlineError("invalid"), status=error.status_code)


def _problem(request: Request, error: FirstlineError, *, status: int | None = None) -> JSONResponse:
    status = status or STATUS[error.code]
    if error.code == "bad_article":
        error.params["message"] = article_problem(accepted_language(request), error.params["problem"], error.params)
    body = {
        "type": "about:blank",
        "title": say(accepted_language(request), f"error_{error.code}", **error.params),
        "status": status,
        "code": error.code,
        "params": error.params,
    }
    headers = {"Retry-After": str(round(error.retry_after_s))} if error.retry_after_s else None
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")


def accepted_language(request: Request) -> str:
    """Return the first of our languages that the browser asks for."""
    return accepted(request.headers.get("accept-language", ""))


def _is_for_reading(request: Request) -> bool:
    """True when a browser wants a page, not a program a body."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
