"""The help centre: what readers may see, derived from the knowledge base and kept until it changes."""

from webchat.services.help.catalogue import OTHER, TOPICS, Catalogue, Listed
from webchat.services.help.centre import HelpCentre

__all__ = ["OTHER", "TOPICS", "Catalogue", "HelpCentre", "Listed"]
