from __future__ import annotations

import random
import struct
from pathlib import Path

import numpy as np

from kb_index.static import Pieces, StaticEncoder
from kb_index.training.aligned import align, catalogue_text, read_page, sections_of
from kb_index.training.bags import Bags
from kb_index.training.cleaning import Triple, distinct, is_usable, plain
from kb_index.training.typing_noise import mistype
from kb_index.training.weights import save


def page(heading: str, first: str, second: str) -> str:
    return (
        f'<title>x</title><p>menu</p><h1 id="hd_id1"><a name="a"></a>{heading}</h1>'
        f'<p id="par_id2" class="paragraph">{first}<span hidden="true">Cmd<span>+</span></span></p>'
        f'<p id="par_id3">{second}</p><p id="par_id3">{second}</p>'
    )


def catalogue(path: Path, messages: dict[str, str]) -> None:
    """Write a `.mo` file, as msgfmt does: header, two tables of lengths and places, the texts."""
    entries = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **messages}.items())
    texts = [text.encode() for column in (0, 1) for text in (entry[column] for entry in entries)]
    at, n = 28 + 16 * len(entries), len(entries)
    places = []
    for text in texts:
        places.append(struct.pack("<II", len(text), at))
        at += len(text) + 1
    path.parent.mkdir(parents=True, exist_ok=True)
    header = struct.pack("<7I", 0x950412DE, 0, n, 28, 28 + 8 * n, 0, 0)
    path.write_bytes(header + b"".join(places) + b"".join(text + b"\0" for text in texts))


def test_blocks_are_aligned_by_id_and_ambiguous_ones_left_out() -> None:
    pages = [
        read_page(page("Printing", "Choose <b>File - Print</b>", "Twice")),
        read_page(page("Afdrukken", "Kies Bestand - Afdrukken", "Dubbel")),
        read_page(page("Impression", "Choisissez Fichier - Imprimer", "Deux fois")),
    ]
    assert list(align("p", *pages)) == [
        (Triple("p", "Printing", "Afdrukken", "Impression"), True),
        (Triple("p", "Choose File - Print", "Kies Bestand - Afdrukken", "Choisissez Fichier - Imprimer"), False),
    ]


def test_a_section_is_its_heading_under_the_title_and_the_text_below() -> None:
    long = "word " * 30
    blocks = [
        (Triple("p", "Title", "Titel", "Titre"), True),
        (Triple("p", "short", "kort", "court"), False),
        (Triple("p", "Part", "Deel", "Partie"), True),
        (Triple("p", long, long, long), False),
    ]
    (section,) = sections_of("p", blocks)
    assert section.headings == ("Title – Part", "Titel – Deel", "Titre – Partie")
    assert section.bodies == (long, long, long)


def test_catalogues_are_joined_by_message_and_place(tmp_path: Path) -> None:
    nl, fr = tmp_path / "a/share/nl/LC_MESSAGES/app.mo", tmp_path / "b/share/fr/LC_MESSAGES/app.mo"
    catalogue(nl, {"menu\x04_Print…": "Af_drukken…", "Only here": "Alleen hier", "%d": "%d"})
    catalogue(fr, {"menu\x04_Print…": "_Imprimer…", "%d": "%d"})
    triples = catalogue_text([tmp_path / "a", tmp_path / "b"])
    assert triples == [Triple("share/*/LC_MESSAGES/app.mo", "Print…", "Afdrukken…", "Imprimer…")]


def test_markup_placeholders_and_accelerators_go() -> None:
    assert plain("<b>Delete</b> %s from &amp;Folder %1?") == "Delete from Folder ?"
    assert plain("my_file_name.txt") == "my_file_name.txt"


def test_untranslated_and_unequal_strings_are_no_triples() -> None:
    good = Triple("g", "Print the page", "De pagina afdrukken", "Imprimer la page")
    assert is_usable(good)
    assert not is_usable(Triple("g", "Print the whole page", "Print the whole page", "Imprimer la page"))
    assert not is_usable(Triple("g", "OK", "Klik hier om de pagina af te drukken op papier", "OK"))
    assert not is_usable(Triple("g", "0x80 / 12", "0x80 / 12", "0x80 / 12"))
    again = Triple("h", "Print the page…", "De pagina afdrukken", "Imprimer la page")
    assert distinct([good, again]) == [good]


def test_a_mistyped_word_differs_little_and_short_ones_not_at_all() -> None:
    rng = random.Random(1)
    made = {mistype("wachtwoord", rng) for _ in range(50)}
    assert len(made) > 10
    assert all(abs(len(word) - 10) <= 1 and word[0] == "w" for word in made)
    assert mistype("vpn", rng) == "vpn"
    assert mistype("0x80070005", rng) == "0x80070005"


def test_a_batch_has_the_rows_of_its_texts_and_noise_changes_them() -> None:
    bags = Bags(Pieces({"▁open": -1.0, "▁": -5.0, **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", -6.0)}))
    texts = bags.texts(["open", "open bed", "open open open"])
    rng = np.random.default_rng(0)
    rows, starts = bags.batch(texts, np.array([2, 0]), 0.0, rng)
    assert rows.tolist() == [0, 0, 0, 0]
    assert starts.tolist() == [0, 3]
    noisy, _ = bags.batch(texts, np.array([2, 0]), 1.0, rng)
    assert noisy.tolist() != rows.tolist()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    table = np.random.default_rng(0).normal(size=(3, 8)).astype(np.float32)
    version = save(tmp_path, table, {"▁red": -1.0, "▁blue": -2.0, "▁": -3.0})
    encoder = StaticEncoder(tmp_path)
    assert encoder.name == f"static-{version}"
    wanted = table[0] + table[1]
    assert encoder.queries(["Red, blue"])[0] @ (wanted / np.linalg.norm(wanted)) > 0.999
