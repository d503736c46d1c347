"""The knowledge base behind its HTTP contract (docs/contracts.md, "kb_index HTTP")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import quote

import httpx

_SLOW_S = 300.0


class KbUnavailable(Exception):
    """kb_index did not answer in time or answered something else than the contract says."""


class KbRefused(KbUnavailable):
    """kb_index answered that it cannot use what it was sent. `error` has `code`, `message` and perhaps `line`."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(f"refused: {error.get('code')}")
        self.error = error


class KnowledgeBase:
    """Searches and reads articles."""

    def __init__(self, url: str, *, timeout_s: float) -> None:
        """Prepare a client of the service at `url`."""
        self._http = httpx.AsyncClient(
            base_url=url, timeout=httpx.Timeout(timeout_s, connect=min(1.0, timeout_s)), trust_env=False
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def search(self, text: str, *, language: str | None, k: int = 5) -> dict[str, Any]:
        """Return kb_index's answer: `results` (best first), `p_helps`, `signals`, `thresholds`.

        Raises:
            KbUnavailable: There is none.
        """
        body = {"text": text, "language": language, "k": k, "signals": None}
        found = await self._json("POST", "/search", json=body)
        if not isinstance(found, dict) or not isinstance(found.get("results"), list):
            raise KbUnavailable("not the contract")
        return found

    async def article(self, article_id: str) -> dict[str, Any] | None:
        """Return one article, or None.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        return cast("dict[str, Any] | None", await self._json("GET", f"/articles/{quote(article_id, safe='')}"))

    async def articles(self) -> list[dict[str, Any]]:
        """Return what `listing` does, without the generation.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        return (await self.listing())[0]

    async def listing(self) -> tuple[list[dict[str, Any]], int]:
        """Return what there is, and the generation of the index that it stands in.

        Of each article: `article_id`, `family`, `language`, `title`, `sign`, `topic`, `visibility`, `incident`.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        listed = await self._json("GET", "/articles")
        if not isinstance(listed, dict) or not isinstance(listed.get("articles"), list):
            raise KbUnavailable("not the contract")
        return listed["articles"], int(listed.get("generation", 0))

    async def generation(self) -> int:
        """Return a number that grows with every change of the articles.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        health = await self._json("GET", "/healthz", timeout=1.0)
        if not isinstance(health, dict) or not isinstance(health.get("generation"), int):
            raise KbUnavailable("not the contract")
        return int(health["generation"])

    async def related(self, article_id: str, *, k: int) -> list[str]:
        """Return the ids of articles that say the most alike in the same language, best first.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        found = await self._json("GET", f"/articles/{quote(article_id, safe='')}/related", params={"k": k})
        return [str(each["article_id"]) for each in (found or {"results": []})["results"]]

    async def suggest(self, typed: str, *, language: str, k: int) -> list[str]:
        """Return the ids of public articles whose title or keywords hold every typed word, the last perhaps unfinished.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        found = await self._json("GET", "/suggest", params={"q": typed, "language": language, "k": k})
        return [str(each["article_id"]) for each in (found or {"results": []})["results"]]

    async def family(self, family: str, *, language: str) -> dict[str, Any] | None:
        """Return the family's article in `language` or, failing that, another; None if there is none.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        params = {"language": language}
        return cast(
            "dict[str, Any] | None", await self._json("GET", f"/families/{quote(family, safe='')}", params=params)
        )

    async def vote(self, answer_id: str, *, voter: str, helped: bool, signals: dict[str, float]) -> None:
        """Tell what became of an answer; a repeat changes nothing, another verdict replaces the first.

        Raises:
            KbUnavailable: kb_index did not take it.
        """
        body = {"voter": voter, "helped": helped, "signals": signals}
        if await self._json("PUT", f"/feedback/{answer_id}", json=body) is None:
            raise KbUnavailable("not the contract")

    async def clusters(self, texts: Sequence[Mapping[str, str]]) -> list[list[str]]:
        """Return the ids of texts that mean the same, whatever their language, largest group first.

        Args:
            texts: Each with `id`, `text`, `language`; at most 3,000.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        found = await self._slowly("/clusters", {"texts": texts})
        return cast("list[list[str]]", found["clusters"])

    async def neighbours(
        self, texts: Sequence[Mapping[str, str]], examples: Sequence[Mapping[str, str]], *, k: int
    ) -> dict[str, list[dict[str, Any]]]:
        """Return the examples nearest to each text, by its id: the bot's own and those given.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        found = await self._slowly("/neighbours", {"texts": texts, "examples": examples, "k": k})
        return cast("dict[str, list[dict[str, Any]]]", found["neighbours"])

    async def confusions(self, examples: Sequence[Mapping[str, str]], intents: Sequence[str]) -> list[dict[str, Any]]:
        """Return the pairs of intents whose examples lie among each other, as far as `intents` take part.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        found = await self._slowly("/confusions", {"examples": examples, "intents": list(intents)})
        return cast("list[dict[str, Any]]", found["pairs"])

    async def _slowly(self, path: str, body: Mapping[str, Any]) -> Any:
        """Ask what nobody waits for: comparing thousands of texts may take a minute."""
        found = await self._json("POST", path, json=body, timeout=httpx.Timeout(_SLOW_S, connect=1.0))
        if not isinstance(found, dict):
            raise KbUnavailable("not the contract")
        return found

    async def dial(self) -> dict[str, Any]:
        """Return the highest acceptable share of wrong answers that counts, and what each position comes to.

        Raises:
            KbUnavailable: kb_index did not answer.
        """
        return self._dial(await self._json("GET", "/dial"))

    async def turn_dial(self, max_wrong_share: float) -> dict[str, Any]:
        """Set the highest acceptable share of wrong answers; returns what `dial` does.

        Raises:
            KbUnavailable: kb_index did not take it.
        """
        return self._dial(await self._json("PUT", "/dial", json={"max_wrong_share": max_wrong_share}))

    def _dial(self, told: Any) -> dict[str, Any]:
        if not isinstance(told, dict) or not isinstance(told.get("positions"), list):
            raise KbUnavailable("not the contract")
        return told

    async def is_well(self) -> bool:
        """Return whether kb_index answers its health question."""
        try:
            return (await self._http.get("/healthz", timeout=1.0)).is_success
        except (httpx.HTTPError, OSError):
            return False

    async def call(self, method: str, path: str, body: Any = None, *, timeout_s: float | None = None) -> dict[str, Any]:
        """Return the answer of one of kb_index's addresses that is not for every day.

        Raises:
            KbRefused: kb_index cannot use what it was sent.
            KbUnavailable: kb_index did not answer, or has no such address.
        """
        options: dict[str, Any] = {} if body is None else {"json": body}
        if timeout_s is not None:
            options["timeout"] = httpx.Timeout(timeout_s, connect=1.0)
        answer = await self._json(method, path, **options)
        if not isinstance(answer, dict):
            raise KbUnavailable("not the contract")
        return answer

    async def _json(self, method: str, path: str, **options: Any) -> Any:
        try:
            response = await self._http.request(method, path, **options)
            if response.status_code == 404:
                return None
            if response.status_code == 422 and isinstance(error := response.json().get("error"), dict):
                raise KbRefused(error)
            if not response.is_success:
                raise KbUnavailable(f"status {response.status_code}")
            return response.json()
        except httpx.HTTPError as error:
            raise KbUnavailable(type(error).__name__) from error
        except ValueError as error:
            raise KbUnavailable("not JSON") from error
