"""Write the wire's pydantic models as TypeScript: `python -m webchat.realtime.typescript`.

Only the shapes that `protocol/` uses are understood; anything else raises, so a new kind of field cannot
slip through as `any`.
"""

from __future__ import annotations

import inspect
import types
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel

from webchat.realtime import protocol

TARGET = Path(__file__).resolve().parents[1] / "frontend" / "protocol" / "wire.ts"

_HEADER = """// Generated from webchat/realtime/protocol/ by `make types`. Do not edit.
"""
_SCALARS: dict[Any, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    datetime: "string",
    UUID: "string",
    type(None): "null",
    Any: "unknown",
}
_BASES = ("BaseModel", "ClientPayload", "Wire")


def render() -> str:
    """Return the text of `wire.ts`."""
    parts = [_HEADER]
    parts += [f"export type {name} = {_literal(alias)};\n" for name, alias in _aliases()]
    parts += [_interface(model) for model in _models()]
    return "\n".join(parts)


def describe(model: type[BaseModel]) -> dict[str, str]:
    """Return the fields of a model with their types as TypeScript writes them; `?` marks what may be missing."""
    shown = {}
    for name, field in model.model_fields.items():
        is_optional = type(None) in get_args(field.annotation) or not (
            field.is_required() or issubclass(model, protocol.Wire)
        )
        shown[name + ("?" if is_optional else "")] = _type(field.annotation)
    return shown


def main() -> None:
    """Write `wire.ts` if its content changed."""
    text = render()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    if not TARGET.exists() or TARGET.read_text("utf-8") != text:
        TARGET.write_text(text, "utf-8")


def _aliases() -> list[tuple[str, Any]]:
    return [(name, value) for name, value in vars(protocol).items() if get_origin(value) is Literal]


def _models() -> list[type[BaseModel]]:
    return [
        value
        for name, value in vars(protocol).items()
        if inspect.isclass(value) and issubclass(value, BaseModel) and name not in _BASES
    ]


def _interface(model: type[BaseModel]) -> str:
    parents = [base.__name__ for base in model.__bases__ if base.__name__ not in _BASES]
    extends = f" extends {', '.join(parents)}" if parents else ""
    own = [name for name in model.model_fields if name in model.__annotations__]
    doc = inspect.cleandoc(model.__doc__ or "").splitlines()[0]
    lines = [f"/** {doc} */", f"export interface {model.__name__}{extends} {{"]
    is_client = not issubclass(model, protocol.Wire)
    for name in own:
        field = model.model_fields[name]
        # The server leaves out what is null (`exclude_none`); a client may leave out what has a default.
        nullable = type(None) in get_args(field.annotation)
        optional = "?" if nullable or (is_client and not field.is_required()) else ""
        lines.append(f"  {name}{optional}: {_type(field.annotation)};")
    return "\n".join([*lines, "}\n"])


def _literal(annotation: Any) -> str:
    return " | ".join(f'"{value}"' for value in get_args(annotation))


def _type(annotation: Any) -> str:
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return next((name for name, alias in _aliases() if alias == annotation), _literal(annotation))
    if origin in (Union, types.UnionType):
        return " | ".join(_type(arg) for arg in args)
    if origin is list:
        inner = _type(args[0])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if origin is dict:
        return f"Record<string, {_type(args[1])}>"
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return annotation.__name__
    raise TypeError(f"no TypeScript for {annotation!r}")


if __name__ == "__main__":
    main()
