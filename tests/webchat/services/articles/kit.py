"""Texts for tests of articles."""

from __future__ import annotations


def text(article_id: str = "wifi.nl", title: str = "Geen wifi", body: str = "Zet de wifi aan.", **more: str) -> str:
    family, _, language = article_id.rpartition(".")
    rest = "".join(f"{key}: {value}\n" for key, value in more.items())
    return f"---\nid: {article_id}\nfamily: {family}\nlanguage: {language}\ntitle: {title}\n{rest}---\n{body}\n"
