"""Says in a sentence what the bot understood, before anything is done about it."""

from __future__ import annotations

from actions.logic.context import Context
from actions.logic.knowledge import Article

_DEVICES = ("laptop", "computer", "desktop", "tablet", "smartphone")
_UNSURE = 0.85  # p_helps below which the user is invited to correct
_MAX_SINCE = 5  # words; a longer "since" is a story of its own
# A time is repeated in the user's own words, so only where they are in the language of the sentence.
_SINCE_STARTS = {
    "nl": ("sinds", "sedert", "vanaf", "al ", "vanochtend", "vanmorgen", "vandaag", "gisteren"),
    "fr": ("depuis", "dès", "ce matin", "aujourd", "hier"),
    "en": ("since", "for ", "this", "today", "yesterday"),
}
_FIRST_PERSON = {"ik", "i", "je", "j'ai", "j’ai", "mijn", "my", "mon", "ma"}


def restate(context: Context, article: Article) -> str:
    """The problem in a full sentence where this topic has one, else around the article's title."""
    key = f"about_{article.family.replace('-', '_')}"
    if key in context.texts.variants:
        about = context.text(key, device=_device(context), since=_since(context), app=_app(context))
        parts = [context.text("restate", about=about)]
    else:
        parts = [context.text("restate_title", title=article.title)]
    if fact := context.state.facts.get("error_text"):
        parts.append(context.text("restate_error", error=fact.said.strip(" .\"'“”«»")))
    if context.state.p_helps is not None and context.state.p_helps < _UNSURE:
        parts.append(context.text("restate_check"))
    if article.fallback:
        parts.append(context.text("fallback_language", language=context.text(f"language_{article.language}")))
    return " ".join(parts)


def _device(context: Context) -> str:
    fact = context.state.facts.get("device")
    return context.text(f"your_{fact.value if fact and fact.value in _DEVICES else 'computer'}")


def _app(context: Context) -> str:
    fact = context.state.facts.get("application")
    return " " + context.text("in_app", app=fact.value[:1].upper() + fact.value[1:]) if fact else ""


def _since(context: Context) -> str:
    fact = context.state.facts.get("since")
    said = " ".join(fact.said.lower().split()) if fact else ""
    words = said.split()
    if not words or len(words) > _MAX_SINCE or _FIRST_PERSON & set(words):
        return ""
    if not said.startswith(_SINCE_STARTS[context.language]):
        return ""
    return f" {said}" if context.language != "en" else f" ({said})"  # "is slow since Monday" is no English
