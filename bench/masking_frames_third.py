"""A third set of sentences, written after the repairs for the second and before its own first run.

With codes (PIN, door, one-time) beside passwords, and with more harmless numbers of daily life.
"""

from __future__ import annotations

NAMED = {
    "nl": (
        "Op de factuur van vorige maand stond nog {what} {n}, dat is intussen veranderd",
        "wil je {what} even nakijken aub, het zou {n} moeten zijn",
        "{what} staat verkeerd in het personeelsdossier, nu staat er {n}",
        "groetjes, Nele\n{what} {n}",
        "ik kopieerde {n} uit mijn mail, dat is toch {what}?",
        "Het formulier aanvaardt {what} niet ({n})",
    ),
    "fr": (
        "Sur la facture du mois passé il y avait encore {what} {n}, cela a changé entre-temps",
        "vous pouvez vérifier {what} svp, ça devrait être {n}",
        "{what} est mal encodé dans mon dossier, il y a {n} pour l'instant",
        "bien à vous, Nadia\n{what} {n}",
        "j'ai copié {n} de mon mail, c'est bien {what} ?",
        "Le formulaire refuse {what} ({n})",
    ),
    "en": (
        "Last month's invoice still had {what} {n}, that has changed since",
        "could you check {what} please, it should be {n}",
        "{what} is wrong in my staff file, it now says {n}",
        "kind regards, Nell\n{what} {n}",
        "I copied {n} from my mail, that is {what}, right?",
        "The form does not accept {what} ({n})",
    ),
}

BARE = {
    "nl": ("dit kreeg ik terug: {n}", "{n} en dan?", "ik bedoel {n}, niet het andere", "voor {n} staat een kruisje"),
    "fr": ("voici ce qu'on m'a renvoyé : {n}", "{n} et puis ?", "je parle de {n}, pas de l'autre", "devant {n} il y a une croix"),
    "en": ("this is what came back: {n}", "{n} and then?", "I mean {n}, not the other one", "there is a cross in front of {n}"),
}  # fmt: skip

PASSWORDS = {
    "nl": (
        "mijn collega zei dat het wachtwoord {n} was maar dat pakt niet",
        "kan je {n} als wachtwoord laten instellen voor mij",
        "Inloggegevens: an.peeters@voorbeeld.be / {n}",
        "ik probeer al de hele dag met {n} als paswoord",
        "het watchwoord is {n} denk ik",
        "Paswoord:\n{n}",
        "toen veranderde ik mijn ww van {n} naar iets anders",
        "het wifi wachtwoord in de refter is toch {n}?",
        "op de post-it staat wachtwoord {n}, mag dat",
        "user an.peeters pass {n}",
    ),
    "fr": (
        "ma collègue disait que le mot de passe était {n} mais ça ne passe pas",
        "pouvez-vous me mettre {n} comme mot de passe",
        "Mes identifiants : an.peeters@exemple.be / {n}",
        "j'essaie depuis ce matin avec {n} comme mdp",
        "le mot de pase est {n} je pense",
        "Mot de passe :\n{n}",
        "puis j'ai changé mon mdp de {n} en autre chose",
        "le mot de passe wifi du réfectoire c'est bien {n} ?",
        "sur le post-it il y a mot de passe {n}, c'est permis",
        "user an.peeters pass {n}",
    ),
    "en": (
        "my colleague said the password was {n} but it won't take it",
        "can you set {n} as the password for me",
        "Sign-in details: an.peeters@example.be / {n}",
        "I have been trying all day with {n} as password",
        "the pasword is {n} I think",
        "Password:\n{n}",
        "then I changed my pw from {n} to something else",
        "the wifi password in the canteen is {n}, right?",
        "the sticky note says password {n}, is that allowed",
        "user an.peeters pass {n}",
    ),
}

# {n}: four to six digits.
CODES = {
    "nl": (
        "de pin van mijn gsm is {n} maar hij blijft geblokkeerd",
        "ik kreeg net een sms met de code {n}, wat nu",
        "de alarmcode van ons gebouw, {n}, werkt niet meer",
        "mijn verificatiecode was {n} en die was te laat",
        "de code van de authenticator is {n}",
        "toegangscode voordeur: {n}",
    ),
    "fr": (
        "le pin de mon gsm est {n} mais il reste bloqué",
        "je viens de recevoir un sms avec le code {n}, et maintenant",
        "le code d'alarme de notre bâtiment, {n}, ne marche plus",
        "mon code de vérification était {n} et c'était trop tard",
        "le code de l'authenticator est {n}",
        "code d'accès porte d'entrée : {n}",
    ),
    "en": (
        "the pin of my phone is {n} but it stays locked",
        "I just got a text with the code {n}, what now",
        "the alarm code of our building, {n}, no longer works",
        "my verification code was {n} and that was too late",
        "the code in the authenticator is {n}",
        "access code front door: {n}",
    ),
}

HARMLESS = {
    "nl": (
        "ik zie {what} {n} op mijn scherm en mijn wachtwoord werkt niet meer",
        "kan je bij {what} {n} eens kijken, dank je",
        "sinds {n} ({what}) gaat het mis",
        "{what}: {n}\nmelding: verkeerde code",
        "Bij het opstarten komt er {n} te staan, volgens de handleiding is dat {what}.",
        "is {what} {n} of moet dat iets anders zijn",
    ),
    "fr": (
        "je vois {what} {n} à l'écran et mon mot de passe ne marche plus",
        "vous pouvez regarder pour {what} {n}, merci",
        "depuis {n} ({what}) ça ne va plus",
        "{what} : {n}\nmessage : code incorrect",
        "Au démarrage il s'affiche {n}, selon le manuel c'est {what}.",
        "est-ce que {what} est {n} ou autre chose",
    ),
    "en": (
        "I see {what} {n} on my screen and my password stopped working",
        "can you have a look at {what} {n}, thanks",
        "since {n} ({what}) it goes wrong",
        "{what}: {n}\nmessage: wrong code",
        "At start-up it shows {n}, the manual says that is {what}.",
        "is {what} {n} or should it be something else",
    ),
}
