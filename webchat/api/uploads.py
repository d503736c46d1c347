"""Forms with files, read only after the route has let its caller in, and never more than it takes."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from webchat.domain.errors import Fixable

Model = TypeVar("Model", bound=BaseModel)
_MOST_FIELDS = 20
_AROUND = 100_000  # bytes of the form beside its files


async def form(request: Request, *, most_bytes: int, most_files: int) -> FormData:
    """Return the form of a request.

    A route's parameters would be read before anybody has looked who sends them.

    Raises:
        Fixable: `too_large`, or `invalid` for a body that is no such form or does not tell its length.
    """
    told = request.headers.get("content-length", "")
    if not told.isdecimal():
        raise Fixable("invalid", field="Content-Length")
    if int(told) > most_bytes + _AROUND:
        raise Fixable("too_large", max_mb=most_bytes // 1_000_000)
    try:
        return await request.form(max_files=most_files, max_fields=_MOST_FIELDS)
    except HTTPException as error:
        raise Fixable("invalid", field="body") from error


def files(read: FormData, *names: str) -> list[UploadFile]:
    """Return the files of a form.

    Raises:
        Fixable: `invalid` without any.
    """
    found = [each for name in names for each in read.getlist(name) if isinstance(each, UploadFile)]
    if not found:
        raise Fixable("invalid", field=names[0])
    return found


def fields(read: FormData, model: type[Model]) -> Model:
    """Return the fields of a form that are no files.

    Raises:
        Fixable: `invalid` with the field.
    """
    try:
        return model.model_validate({name: value for name, value in read.items() if isinstance(value, str)})
    except ValidationError as error:
        raise Fixable("invalid", field=str(error.errors()[0]["loc"][0])) from error
