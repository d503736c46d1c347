"""Pages: the built front ends, and one readable page per article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, select_autoescape
from markdown_it import MarkdownIt

from webchat.adapters.kb import KbUnavailable
from webchat.api.deps import App
from webchat.settings import Language, Settings
from webchat.texts import load

_PAGES = ("panel", "console", "demo", "desk")
_FOREVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=300"

# FastAPI's page of the REST interface loads its viewer from here and starts it with a script of its own.
_DOCS_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' https://cdn.jsdelivr.net; style-src 'unsafe-inline' https://cdn.jsdelivr.net; "
    "img-src 'self' data: https://fastapi.tiangolo.com; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

# `html` off: what an author or an import writes as HTML is shown, never run.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_TEMPLATES = Environment(
    loader=PackageLoader("webchat.api", "templates"),
    autoescape=select_autoescape(),
    trim_blocks=True,
    lstrip_blocks=True,
)


def install(app: FastAPI, settings: Settings) -> None:
    """Add the pages and the headers that protect them."""
    _install_headers(app, settings)
    _install_front_ends(app, settings.frontend_dir)

    @app.get("/help.css", include_in_schema=False)
    async def help_style() -> Response:
        return _file(Path(__file__).parent / "templates" / "help.css", _SHORT)

    @app.get("/help/{language}/{article_id}", response_class=HTMLResponse, include_in_schema=False)
    async def help_page(services: App, language: Language, article_id: str) -> HTMLResponse:
        return await _help(services, language, article_id)


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
        page = _TEMPLATES.get_template("not_built.html").render()
        return HTMLResponse(page, status_code=503)
    return Response("not found", status_code=404, media_type="text/plain")


async def _help(services: App, language: str, article_id: str) -> HTMLResponse:
    texts = load(language)
    try:
        article = await services.kb.article(article_id)
    except KbUnavailable:
        return _page("message.html", 503, language=language, text=texts["help_unavailable"])
    if article is None or article.get("visibility") != "public":
        return _page("message.html", 404, language=language, text=texts["help_missing"])
    return _page(
        "article.html",
        200,
        language=language,
        texts=texts,
        article=article,
        body=_MARKDOWN.render(article.get("body") or ""),
    )


def _page(template: str, status: int, **values: Any) -> HTMLResponse:
    return HTMLResponse(_TEMPLATES.get_template(template).render(values), status_code=status)


def _install_headers(app: FastAPI, settings: Settings) -> None:
    framers = sorted({origin for site in settings.sites.values() for origin in site.origins})
    is_open = any(not site.origins for site in settings.sites.values())
    panel_ancestors = "*" if is_open else " ".join(["'self'", *framers])

    def policy(ancestors: str) -> str:
        return (
            "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self' ws: wss:; "
            f"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
        )

    strict, framed = policy("'self'"), policy(panel_ancestors)
    by_path = {"/panel": framed, "/docs": _DOCS_POLICY}

    @app.middleware("http")
    async def protect(request: Request, call_next: Any) -> Any:
        response = await call_next(request)
        path = request.url.path
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if path == "/widget.js" else "same-site"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers["Content-Security-Policy"] = by_path.get(path, strict)
        return response
