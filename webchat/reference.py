"""Write the generated parts of the docs: `python -m webchat.reference` (a test compares)."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from webchat.api.errors import STATUS
from webchat.domain.permissions import EVENTS, ROUTES, Action, Role, may
from webchat.realtime import protocol as wire
from webchat.realtime.agent import AgentNamespace
from webchat.realtime.chat import ChatNamespace
from webchat.realtime.dispatch import Namespace
from webchat.realtime.typescript import describe
from webchat.settings import Settings, Site
from webchat.texts import load

DOCS = Path(__file__).resolve().parents[1] / "docs"
_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def render(page: str) -> str:
    """Return `page` with its generated blocks made anew."""
    blocks = {
        "settings": _settings,
        "sites": _sites,
        "chat": lambda: _events(ChatNamespace),
        "agent": lambda: _events(AgentNamespace),
        "shapes": _shapes,
        "errors": _errors,
        "permissions": _permissions,
    }
    return _BLOCK.sub(lambda m: f"{m[1]}{blocks[m[2]]()}\n{m[3]}", page)


def main() -> None:
    """Rewrite the pages whose blocks have changed."""
    for name in ("accounts.md", "protocol.md", "settings.md"):
        path = DOCS / name
        path.write_text(render(path.read_text("utf-8")), "utf-8")


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _settings() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        variable = field.validation_alias or f"WEBCHAT_{name.upper()}"
        rows.append(
            (f"`{variable}`", field.description or "", _default(name, field.get_default(call_default_factory=True)))
        )
    return _table(("variable", "meaning", "default"), rows)


def _default(name: str, value: Any) -> str:
    if name == "frontend_dir":
        return "`webchat/frontend/dist`"
    if name == "bot_dir":
        return "the project's folder"
    if name == "sites":
        return "one site, `demo`, without a secret"
    if name == "opening_hours":
        return "Monday to Friday 08:00–18:00"
    if name == "sla_targets":
        return "; ".join(
            f"{priority} {target['first_response_min']} / {target['resolution_min']}"
            for priority, target in value.model_dump().items()
        )
    if isinstance(value, Path) and value.is_relative_to(DOCS.parent):  # wherever the project stands
        value = value.relative_to(DOCS.parent)
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    return f"`{value}`" if value not in ("", None, []) else "–"


def _sites() -> str:
    rows = [(f"`{name}`", field.description or "") for name, field in Site.model_fields.items()]
    return _table(("key", "meaning"), rows)


def _events(namespace: type[Namespace]) -> str:
    rows = []
    for event, route in namespace.routes.items():
        fields = ", ".join(f"`{name}`" for name in describe(route.payload)) or "–"
        doc = inspect.cleandoc(route.handler.__doc__ or "").splitlines()[0]
        rows.append((f"`{event}`", fields, doc))
    return _table(("event", "payload", "what it does"), rows)


def _shapes() -> str:
    models = [m for m in vars(wire).values() if inspect.isclass(m) and issubclass(m, wire.Wire) and m is not wire.Wire]
    parts = []
    for model in models:
        rows = [(f"`{name}`", f"`{kind}`") for name, kind in describe(model).items()]
        doc = inspect.cleandoc(model.__doc__ or "")
        parts.append(f"### {model.__name__}\n\n{doc}\n\n{_table(('field', 'type'), rows)}\n")
    return "\n".join(parts)


def _errors() -> str:
    texts = load("en")
    rows = [(f"`{code}`", str(status), texts[f"error_{code}"]) for code, status in STATUS.items()]
    return _table(("code", "REST status", "sentence (English)"), rows)


def _permissions() -> str:
    rows = []
    for action in Action:
        events = [f"`{event}`" for event, needed in EVENTS.items() if needed is action]
        routes = [f"`{route}`" for route, needed in ROUTES.items() if needed is action]
        marks = ["yes" if may(role, action) else "–" for role in Role]
        rows.append((f"`{action}`", *marks, ", ".join(events + routes)))
    free = ", ".join(f"`{route}`" for route, needed in ROUTES.items() if needed is None)
    return _table(("action", *Role, "events and routes"), rows) + f"\n\nWithout signing in: {free}."


if __name__ == "__main__":
    main()
