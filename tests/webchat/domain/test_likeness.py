from __future__ import annotations

from webchat.domain.likeness import SAME_TOPIC, Case, most_alike, shared

CASES = [
    Case("wifi", "laptop vindt geen wifi meer sinds de update", "network"),
    Case("printer", "de printer op de derde verdieping drukt niet af", "printing"),
    Case("vpn", "vpn verbinding valt weg op de laptop", "network"),
]


def test_same_words_come_first_and_nothing_alike_is_left_out() -> None:
    found = most_alike(Case("x", "printer drukt niets meer af"), CASES, least=0.1)

    assert found[0][0] == "printer"
    assert "vpn" not in dict(found)


def test_topic_helps_and_does_not_decide() -> None:
    without = dict(most_alike(Case("x", "wifi laptop"), CASES, least=0.0))
    helped = dict(most_alike(Case("x", "wifi laptop", "network"), CASES, least=0.0))

    assert helped["wifi"] > without["wifi"]
    assert helped["vpn"] - without["vpn"] == SAME_TOPIC
    assert helped["wifi"] > helped["vpn"]


def test_nothing_to_compare_with() -> None:
    assert most_alike(Case("x", "wifi"), [], least=0.1) == []
    assert most_alike(Case("x", ""), CASES, least=0.1) == []


def test_shared_words_are_found_in_their_other_forms() -> None:
    passage = "Start de printer opnieuw. Printers zonder papier drukken niet."

    words = [passage[start:end] for start, end in shared(passage, "mijn printer wil niet afdrukken")]

    assert words == ["printer", "Printers"]
