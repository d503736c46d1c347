"""Pages: the built front ends, and the headers that protect every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from webchat.adapters.letters import style_source
from webchat.api import help, links, reference
from webchat.api.templates import render
from webchat.settings import Settings

_PAGES = ("panel", "console", "demo", "desk")
_FOREVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=300"


def install(app: FastAPI, settings: Settings) -> None:
    """Add the pages and the headers that protect them."""
    _install_headers(app, settings)
    _install_front_ends(app, settings.frontend_dir)
    help.install(app)
    links.install(app, settings.frontend_dir)
    reference.install(app)


def _install_front_ends(app: FastAPI, folder: Path) -> None:
    @app.get("/", include_in_schema=False)
    async def root() -> RedirectResponse:
        return RedirectResponse("/demo")

    @app.get("/widget.js", include_in_schema=False)
    async def widget() -> Response:
        return _file(folder / "widget.js", _SHORT)

    @app.get("/assets/{path:path}", include_in_schema=False)
    async def assets(path: str) -> Response:
        target = (folder / "assets" / path).resolve()
        if not target.is_relative_to((folder / "assets").resolve()):
            return Response(status_code=404)
        return _file(target, _FOREVER)

    def add(name: str) -> None:
        async def page() -> Response:
            return _file(folder / name / "index.html", "no-cache")

        app.add_api_route(f"/{name}", page, methods=["GET"], include_in_schema=False)

    for name in _PAGES:
        add(name)


def _file(path: Path, cache: str) -> Response:
    if path.is_file():
        return FileResponse(path, headers={"Cache-Control": cache})
    if path.suffix == ".html" and not path.parent.parent.is_dir():
        return render("not_built.html", 503)
    raise HTTPException(404)


def _install_headers(app: FastAPI, settings: Settings) -> None:
    framers = sorted({origin for site in settings.sites.values() for origin in site.origins})
    is_open = any(not site.origins for site in settings.sites.values())
    panel_ancestors = "*" if is_open else " ".join(["'self'", *framers])

    # The page to print is shown by the panel as a blob, which comes under the panel's own policy.
    printed = style_source("transcript.html")

    def policy(ancestors: str) -> str:
        return (
            f"default-src 'self'; img-src 'self' data: blob:; style-src 'self' {printed}; script-src 'self'; connect-src 'self' ws: wss:; "
            f"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
        )

    strict, framed = policy("'self'"), policy(panel_ancestors)

    @app.middleware("http")
    async def protect(request: Request, call_next: Any) -> Any:
        response = await call_next(request)
        path = request.url.path
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if path == "/widget.js" else "same-site"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers.setdefault("Content-Security-Policy", framed if path == "/panel" else strict)
        return response
