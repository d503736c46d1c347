"""Versions of shared objects: `ETag` on what is read, `If-Match` on what is edited."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Response

from webchat.domain.errors import Fixable


def show(response: Response, version: str | int) -> None:
    """Tell the version of what is answered."""
    response.headers["ETag"] = f'"{version}"'


def _named(if_match: Annotated[str | None, Header()] = None) -> str:
    if not if_match:
        raise Fixable("invalid", field="If-Match")
    return if_match.removeprefix("W/").strip('"')


IfMatch = Annotated[str, Depends(_named)]


def _counted(version: IfMatch) -> int:
    if not version.isdecimal():
        raise Fixable("invalid", field="If-Match")
    return int(version[:18])


# Where versions are counted.
IfNumber = Annotated[int, Depends(_counted)]
