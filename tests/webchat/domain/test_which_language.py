from __future__ import annotations

from pathlib import Path

import pytest

from webchat.domain.which_language import language_of

ARTICLES = sorted(Path("data/articles").rglob("*.md"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vraag een nieuwe kaart aan en kom met uw oude kaart naar het loket.", "nl"),
        ("Demandez une nouvelle carte et présentez-vous avec votre ancienne carte au guichet.", "fr"),
        ("Ask for a new card and come to the counter with your old card.", "en"),
        ("Wie kann ich das Problem lösen? Öffnen Sie die Einstellungen und versuchen Sie es noch einmal.", None),
        ("La stampante non funziona: aprire le impostazioni e poi scegliere la stampante dalla lista.", None),
        ("El ordenador no funciona: hay que pulsar el botón de inicio y esperar a que la pantalla se encienda.", None),
        ("Wi-Fi VPN-2 192.168.0.1", None),
        (
            "Uw kaart kwijt? Vraag een nieuwe. Votre carte est perdue ? Demandez une autre. Lost your card? Ask for it.",
            None,
        ),
        ("", None),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_our_own_articles_are_in_the_language_they_name() -> None:
    wrong = []
    for path in ARTICLES:
        _, head, body = path.read_text().split("---\n", 2)
        if f"language: {language_of(body)}\n" not in head:
            wrong.append(path.name)
    assert len(ARTICLES) > 100
    assert wrong == []
