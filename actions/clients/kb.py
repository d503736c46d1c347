"""Client of kb_index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

import httpx

from actions.logic.knowledge import Article, KnowledgeDown, Likeness, SearchAnswer


class KnowledgeBase:
    """Searches articles and fetches them over HTTP.

    Every failure (unreachable, slow, not the promised shape) is `KnowledgeDown`: to a turn they are the same.
    """

    def __init__(self, url: str, *, timeout_s: float) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout_s, trust_env=False)

    async def __aenter__(self) -> KnowledgeBase:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def search(self, text: str, *, language: str, signals: dict[str, Any]) -> SearchAnswer:
        """Find the articles nearest to a question.

        Raises:
            KnowledgeDown: If kb_index cannot answer.
        """
        body = {"text": text, "language": language, "k": 5, "signals": signals}
        return SearchAnswer.model_validate(await self._call("POST", "/search", json=body))

    async def article(self, family: str, *, language: str) -> Article | None:
        """A family's article in the wanted language, or in another where that is missing; None if unknown.

        Raises:
            KnowledgeDown: If kb_index cannot answer.
        """
        data = await self._call("GET", f"/families/{family}", params={"language": language})
        return None if data is None else Article.model_validate(data)

    async def alike(self, text: str, *, language: str, groups: Mapping[str, Sequence[str]]) -> Likeness:
        """Say how much a text is like each group of phrases.

        Raises:
            KnowledgeDown: If kb_index cannot answer.
        """
        body = {"text": text, "language": language, "groups": {name: list(group) for name, group in groups.items()}}
        return Likeness.model_validate(await self._call("POST", "/alike", json=body))

    async def _call(self, method: str, path: str, **options: Any) -> Any:
        try:
            response = await self._http.request(method, path, **options)
            if response.status_code == httpx.codes.NOT_FOUND:
                return None
            response.raise_for_status()
            return response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise KnowledgeDown(type(error).__name__) from error
