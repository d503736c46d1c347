"""The knowledge base's articles: written, published, kept in step with the index, brought in and taken out."""

from webchat.services.articles.editing import create_draft
from webchat.services.articles.listing import public_facts, published

__all__ = ["create_draft", "public_facts", "published"]
