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


def render(template: str, http_status: int, **values: Any) -> HTMLResponse:
    """Render a template of this folder.

    Args:
        template: File name.
        http_status: Of the answer.
        **values: What the template names.
    """
    return HTMLResponse(_ENVIRONMENT.get_template(template).render(values), status_code=http_status)
