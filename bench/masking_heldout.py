"""The held-out masking figure: valid secrets and harmless numbers from other formulas and in other sentences.

`bench.masking` was tuned after looking at its misses, so what it reports is not news. These sets have generators and
sentences of their own: a first (`bench.masking_frames`), and a second and a third, each written after the repairs that followed
from the one before. Recall must be ≥ 0.99, false alarms ≤ 0.005.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import string
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from bench import masking_frames, masking_frames_second, masking_frames_third
from bench.tables import table
from webchat.domain.masking import mask

FRAMES = {"first": masking_frames, "second": masking_frames_second, "third": masking_frames_third}
_DIGITS, _CAPITALS = string.digits, string.ascii_uppercase
_NAMED_BIRTH = ("mijn rijksregisternummer|INSZ|het rijksregisternr.", "mon numéro national|le NISS|mon n° de registre national",
                "my national register number|the INSZ|my national number")  # fmt: skip

# Country → (pattern of the account, its grouping is always by four). n: digit, a: capital, c: either. Source: SWIFT IBAN registry.
_IBAN_BODY = {
    "BE": "n12", "NL": "a4n10", "FR": "n10c11n2", "DE": "n18", "LU": "n3c13", "GB": "a4n14", "ES": "n20", "IT": "a1n10c12",
    "PT": "n21", "IE": "a4n14", "AT": "n16", "CH": "n5c12", "PL": "n24", "SE": "n20", "DK": "n14", "NO": "n11",
    "FI": "n14", "CZ": "n20", "RO": "a4c16", "GR": "n7c16",
}  # fmt: skip
_CARDS = {"Visa": ("4", 16), "Mastercard": ("5[1-5]", 16), "Mastercard 2": ("23", 16), "American Express": ("37", 15),
          "Diners": ("36", 14), "JCB": ("3530", 16), "Maestro": ("6759", 16)}  # fmt: skip
_CARD_GROUPS = {14: (4, 6, 4), 15: (4, 6, 5), 16: (4, 4, 4, 4)}


class Case(NamedTuple):
    """A text, and the part of it that must disappear (None: nothing may)."""

    group: str
    text: str
    secret: str | None


def heldout(which: str = "first", seed: int = 71) -> Iterator[Case]:
    """Yield every case of a set, `first`, `second` or `third`; the same for the same seed."""
    frames, rng = FRAMES[which], random.Random(seed)
    for kind, (names, make, is_found_bare) in _NUMBERS.items():
        for _ in range(12):
            for language, called in zip(frames.NAMED, names, strict=True):
                for frame in frames.NAMED[language]:
                    number = make(rng)
                    yield Case(f"{kind}, named", frame.format(what=rng.choice(called.split("|")), n=number), number)
                for frame in frames.BARE[language] if is_found_bare else ():
                    number = make(rng)
                    yield Case(f"{kind}, bare", frame.format(n=number), number)
    for _ in range(12):
        for sentences in frames.PASSWORDS.values():
            for frame in sentences:
                number = _password(rng)
                yield Case("password", frame.format(n=number), number)
    for sentences in getattr(frames, "CODES", {}).values():
        for frame in sentences * 12:
            number = "".join(rng.choices(_DIGITS, k=rng.choice((4, 5, 6))))
            yield Case("code", frame.format(n=number), number)
    harmless = _HARMLESS | (_DAILY if frames is masking_frames_third else {})
    for kind, (names, make) in harmless.items():
        for _ in range(10):
            for language, called in zip(frames.HARMLESS, names, strict=True):
                for frame in frames.HARMLESS[language]:
                    yield Case(kind, frame.format(what=rng.choice(called.split("|")), n=make(rng)), None)


# --- secrets -----------------------------------------------------------------------------------------


def _national(rng: random.Random, months: int = 0) -> str:
    year, month, day = rng.randint(1935, 2012), rng.randint(1, 12) + months, rng.randint(1, 28)
    body = f"{year % 100:02}{month:02}{day:02}{rng.randint(1, 997):03}"
    digits = body + f"{97 - int(('2' if year >= 2000 else '') + body) % 97:02}"
    a, b, c, d, e = digits[:2], digits[2:4], digits[4:6], digits[6:9], digits[9:]
    return rng.choice((digits, f"{a}.{b}.{c}-{d}.{e}", f"{a} {b} {c} {d} {e}", f"{a}{b}{c}-{d}-{e}", f"{a}{b}{c} {d} {e}",
                       f"{a}-{b}-{c}-{d}-{e}", f"{a}.{b}.{c} {d}.{e}", f"{a}/{b}/{c}-{d}-{e}"))  # fmt: skip


def _bis(rng: random.Random) -> str:
    return _national(rng, rng.choice((20, 40)))


def _iban(rng: random.Random) -> str:
    country = rng.choice(list(_IBAN_BODY))
    pattern, body = _IBAN_BODY[country], ""
    for part in pattern.replace("n", " n").replace("a", " a").replace("c", " c").split():
        alphabet = {"n": _DIGITS, "a": _CAPITALS, "c": _DIGITS + _CAPITALS}[part[0]]
        body += "".join(rng.choices(alphabet, k=int(part[1:])))
    if country == "BE":
        body = body[:10] + f"{int(body[:10]) % 97 or 97:02}"
    check = 98 - int("".join(str(int(c, 36)) for c in body + country + "00")) % 97
    whole = f"{country}{check:02}{body}"
    by_four = [whole[i : i + 4] for i in range(0, len(whole), 4)]
    return rng.choice((whole, " ".join(by_four), "-".join(by_four), ".".join(by_four), whole.lower(), f"{whole[:4]} {whole[4:]}",
                       "\u00a0".join(by_four)))  # fmt: skip


def _card(rng: random.Random) -> str:
    prefix, n = rng.choice(list(_CARDS.values()))
    start = prefix.replace("[1-5]", str(rng.randint(1, 5)))
    start += "".join(rng.choices(_DIGITS, k=n - 1 - len(start)))
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(start)))
    digits = start + str(-total % 10)
    parts, at = [], 0
    for size in _CARD_GROUPS[n]:
        parts.append(digits[at : at + size])
        at += size
    return rng.choice((digits, " ".join(parts), "-".join(parts)))


def _bsn(rng: random.Random) -> str:
    while True:
        digits = "".join(rng.choices(_DIGITS, k=9))
        total = sum(int(d) * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
        if total % 11 == 0 and digits[0] != "0":
            return rng.choice(
                (digits, f"{digits[:4]}.{digits[4:6]}.{digits[6:]}", f"{digits[:3]} {digits[3:6]} {digits[6:]}")
            )


def _nir(rng: random.Random) -> str:
    department = rng.choice([f"{n:02}" for n in range(1, 96) if n != 20] + ["2A", "2B"])
    parts = [rng.choice("12"), f"{rng.randint(40, 99):02}", f"{rng.randint(1, 12):02}", department,
             f"{rng.randint(1, 900):03}", f"{rng.randint(1, 999):03}"]  # fmt: skip
    key = 97 - int("".join(parts).replace("2A", "19").replace("2B", "18")) % 97
    parts.append(f"{key:02}")
    return rng.choice(("".join(parts), " ".join(parts), "".join(parts[:-1]) + f" {parts[-1]}"))


def _token(rng: random.Random) -> str:
    def some(n: int) -> str:
        return "".join(rng.choices(string.ascii_letters + _DIGITS, k=n))

    def part(claims: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().strip("=")

    return rng.choice((
        f"ghp_{some(36)}", f"glpat-{some(20)}", f"AKIA{''.join(rng.choices(_CAPITALS + _DIGITS, k=16))}", f"npm_{some(36)}",
        f"xoxb-{''.join(rng.choices(_DIGITS, k=12))}-{some(24)}", f"sk_live_{some(24)}", f"AIza{some(35)}", f"pypi-{some(60)}",
        f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': some(8), 'n': rng.random()})}.{some(43)}",
    ))  # fmt: skip


def _password(rng: random.Random) -> str:
    word = rng.choice(
        ("Zonnebloem", "Papillon", "Thunder", "Fietspomp", "Chocolat", "Harbour", "Kastanje", "Tournesol")
    )
    return rng.choice((
        f"{word}{rng.randint(10, 2030)}{rng.choice('!?#*')}", f"{word.lower()}_{rng.randint(1, 99)}",
        f"{word[:4]}-{rng.randint(100, 999)}-{word[-3:]}", "".join(rng.choices(string.ascii_letters + _DIGITS + "!#%&*+", k=11)) + "7",
        f"{word}@{rng.randint(1, 99)}", word.replace("o", "0").replace("e", "3") + "1",
    ))  # fmt: skip


_NUMBERS: dict[str, tuple[tuple[str, str, str], Callable[[random.Random], str], bool]] = {
    "national number": (_NAMED_BIRTH, _national, True),
    "BIS number": (("mijn BIS-nummer|het bisnummer", "mon numéro BIS|le numéro bis", "my BIS number|the bis number"), _bis, True),
    "IBAN": (("mijn rekeningnummer|de rekening|IBAN", "mon compte|le numéro de compte|l'IBAN", "my account number|the account|IBAN"),
             _iban, True),
    "card": (("mijn kaartnummer|mijn bankkaart|de Visa", "ma carte de crédit|le numéro de carte|ma carte", "my card number|my credit card|the card"),
             _card, True),
    "BSN": (("mijn BSN|mijn burgerservicenummer", "mon BSN|le BSN", "my BSN|the BSN"), _bsn, False),  # bare, nine digits are anything
    "NIR": (("het Franse socialezekerheidsnummer|de NIR", "mon numéro de sécurité sociale|le NIR", "my French social security number|the NIR"),
            _nir, True),
    "token": (("de API-sleutel|het token", "la clé API|le jeton", "the API key|the token"), _token, True),
}  # fmt: skip


# --- harmless ----------------------------------------------------------------------------------------


def _digits(*lengths: int) -> Callable[[random.Random], str]:
    return lambda rng: "".join(rng.choices(_DIGITS, k=rng.choice(lengths)))


def _serial(rng: random.Random) -> str:
    mixed = "".join(rng.choices(_CAPITALS + _DIGITS, k=rng.choice((7, 8, 10, 12, 15))))
    return rng.choice((mixed, _digits(10, 11, 12, 14, 15, 16)(rng), f"{mixed[:3]}-{_digits(8, 11)(rng)}"))


def _phone(rng: random.Random) -> str:
    n = "".join(rng.choices(_DIGITS, k=8))
    return rng.choice((f"04{n[:2]} {n[2:4]} {n[4:6]} {n[6:]}", f"04{n[:2]}{n[2:]}", f"+32 4{n[:2]} {n[2:4]} {n[4:6]} {n[6:]}", f"+324{n}",
                       f"0032 4{n}", f"02/{n[:3]}.{n[3:5]}.{n[5:7]}", f"09 {n[:3]} {n[3:5]} {n[5:7]}", f"06 {n[:2]} {n[2:4]} {n[4:6]} {n[6:]}",
                       f"+33 6 {n[:2]} {n[2:4]} {n[4:6]} {n[6:]}", f"+31 6 {n}"))  # fmt: skip


def _date(rng: random.Random) -> str:
    d, m, y, h = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1990, 2030), rng.randint(0, 23)
    return rng.choice((f"{d:02}/{m:02}/{y}", f"{d}-{m}-{y}", f"{y}-{m:02}-{d:02}", f"{d:02}.{m:02}.{y % 100:02} {h:02}:{d:02}",
                       f"{y}{m:02}{d:02}{h:02}{d:02}{m:02}", f"{y}-{m:02}-{d:02}T{h:02}:{m:02}:{d:02}.{rng.randint(0, 999):03}Z"))  # fmt: skip


def _error(rng: random.Random) -> str:
    n = rng.getrandbits(32)
    return rng.choice(
        (
            f"0x{n:08X}",
            f"{n:08x}",
            str(n),
            f"-{n}",
            f"{n % 1000}.{n % 77}",
            f"E{n % 100000}-{n % 997}",
            f"{n % 1000}-{n}",
        )
    )


def _company(rng: random.Random) -> str:
    body = f"{rng.randint(2_000_000, 9_999_999):08}"
    n = f"{body}{97 - int(body) % 97:02}"
    return rng.choice((n, f"{n[:4]}.{n[4:7]}.{n[7:]}", f"BE{n}", f"BE {n[:4]}.{n[4:7]}.{n[7:]}"))


def _mac(rng: random.Random) -> str:
    pairs = [f"{rng.getrandbits(8):02x}" for _ in range(6)]
    return rng.choice((":".join(pairs), "-".join(pairs).upper(), "".join(pairs)))


_HARMLESS: dict[str, tuple[tuple[str, str, str], Callable[[random.Random], str]]] = {
    "serial": (("het serienummer|S/N|het serienr.", "le numéro de série|S/N|le n° de série", "serial number|S/N|the serial"), _serial),
    "error code": (("foutcode|de fout|stopcode", "le code d'erreur|l'erreur|le code d'arrêt", "error code|error|stop code"), _error),
    "ticket": (("ticket|dossier|incident", "le ticket|le dossier|l'incident", "ticket|case|incident"), _digits(6, 7, 8, 10, 12)),
    "phone": (("het telefoonnummer|mijn gsm|nummer", "le téléphone|mon gsm|le numéro", "phone number|my mobile|number"), _phone),
    "order": (("bestelling|order|pakket", "la commande|le colis|le bon", "order|parcel|purchase order"), _digits(8, 9, 10, 11, 12, 13, 14, 16)),
    "date": (("de datum|het moment|tijdstip", "la date|le moment|l'heure", "the date|the moment|time"), _date),
    "version": (("versie|build|firmware", "la version|le build|le firmware", "version|build|firmware"),
                lambda r: ".".join(str(r.randint(0, 22631)) for _ in range(r.choice((2, 3, 4))))),
    "IP address": (("het IP-adres|ip|de server", "l'adresse IP|ip|le serveur", "IP address|ip|the server"),
                   lambda r: ".".join(str(r.randint(0, 255)) for _ in range(4))),
    "MAC address": (("het MAC-adres|mac|netwerkkaart", "l'adresse MAC|mac|la carte réseau", "MAC address|mac|network card"), _mac),
    "company": (("het ondernemingsnummer|KBO-nummer|btw", "le numéro d'entreprise|BCE|TVA", "company number|KBO|VAT"), _company),
}  # fmt: skip


# Only in the third set: the others are what they were.
_DAILY: dict[str, tuple[tuple[str, str, str], Callable[[random.Random], str]]] = {
    "amount": (("het bedrag|de prijs", "le montant|le prix", "the amount|the price"),
               lambda r: f"{r.randint(1, 99)}.{r.randint(100, 999)},{r.randint(10, 99)} euro"),
    "extension": (("toestel|intern nummer", "le poste|l'extension", "extension|internal number"), _digits(3, 4, 5)),
    "room": (("lokaal|zaal", "le local|la salle", "room|hall"), lambda r: f"{r.choice('ABCD')}{r.randint(0, 4)}.{r.randint(1, 40):02}"),
    "device name": (("computer|de pc", "l'ordinateur|le pc", "computer|the pc"),
                    lambda r: r.choice((f"LT-{r.randint(10000, 99999)}", f"PC{r.randint(100, 999)}-{r.choice('ABC')}", f"WIN-{r.randint(10, 99)}KF{r.randint(1, 9)}Q"))),
    "model": (("model|het type", "le modèle|le type", "model|the type"),
              lambda r: r.choice((f"Latitude {r.randint(3000, 9999)}", f"HP-{r.randint(100, 999)}w", f"XPS{r.randint(10, 17)}", f"ET-{r.randint(2000, 5999)}"))),
    "article": (("artikel|product", "l'article|le produit", "item|product"), _digits(5, 8, 12, 13)),
    "update": (("update|patch", "la mise à jour|le patch", "update|patch"), lambda r: f"KB{r.randint(4000000, 5999999)}"),
}  # fmt: skip


def heldout_report(
    which: str = "first", seed: int = 71, misses: dict[str, list[str]] | None = None
) -> list[dict[str, Any]]:
    """Return a row per group, and one for all secrets and all harmless numbers.

    Args:
        which: The set, `first`, `second` or `third`.
        seed: Of the numbers in it.
        misses: Filled with the texts that went wrong, by group.
    """
    hits: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for case in heldout(which, seed):
        masked = mask(case.text)
        hit = case.secret not in masked.text if case.secret else bool(masked.kinds)
        for group in (case.group, "all"):
            hits[case.secret is not None, group].append(hit)
        if misses is not None and hit != (case.secret is not None):
            misses.setdefault(case.group, []).append(f"{case.text}  →  {masked.text}")
    return [_row(is_secret, group, found) for (is_secret, group), found in hits.items()]


def _row(is_secret: bool, group: str, found: list[bool]) -> dict[str, Any]:
    share = sum(found) / len(found)
    met = share >= 0.99 if is_secret else share <= 0.005
    return {
        "kind": "secret" if is_secret else "harmless",
        "group": group,
        "n": len(found),
        "masked": round(share, 4),
        "met": met,
    }


def main() -> None:
    """Print the table, and with `--misses` what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", dest="which", choices=FRAMES, default="first")
    parser.add_argument("--seed", type=int, default=71)
    parser.add_argument("--misses", type=int, default=0, help="show so many a group")
    arguments = parser.parse_args()
    misses: dict[str, list[str]] = {}
    print(table(heldout_report(arguments.which, arguments.seed, misses)))
    for group, texts in misses.items():
        for text in texts[: arguments.misses]:
            print(f"{group}: {text!r}")


if __name__ == "__main__":
    main()
