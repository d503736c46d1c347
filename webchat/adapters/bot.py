"""The bot behind its HTTP contract (docs/contracts.md, "webchat → bot")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import httpx
from pydantic import BaseModel, Field, ValidationError

_MODEL_ASKED_S = 3.0
_LOADED_WITHIN_S = 60.0


class BotUnavailable(Exception):
    """The bot did not answer in time, refused, failed, or answered something else than the contract says."""


class ModelRefused(Exception):
    """The bot could not load a model, and serves on what it served."""


class BotButton(BaseModel):
    """A quick reply."""

    title: str = Field(max_length=200)
    payload: str = Field(max_length=1000)


class BotArticle(BaseModel):
    """An article the bot shows."""

    id: str
    family: str = ""
    title: str
    language: Literal["nl", "fr", "en"]
    fallback: bool = False


class BotStep(BaseModel):
    """Progress in a walk."""

    number: int
    of: int


class BotMessage(BaseModel):
    """One message of an answer."""

    text: str = ""
    buttons: list[BotButton] = Field(default_factory=list)
    article: BotArticle | None = None
    step: BotStep | None = None
    kind: Literal["answer", "question", "step", "notice", "text"] = "answer"


class BotHandOff(BaseModel):
    """Why the bot wants a person, with the prefilled ticket."""

    reason: str
    kind: str = "incident"
    fields: dict[str, dict[str, Any]] = Field(default_factory=dict)
    signals: dict[str, Any] = Field(default_factory=dict)


class Decision(BaseModel):
    """What the turn decided."""

    action: str = "chat"
    language: Literal["nl", "fr", "en"] | None = None
    skill: Literal["novice", "expert"] | None = None
    p_helps: float | None = None
    threshold: float | None = None
    family: str | None = None
    article_id: str | None = None
    signals: dict[str, Any] = Field(default_factory=dict)
    solved: bool = False
    handoff: BotHandOff | None = None


class RankedIntent(BaseModel):
    """An intent with how sure the bot is of it."""

    name: str
    confidence: float


class Answer(BaseModel):
    """A turn's answer."""

    ok: bool
    messages: list[BotMessage] = Field(default_factory=list)
    decision: Decision = Field(default_factory=Decision)
    intent: dict[str, Any] | None = None
    ranking: list[RankedIntent] = Field(default_factory=list)
    model: str | None = None


class Bot:
    """Asks the bot for turns over a kept-alive connection."""

    def __init__(self, url: str, token: str, *, timeout_s: float) -> None:
        """Prepare.

        Args:
            url: Base address.
            token: Its bearer token.
            timeout_s: Longest silence that is waited for.
        """
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"} if token else None,
            timeout=httpx.Timeout(timeout_s, connect=min(1.0, timeout_s)),
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=16),
            trust_env=False,  # the parts are neighbours: no proxy of the environment comes between
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def reply(
        self, message: str, *, sender: str, message_id: str, metadata: Mapping[str, Any], timeout_s: float
    ) -> Answer:
        """Run one turn.

        Args:
            message: What the user said, or a button's `/payload`.
            sender: The conversation.
            message_id: The turn; the bot answers a repeat without running it again.
            metadata: What the bot must know about the user.
            timeout_s: Longest wait.

        Raises:
            BotUnavailable: There is no answer that can be shown.
        """
        body = {"sender": sender, "message": message, "message_id": message_id, "metadata": dict(metadata)}
        raw = await self._post("/webhooks/support/webhook", body, timeout_s)
        try:
            answer = Answer.model_validate(raw)
        except ValidationError as error:
            raise BotUnavailable(f"not the contract: {error.error_count()} errors") from error
        if not answer.ok:
            raise BotUnavailable("ok is false")
        return answer

    async def sync(self, *, sender: str, events: Sequence[Mapping[str, Any]], timeout_s: float) -> None:
        """Tell the bot what was said while a person had the conversation.

        Raises:
            BotUnavailable: It could not be told.
        """
        await self._post("/webhooks/support/sync", {"sender": sender, "events": list(events)}, timeout_s)

    async def is_well(self) -> bool:
        """Return whether the bot answers its health question."""
        try:
            return (await self._http.get("/webhooks/support/", timeout=1.0)).is_success
        except (httpx.HTTPError, OSError):
            return False

    async def model(self) -> str | None:
        """Return the id of the model that the bot serves; None while it does not answer."""
        try:
            answer = await self._http.get("/webhooks/support/", timeout=_MODEL_ASKED_S)
            said = answer.json() if answer.is_success else {}
        except (httpx.HTTPError, OSError, ValueError):
            return None
        model = said.get("model") if isinstance(said, dict) else None
        return model if isinstance(model, str) else None

    async def load(self, path: Path, model_id: str) -> None:
        """Have the bot serve another model, from one turn to the next.

        Args:
            path: Its archive; the bot reads the same disk.
            model_id: What the bot calls it once it serves it.

        Raises:
            ModelRefused: It cannot be loaded; the bot serves on what it served.
            BotUnavailable: The bot could not be told, or did not say what became of it.
        """
        body = {"file": str(path), "model": model_id}
        try:
            answer = await self._http.put("/webhooks/support/model", json=body, timeout=_LOADED_WITHIN_S)
        except httpx.HTTPError as error:
            raise BotUnavailable(type(error).__name__) from error
        if answer.status_code == 422:
            raise ModelRefused(answer.text[:300])
        if not answer.is_success:
            raise BotUnavailable(f"status {answer.status_code}")

    async def _post(self, path: str, body: Mapping[str, Any], timeout_s: float) -> Any:
        try:
            response = await self._http.post(path, json=body, timeout=timeout_s)
            if not response.is_success:
                raise BotUnavailable(f"status {response.status_code}")
            return response.json()
        except httpx.HTTPError as error:
            raise BotUnavailable(type(error).__name__) from error
        except ValueError as error:
            raise BotUnavailable("not JSON") from error
