"""Masking: what share of secrets is hidden, and of harmless numbers left alone.

Ours are numbers made here from a seed, in sentences of our own. With `--external` also identifiers, sentences and
dialogues of other people, for the report only: nothing is tuned on them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.tables import table
from webchat.domain.masking import mask

# Secret or personal here: bank, card and national numbers. A company's VAT or SIRET number and a device's IMEI are
# public or wanted in a ticket; so are phone numbers and e-mail addresses.
SECRET_KINDS = {
    "be_iban": "rekeningnummer|compte|account",
    "iban": "IBAN|IBAN|IBAN",
    "be_national_register_number": "rijksregisternummer|numéro de registre national|national number",
    "be_bis_number": "BIS-nummer|numéro BIS|BIS number",
    "be_eid_card": "identiteitskaart|carte d'identité|identity card",
    "nl_bsn": "BSN|BSN|BSN",
    "fr_nir": "NIR|numéro de sécurité sociale|social security number",
}
CUED = (
    "mijn {cue} is {n}, kan u dat aanpassen?",
    "mon {cue} est {n}, pouvez-vous le modifier ?",
    "my {cue} is {n}, can you change it?",
)
BARE = ("het gaat over {n} en verder niets", "il s'agit de {n} et rien d'autre", "this is about {n} and nothing else")
HARMLESS = (
    "serienummer {n}", "numéro de série {n}", "serial number {n}", "foutcode {n} bij het opstarten", "le code erreur {n} s'affiche",
    "error code {n} when it starts", "mijn ticketnummer is {n}", "mon ticket {n} est ouvert", "ticket {n} is still open",
    "toestel {n}", "poste interne {n}", "extension {n}", "ordernummer {n}", "commande {n}", "order {n}",
)  # fmt: skip


class Case(NamedTuple):
    """A text, and the part of it that must disappear (None: nothing may)."""

    group: str
    text: str
    secret: str | None


def masking_report(external: Path | None = None) -> list[dict[str, Any]]:
    """Return a row per group: number of cases, share masked, the goal and whether it is met.

    Args:
        external: Folder with `safety/` and `dialogue/`; None measures our own numbers only.
    """
    cases = [*_generated(), *(_external(external) if external else ())]
    groups: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for case in cases:
        masked = mask(case.text)
        hit = case.secret not in masked.text if case.secret else bool(masked.kinds)
        groups[case.group, case.secret is not None].append(hit)
    return [_row(group, is_secret, hits) for (group, is_secret), hits in groups.items()]


def _row(group: str, is_secret: bool, hits: list[bool]) -> dict[str, Any]:
    share = sum(hits) / len(hits)
    goal = "information" if group.startswith("info:") else "≥ 0.99" if is_secret else "≤ 0.005"
    met = "" if goal == "information" else "yes" if (share >= 0.99 if is_secret else share <= 0.005) else "NO"
    return {"group": group, "n": len(hits), "masked": round(share, 4), "goal": goal, "met": met}


def _in_sentences(group: str, number: str, cues: str) -> Iterator[Case]:
    for template, cue in zip(CUED, cues.split("|"), strict=True):
        yield Case(f"{group}, named", template.format(cue=cue, n=number), number)
    for template in BARE:
        yield Case(f"{group}, alone", template.format(n=number), number)


def _generated() -> Iterator[Case]:
    rng = random.Random(2026)
    for _ in range(200):
        nine = f"{rng.randint(20, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(1, 997):03}"
        check = f"{97 - int(nine) % 97:02}"
        number = f"{nine[:2]}.{nine[2:4]}.{nine[4:6]}-{nine[6:]}.{check}" if rng.random() < 0.5 else nine + check
        yield from _in_sentences("own national numbers", number, SECRET_KINDS["be_national_register_number"])
        body = f"{rng.randrange(10**10):010}"
        account = f"{body}{int(body) % 97 or 97:02}"
        iban = f"BE{98 - int(account + '111400') % 97:02}{account}"
        yield from _in_sentences("own IBAN", iban, SECRET_KINDS["iban"])
        for template in HARMLESS:
            digits = "".join(rng.choices("0123456789", k=rng.choice((4, 6, 8, 10, 11, 12, 13, 16))))
            yield Case("own harmless numbers", template.format(n=digits), None)


def _external(folder: Path) -> Iterator[Case]:
    for item in _lines(folder / "safety" / "identifier_numbers_dev.jsonl"):
        kind, number = item["kind"], str(item["value"])
        if item["valid"] and kind in SECRET_KINDS:
            yield from _in_sentences(f"identifiers: {kind}", number, SECRET_KINDS[kind])
        elif kind not in SECRET_KINDS:
            yield from (Case(f"harmless: {kind}", t.format(n=number), None) for t in HARMLESS)
        else:
            yield from (Case("harmless: invalid identifiers", t.format(n=number), None) for t in BARE)
    for item in _lines(folder / "safety" / "presidio_synth_en_dev.jsonl"):
        for kind, value, *_ in item["spans"]:
            if kind in ("CREDIT_CARD", "IBAN_CODE"):
                yield Case(f"sentences: {kind}", item["text"], value)
        if not {span[0] for span in item["spans"]} & {"CREDIT_CARD", "IBAN_CODE", "US_SSN"}:
            yield Case("sentences without a secret", item["text"], None)
    for item in _lines(folder / "dialogue" / "multidogo_software_customer_dev.jsonl"):
        words, slots = item["text"].split(), item["slots"].split()
        secret = [w for w, s in zip(words, slots, strict=False) if s == "password" and any(c.isdigit() for c in w)]
        if secret:
            yield Case("info: passwords in dialogues", item["text"], secret[-1])


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--external", type=Path, help="folder with safety/ and dialogue/")
    print(table(masking_report(parser.parse_args().external)))


if __name__ == "__main__":
    main()
