"""The articles in kb_index: what it holds, what it is to hold, what it thinks of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from webchat.adapters.kb import KbUnavailable, KnowledgeBase

MOST = 500  # articles in one request
_SLOW_S = 300.0  # to encode as many
_CHECK_S = 15.0


class Listing(NamedTuple):
    """What the index held at one moment: checksums by article id."""

    index_id: str
    generation: int
    checksums: dict[str, str]


class ArticleIndex:
    """kb_index as the follower of the database."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Use the connections of `kb`."""
        self._kb = kb

    async def generation(self) -> int:
        """Return the number of the index's last change, whoever made it.

        Raises:
            KbUnavailable: It did not answer, or is not open yet.
        """
        return int((await self._kb.call("GET", "/healthz"))["generation"])

    async def listing(self) -> Listing:
        """Return what there is.

        Raises:
            KbUnavailable: It did not answer.
        """
        told = await self._kb.call("GET", "/articles", timeout_s=_SLOW_S)
        if not isinstance(told.get("articles"), list) or "index_id" not in told:
            raise KbUnavailable("not the contract")
        checksums = {row["article_id"]: row["checksum"] for row in told["articles"]}
        return Listing(told["index_id"], told["generation"], checksums)

    async def texts(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return articles' texts by id; those that are gone are left out.

        Raises:
            KbUnavailable: It did not answer.
        """
        told = await self._kb.call("POST", "/articles/texts", {"article_ids": list(article_ids)}, timeout_s=_SLOW_S)
        return {row["article_id"]: row["markdown"] for row in told["articles"]}

    async def put(self, articles: Mapping[str, str], removed: Sequence[str]) -> tuple[int, dict[str, str]]:
        """Have articles in the index and others not; returns the generation, and why some were refused, by id.

        Raises:
            KbUnavailable: It did not answer: perhaps it did all of it, perhaps nothing.
        """
        sent = [{"article_id": article_id, "markdown": text} for article_id, text in articles.items()]
        told = await self._kb.call("PUT", "/articles", {"articles": sent, "removed": list(removed)}, timeout_s=_SLOW_S)
        refused = {row["article_id"]: f"{row['code']}: {row['message']}"[:300] for row in told["refused"]}
        return int(told["generation"]), refused

    async def parse(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Return of each text `article` (its facts) or `error` (`code`, `message`, `line`, `params`).

        Raises:
            KbUnavailable: It did not answer.
        """
        results: list[dict[str, Any]] = (await self._kb.call("POST", "/parse", {"texts": texts}, timeout_s=_SLOW_S))[
            "results"
        ]
        return results

    async def check(self, markdown: str) -> dict[str, Any]:
        """Return errors, warnings, the parsed article and where its steps lead.

        Raises:
            KbUnavailable: It did not answer.
        """
        return await self._kb.call("POST", "/check", {"markdown": markdown}, timeout_s=_CHECK_S)

    async def ask(self, markdown: str, question: str, language: str | None) -> dict[str, Any]:
        """Return the answer to a question as if a draft were published.

        Raises:
            KbRefused: The draft cannot be parsed.
            KbUnavailable: It did not answer.
        """
        body = {"markdown": markdown, "question": question, "language": language}
        return await self._kb.call("POST", "/try", body, timeout_s=_CHECK_S)
