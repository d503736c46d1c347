"""`/docs`: the REST interface as a page of our own.

FastAPI's page loads its viewer from another host; nothing here may leave the machine.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from webchat.api.templates import render


def install(app: FastAPI) -> None:
    """Add the page."""

    @app.get("/docs", response_class=HTMLResponse, include_in_schema=False)
    async def reference() -> HTMLResponse:
        described = app.openapi()
        return render(
            "reference.html",
            200,
            language="en",
            paths=[
                (path, [(m, _operation(o)) for m, o in methods.items()]) for path, methods in described["paths"].items()
            ],
            schemas=list(described.get("components", {}).get("schemas", {}).items()),
        )


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {**operation, "body": content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]}
