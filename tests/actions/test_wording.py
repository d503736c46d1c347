import pytest

from actions.logic.wording import frustration, is_negated, skill_of, sounds_alarming


@pytest.mark.parametrize(
    "text",
    [
        "ik heb op een link geklikt en mijn wachtwoord ingevuld",
        "j'ai cliqué sur un lien et donné mon mot de passe",
        "I clicked a link in a phishing mail",
        "mijn laptop is gestolen op de trein",
        "on m'a volé mon ordinateur",
        "my work phone was stolen",
        "er staat dat mijn bestanden versleuteld zijn",
        "we hebben een datalek",
        "ik denk dat ik gehackt ben",
        "ik klikte op een link van teams en moest mijn wachtwoord ingeven",
        "j'ai cliqué sur un lien teams reçu par mail",
        "I clicked the zoom link and now all my files are encrypted",
    ],
)
def test_incidents_alarm(text: str):
    assert sounds_alarming(text)


@pytest.mark.parametrize(
    "text",
    [
        "mijn laptop is de verbinding met de wifi kwijt",
        "ik ben mijn wachtwoord vergeten",
        "ik heb niet op de link geklikt",
        "le volume de mon ordinateur est trop bas",
        "how do I open an attachment",
        "j'ai cliqué sur le lien zoom de la réunion et rien ne s'ouvre",
        "op de link van de vergadering geklikt, zwart scherm",
    ],
)
def test_ordinary_problems_do_not_alarm(text: str):
    assert not sounds_alarming(text)


@pytest.mark.parametrize(
    "text", ["ça n'a pas marché", "it didn't work", "nog steeds zelfde probleem", "still the same"]
)
def test_negation_is_heard(text: str):
    assert is_negated(text)


@pytest.mark.parametrize("text", ["geen probleem meer", "no more problems", "plus de souci", "het werkt!"])
def test_absence_of_trouble_is_no_negation(text: str):
    assert not is_negated(text)


def test_shouting_and_swearing_raise_frustration():
    assert frustration("DIT IS BELACHELIJK!!!") > frustration("dit is belachelijk") > frustration("dit werkt niet") == 0


def test_skill_shows_in_the_wording():
    assert skill_of("ipconfig toont geen DHCP lease") == "expert"
    assert skill_of("ik ben niet handig met computers") == "novice"
    assert skill_of("mijn scherm is zwart") is None
