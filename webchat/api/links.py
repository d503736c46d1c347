"""Pages behind the links in mails: the conversation itself, and the wish for no more mails."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from webchat.api.deps import App
from webchat.api.templates import render
from webchat.domain.errors import Fixable
from webchat.services import conversations
from webchat.services.mail import threads
from webchat.texts import accepted, load

# The token stands in the address: it goes nowhere else, and is kept by nobody on the way.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def install(app: FastAPI, frontend: Path) -> None:
    """Add the pages."""

    @app.get("/chat/{token}", include_in_schema=False)
    async def chat(token: str) -> Response:
        """The panel as a page of its own: its script opens the conversation, so that no mail scanner does."""
        page = frontend / "panel" / "index.html"
        return FileResponse(page, headers=_PRIVATE) if page.is_file() else render("not_built.html", 503)

    @app.get("/chat/{token}/stop", include_in_schema=False)
    async def ask(token: str, request: Request, services: App) -> HTMLResponse:
        """Ask before mails stop: scanners follow links."""
        check = partial(threads.check, token=token, key=services.link_key, now=services.clock.now())
        try:
            found = await services.store.read(check)
            load_it = partial(conversations.load, conversation_id=found.conversation_id)
            language = (await services.store.read(load_it)).language
        except Fixable:
            return _page(request, None, "error_link_expired", 410)
        return _page(request, language, "stop_title", 200, token=token)

    @app.post("/chat/{token}/stop", include_in_schema=False)
    async def stop(token: str, request: Request, services: App) -> HTMLResponse:
        """Send no more mails; a mail program may ask this by itself (RFC 8058)."""
        try:
            language = await services.store.write(partial(threads.stop, token=token, key=services.link_key))
        except Fixable:
            return _page(request, None, "error_link_expired", 410)
        return _page(request, language, "stop_done", 200, token=token)


def _page(request: Request, language: str | None, key: str, status: int, token: str = "") -> HTMLResponse:
    language = language or accepted(request.headers.get("accept-language", ""))
    texts = load(language)
    page = render(
        "stop.html", status, language=language, texts=texts, text=texts[key], token=token, asks=key == "stop_title"
    )
    page.headers.update(_PRIVATE)
    return page
