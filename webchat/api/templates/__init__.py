"""Pages that are rendered on the server, readable without a script."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, select_autoescape

_ENVIRONMENT = Environment(
    loader=PackageLoader("webchat.api", "templates"),
    autoescape=select_autoescape(),
    trim_blocks=True,
    lstrip_blocks=True,
)


def text_of(template: str, **values: Any) -> str:
    """Render a template of this folder; `values` is what it names."""
    return _ENVIRONMENT.get_template(template).render(values)


def render(template: str, http_status: int, **values: Any) -> HTMLResponse:
    """Return a rendered template as an answer.

    Args:
        template: File name.
        http_status: Of the answer.
        **values: What the template names.
    """
    return HTMLResponse(text_of(template, **values), status_code=http_status)
