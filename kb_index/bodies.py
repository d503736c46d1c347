"""What the service answers: the contract's shapes, and its refusals."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kb_index.articles import Article
from kb_index.library import Answer, Library


class ServiceError(Exception):
    """An answer other than 200, with a code for programs."""

    def __init__(self, status: int, code: str, message: str = "", **more: int | None) -> None:
        super().__init__(message)
        self.status = status
        known = {key: value for key, value in more.items() if value is not None}
        self.body = {"code": code, "message": message or code.replace("_", " "), **known}


def answer_body(answer: Answer) -> dict[str, Any]:
    """The contract's shape of a search result."""
    return {
        "results": [
            {
                "family": hit.article.family,
                "article_id": hit.article.article_id,
                "language": hit.article.language,
                "title": hit.article.title,
                "sign": hit.article.sign,
                "device": hit.article.device,
                "products": hit.article.products,
                "heading": hit.passage.heading,
                "passage": hit.passage.text,
                "score": round(hit.score, 4),
                "topic": hit.article.topic,
                "fallback": hit.fallback,
                "named": hit.named,
                "has_steps": bool(hit.article.steps),
                "handoff": hit.article.handoff,
                "p_helps": round(chance, 4),
            }
            for hit, chance in zip(answer.hits, answer.chances, strict=True)
        ],
        "p_helps": round(answer.p_helps, 4),
        "p_any": round(answer.p_any, 4),
        "signals": {name: round(value, 4) for name, value in answer.signals.items()},
        "thresholds": asdict(answer.thresholds),
        "model": answer.model,
        "query_language": answer.query_language,
    }


def article_body(library: Library, article: Article, *, fallback: bool) -> dict[str, Any]:
    """The contract's shape of an article."""
    body = asdict(article)
    for key in ("markdown", "keywords", "questions", "intent", "explicit_steps", "extra"):
        del body[key]
    return {**body, "fallback": fallback, "languages": list(library.translations(article.family))}


def named(article: Article) -> dict[str, str]:
    """An article in a list of titles."""
    return {"article_id": article.article_id, "title": article.title, "language": article.language}
