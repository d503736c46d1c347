"""Links in an article's Markdown: where they lead."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from kb_index.articles import Article
from kb_index.fault import Fault
from kb_index.markdown import link_targets

_HELP_PAGE = re.compile(r"/help/(?P<language>nl|fr|en)/(?P<article_id>[^/#?]+)/?$")


def check_links(article: Article, article_ids: set[str]) -> list[Fault]:
    """Faults of an article's links: pages that do not exist, places that have no address, hosts nobody agreed to.

    A link leads to a help page (`/help/nl/wifi-no-connection.nl`) or to a host that the article's own front matter
    lists under `links`; another address stands as plain text, so that the reader sees where it goes.
    """
    listed = article.extra.get("links") or []
    hosts = {str(host).strip().lower() for host in (listed if isinstance(listed, list) else [listed])}
    faults = []
    for target in link_targets(article.body):
        code, problem = _fault(target, article, article_ids, hosts)
        if code:
            faults.append(Fault("error", code, f"link `{target}` {problem}", {"target": target}))
    return faults


def _fault(target: str, article: Article, article_ids: set[str], hosts: set[str]) -> tuple[str, str]:
    """Code and text of what is wrong with a link; empty where nothing is."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "bad_link", "is not an address"
    if parts.scheme in ("http", "https"):
        host = (parts.hostname or "").removeprefix("www.")
        is_listed = host in hosts
        return ("", "") if is_listed else ("link_host", f"leads to `{host}`, which `links` does not list")
    if parts.scheme or parts.netloc:
        return "bad_link", f"is of a kind that help pages do not follow (`{parts.scheme or '//'}`)"
    if parts.fragment or not parts.path:
        return "bad_link", "leads into a page: headings have no addresses of their own"
    page = _HELP_PAGE.match(parts.path)
    if page is None:
        return "bad_link", "leads to no help page; those are called `/help/<language>/<article id>`"
    if unquote(page["article_id"]) not in article_ids:
        return "link_missing", "leads to an article that is not in the folder"
    if page["language"] != article.language:
        return "link_language", f"leads a {article.language} reader to a {page['language']} page"
    return "", ""
