"""Masking: what must be hidden is, what looks like it is not (base rates from random numbers)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mijn wachtwoord is Zomer2024!", "mijn wachtwoord is [masked:password]"),
        ("mijn wachtwoord is zomervakantie", "mijn wachtwoord is [masked:password]"),
        ("Wachtwoord is: hallo", "Wachtwoord is: [masked:password]"),
        ("login jan ww Zomer123", "login jan ww [masked:password]"),
        ("mot de passe: toto", "mot de passe: [masked:password]"),
        ("mon mdp c'est Bruxelles1", "mon mdp c'est [masked:password]"),
        ('le mot de passe wifi est "chat noir"', 'le mot de passe wifi est "[masked:password]"'),
        ("my password is hunter2.", "my password is [masked:password]."),
        ("my password for the vpn is Sunny-Day-9", "my password for the vpn is [masked:password]"),
        ("de pin is 4321", "de pin is [masked:password]"),
        (
            "le mot de passe de la salle de réunion était Bleu77!",
            "le mot de passe de la salle de réunion était [masked:password]",
        ),
        ("het wachtwoord dat ik kreeg is Fi3ts.", "het wachtwoord dat ik kreeg is [masked:password]."),
        ("J'utilise chat@76 comme mot de passe", "J'utilise [masked:password] comme mot de passe"),
        ("ik typ Thunder@69 (mijn wachtwoord) en enter", "ik typ [masked:password] (mijn wachtwoord) en enter"),
        ("111222333, dat is mijn BSN", "[masked:national_number], dat is mijn BSN"),
        ("BE68\u00a05390\u00a00754\u00a07034 klopt", "[masked:iban] klopt"),
        ("RO66BCYPXXYZABCDEFGHIJKL", "[masked:iban]"),
        ("85/07/30-033-28", "[masked:national_number]"),
        ("mijn BSN hier? 111 222 333", "mijn BSN hier? [masked:national_number]"),
        ("de NIR is fout, het moet 2550814168025 38 zijn", "de NIR is fout, het moet [masked:national_number] zijn"),
        ("rekening BE71 0961 2345 6769 aub", "rekening [masked:iban] aub"),
        ("kaart 4111 1111 1111 1111 verval 12/27", "kaart [masked:card] verval 12/27"),
        ("rijksregisternummer 85.07.30-033.28", "rijksregisternummer [masked:national_number]"),
        ("mijn BSN is 111222333", "mijn BSN is [masked:national_number]"),
        ("op BE 71 0961 2345 6769 aub", "op [masked:iban] aub"),
        ("mijn nummer 85073003328", "mijn nummer [masked:national_number]"),
        ("de verificatiecode is 123 456", "de verificatiecode is [masked:token]"),
        ("token ghp_abcdefghijklmnopqrstuvwxyz123456", "token [masked:token]"),
        ("https://jan:geheim@intranet.example/x", "https://jan:[masked:password]@intranet.example/x"),
    ],
)
def test_secret_is_masked_and_the_rest_stays(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "ik ben mijn wachtwoord vergeten",
        "mijn wachtwoord is vergeten",
        "mijn wachtwoord is verlopen sinds gisteren",
        "mijn wachtwoord werkt niet sinds 3 dagen",
        "ik heb mijn wachtwoord 3 keer fout ingetikt",
        "mon mot de passe est expiré depuis hier",
        "j'ai oublié mon mot de passe",
        "my password is not working",
        "my password was changed yesterday",
        "the password that I got is not accepted",
        "mijn wachtwoord van Office365 is verlopen",
        "wachtwoord vergeten op toestel LT-20345",
        "je wachtwoord is nieuw",
        "reset van mijn wachtwoord: ik krijg geen mail",
        "ik ben mijn wachtwoord kwijt. Mijn laptop is een Latitude7420",
        "le mot de passe que j'ai reçu est refusé",
        "ik zie dat niet als mijn wachtwoord maar als een pincode",
        "KBO BE0382274030 every day",
        "password reset link",
        "serienummer 4111111111111111",
        "serial number 85073003328",
        "error 0x80070005 in event 1234567890123",
        "ticket FL-1042",
        "bel me op +32470123456",
    ],
)
def test_text_about_a_secret_or_another_number_stays(text: str) -> None:
    assert mask(text).text == text


def test_kinds_are_told_in_order() -> None:
    assert mask("ww: abc123 en BE71096123456769").kinds == ("password", "iban")


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text).text

    assert mask(once).text == once


@pytest.mark.parametrize(
    "label", ["serienummer", "numéro de série", "serial number", "ticket", "error", "fout", "S/N:"]
)
def test_random_labelled_numbers_are_rarely_masked(label: str) -> None:
    rng = random.Random(7)
    numbers = ["".join(rng.choices("0123456789", k=n)) for n in (8, 11, 12, 16) for _ in range(2000)]

    assert sum(bool(mask(f"{label} {n}").kinds) for n in numbers) / len(numbers) <= 0.001


def _luhn_complete(prefix: str) -> str:
    for d in "0123456789":
        digits = prefix + d
        doubled = [int(c) * (2 if i % 2 else 1) for i, c in enumerate(reversed(digits))]
        if sum(x - 9 if x > 9 else x for x in doubled) % 10 == 0:
            return digits
    raise AssertionError(prefix)


def test_every_generated_identifier_is_masked() -> None:
    rng = random.Random(11)
    for _ in range(500):
        nine = f"{rng.randint(0, 99):02}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(1, 997):03}"
        national = f"{nine}{97 - int(nine) % 97:02}"
        card = _luhn_complete("4" + "".join(rng.choices("0123456789", k=14)))
        body = f"{rng.randint(0, 10**10 - 1):010}"
        account = f"{body}{int(body) % 97 or 97:02}"
        iban = f"BE{98 - int(account + '111400') % 97:02}{account}"
        for text, kind in (
            (f"nr {national}", "national_number"),
            (f"kaart {card}", "card"),
            (f"op {iban} aub", "iban"),
        ):
            assert mask(text).kinds == (kind,), text


def test_long_text_is_masked_in_reasonable_work() -> None:
    text = "wachtwoord " * 8000 + "is 1234-5678 " * 1000

    assert mask(text).text.count("wachtwoord") >= 7000
    assert mask("wachtwoord Aa1xxx " * 200).kinds == ("password",) * 200
