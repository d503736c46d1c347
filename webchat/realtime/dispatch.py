"""What both namespaces share: find the handler, validate, answer with an ack, never raise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import ceil
from typing import Any, NamedTuple, TypeVar

import socketio
import structlog
from pydantic import BaseModel, ValidationError

from webchat.domain.errors import FirstlineError, Fixable
from webchat.domain.masking import Masked
from webchat.services.messages import Ack as Stored
from webchat.texts import text as say

log = structlog.get_logger()

Ack = dict[str, Any]
M = TypeVar("M", bound=BaseModel)


class Empty(BaseModel):
    """Payload of an event that carries nothing; what a client adds is ignored."""


class Route(NamedTuple):
    """How one event is handled."""

    payload: type[BaseModel]
    handler: Callable[..., Awaitable[dict[str, Any] | None]]


class Namespace(socketio.AsyncNamespace):  # type: ignore[misc]  # python-socketio ships no types
    """Dispatches by a table, so that an unknown event is an error with a name and not silence."""

    routes: dict[str, Route]

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """Run the handler of `event`; the return value is the ack."""
        # The library's own two come while the client counts as not connected; what a client sends by these names
        # later is an unknown event.
        if event in ("connect", "disconnect") and not self.server.manager.is_connected(args[0], self.namespace):
            if event == "connect":
                return await self.connected(args[0], args[1], args[2] if len(args) > 2 else None)
            return await self.disconnected(args[0])
        return await self.answer(event, args[0], args[1] if len(args) > 1 else None)

    async def connected(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Accept the connection or raise `ConnectionRefusedError`."""
        raise NotImplementedError

    async def disconnected(self, sid: str) -> None:
        """Forget the connection."""
        raise NotImplementedError

    def language_of(self, sid: str) -> str:
        """Return the language of a connection's error messages."""
        raise NotImplementedError

    def permit(self, event: str, sid: str) -> None:
        """Refuse an event that this connection may not send."""

    async def answer(self, event: Any, sid: str, data: Any) -> Ack:
        """Run the handler of what a client sent and return the ack."""
        try:
            route = self.routes.get(event) if isinstance(event, str) else None
            if route is None:
                raise Fixable("invalid", event=event[:100] if isinstance(event, str) else None)
            self.permit(event, sid)
            payload = validate(route.payload, data)
            return {"ok": True, **(await route.handler(self, sid, payload) or {})}
        except FirstlineError as error:
            return refusal(error, self.language_of(sid))
        except Exception as error:
            # The outermost loop of a request: one client's trouble must not become another's.
            log.error("event_failed", namespace=self.namespace, event_name=event, error=repr(error), exc_info=True)
            return refusal(FirstlineError("unavailable"), self.language_of(sid))


def validate(model: type[M], data: Any) -> M:
    """Return `data` as `model`.

    Raises:
        Fixable: `invalid`, naming the first field that is wrong.
    """
    try:
        return model.model_validate({} if data is None else data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or None
        raise Fixable("invalid", field=field, problem=first["type"]) from None


def acked(ack: Stored, masked: Masked) -> Ack:
    """Return the ack of a stored message, with its text where that is not what was sent."""
    body: Ack = {"seq": ack.seq, "id": ack.id, "at": ack.at}
    if masked.kinds:
        body["text"] = masked.text
    return body


def refusal(error: FirstlineError, language: str) -> Ack:
    """Return the ack of a refused request."""
    return {"ok": False, "error": error_body(error, language)}


def error_body(error: FirstlineError, language: str) -> dict[str, Any]:
    """Return code, sentence and parameters of an error."""
    body: dict[str, Any] = {
        "code": error.code,
        "message": say(language, f"error_{error.code}", **error.params),
        "params": error.params,
    }
    if error.retry_after_s is not None:
        # Upwards: a wait of 0 reads as "no idea" to a client.
        body["retry_after_s"] = ceil(error.retry_after_s * 100) / 100
    return body


def refuse_connection(error: FirstlineError, language: str) -> socketio.exceptions.ConnectionRefusedError:
    """Return the exception that refuses a connection: the code as message, the details as data."""
    return socketio.exceptions.ConnectionRefusedError(error.code, error_body(error, language))
