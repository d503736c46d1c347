"""Which group is which gap, and a draft that says only what somebody wrote."""

from __future__ import annotations

from webchat.domain.gaps import Solution, by_clearness, draft, match, title_of


def test_a_gap_keeps_its_id_while_half_of_it_stays_together() -> None:
    old = {"coffee": {1, 2, 3, 4}, "parking": {5, 6, 7}}
    assert match(old, [{5, 6, 7, 8}, {1, 2, 9}, {10, 11, 12}]) == ["parking", "coffee", None]
    # Split in two: the larger part keeps the id, the other is new; merged: the better overlap wins.
    assert match({"coffee": {1, 2, 3, 4, 5}}, [{1, 2, 3}, {4, 5}]) == ["coffee", None]
    assert match(old, [{1, 2, 3, 4, 5, 6}]) == ["coffee"]


def test_a_gap_is_called_by_its_plainest_question() -> None:
    texts = [
        "help",
        "hoe vraag ik een parkeerkaart aan voor een bezoeker die morgen komt",
        "hoe krijg ik een parkeerkaart",
    ]
    assert by_clearness(texts)[0] == 2
    assert title_of("hoe krijg ik een parkeerkaart? dank u") == "Hoe krijg ik een parkeerkaart?"
    assert len(title_of("woord " * 60)) <= 80


def test_a_draft_holds_questions_steps_and_sources_and_marks_what_is_missing() -> None:
    text = draft(
        language="nl",
        questions=["hoe krijg ik een parkeerkaart", 'parkeerkaart voor [masked:card] "nodig"'],
        solutions=[
            Solution("FL-1001", "nl", "Zo gaat het:\n1. Open het portaal.\n2. Kies Parkeren.\nKlaar."),
            Solution("FL-1002", "fr", "# Demandez à l'accueil."),
        ],
    )
    assert text.startswith(
        '---\nquestions:\n  - "hoe krijg ik een parkeerkaart"\n  - "parkeerkaart voor … \\"nodig\\""\n---\n'
    )
    assert "1. Open het portaal.\n2. Kies Parkeren." in text
    assert "### Zoals opgelost in ticket FL-1002 (in het Frans geschreven)\n\nDemandez à l'accueil." in text
    assert text.count("**[Nog aan te vullen") == 1


def test_without_a_solution_nothing_is_invented() -> None:
    text = draft(language="en", questions=["where is the coffee"], solutions=[])
    assert "**[To be filled in: nobody wrote down how this was solved.]**" in text
