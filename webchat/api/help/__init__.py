"""The help centre: pages for readers, rendered here, complete without a script (docs/help-centre.md)."""

from __future__ import annotations

from fastapi import FastAPI

from webchat.api.help import article, finding, index, search, votes
from webchat.api.help.frame import message
from webchat.api.help.pages import Pages

__all__ = ["install", "message"]


def install(app: FastAPI) -> None:
    """Add the pages; those with a name of their own come before those of articles."""
    pages = Pages()
    index.install(app, pages)
    search.install(app)
    finding.install(app, pages)
    article.install(app, pages)
    votes.install(app)
