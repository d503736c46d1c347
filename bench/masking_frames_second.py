"""A second set of sentences, written after the first had been repaired for, and before its own first run."""

from __future__ import annotations

NAMED = {
    "nl": (
        "Bij stap 3 moest ik {what} opgeven en dat was {n}, toch bleef de knop grijs",
        "{n} — dat is {what}",
        "Wist je dat {what} met {n} begint en eindigt? lol",
        "Kan iemand {what} wissen uit de mailbox: {n}.",
        "Ik las {what} voor aan de telefoon, {n}, en nu ben ik ongerust",
        "nr: {n} ({what})",
        "Tante Lies typte {what} <{n}> in het verkeerde vakje",
        "mijn scherm toont {what}\n{n}",
    ),
    "fr": (
        "À l'étape 3 j'ai dû donner {what}, soit {n}, mais le bouton reste gris",
        "{n} — c'est {what}",
        "Savez-vous que {what} commence par {n} ? mdr",
        "Quelqu'un peut effacer {what} de la boîte mail : {n}.",
        "J'ai lu {what} au téléphone, {n}, et je m'inquiète",
        "n° : {n} ({what})",
        "Ma tante a tapé {what} <{n}> dans la mauvaise case",
        "mon écran montre {what}\n{n}",
    ),
    "en": (
        "In step 3 I had to give {what}, that is {n}, yet the button stayed grey",
        "{n} — that is {what}",
        "Did you know {what} starts with {n}? lol",
        "Can someone wipe {what} from the mailbox: {n}.",
        "I read {what} out over the phone, {n}, and now I worry",
        "no: {n} ({what})",
        "Aunt Liz typed {what} <{n}> in the wrong box",
        "my screen shows {what}\n{n}",
    ),
}

BARE = {
    "nl": (
        "eerst {n}, dan enter",
        "{n}??",
        "Dus {n} hoort hier niet te staan!",
        "[{n}]",
        "typ ik {n}... niks",
        "(zie {n})",
    ),
    "fr": (
        "d'abord {n}, puis entrée",
        "{n} ??",
        "Donc {n} ne doit pas être là !",
        "[{n}]",
        "je tape {n}... rien",
        "(voir {n})",
    ),
    "en": (
        "first {n}, then enter",
        "{n}??",
        "So {n} should not be here!",
        "[{n}]",
        "I type {n}... nothing",
        "(see {n})",
    ),
}

PASSWORDS = {
    "nl": (
        "ze gaven me als paswoord {n} mee",
        "mijn wachtwoord staat op {n}",
        "Wachtwoord ingesteld als {n}, maar fout",
        "wachtwoord => {n}",
        "ik typ {n} (mijn wachtwoord) en enter",
        "oud wachtwoord {n} werkt nog",
    ),
    "fr": (
        "on m'a donné comme mot de passe {n}",
        "mon mot de passe, c'est {n}",
        "mot de passe réglé sur {n}, mais faux",
        "mot de passe => {n}",
        "je tape {n} (mon mot de passe) puis entrée",
        "l'ancien mot de passe {n} marche encore",
    ),
    "en": (
        "they gave me the password {n}",
        "my password's {n}",
        "password set to {n}, but wrong",
        "password => {n}",
        "I type {n} (my password) and enter",
        "the old password {n} still works",
    ),
}

HARMLESS = {
    "nl": (
        "wat betekent {what} {n}?",
        "{n} is {what}",
        "Ik noteerde {what} als {n}.",
        "{what} {n}, {what} {n}",
        "onder {what} staat er {n}",
    ),
    "fr": (
        "que veut dire {what} {n} ?",
        "{n} est {what}",
        "J'ai noté {what} : {n}.",
        "{what} {n}, {what} {n}",
        "sous {what} il y a {n}",
    ),
    "en": (
        "what does {what} {n} mean?",
        "{n} is {what}",
        "I wrote {what} down as {n}.",
        "{what} {n}, {what} {n}",
        "under {what} it says {n}",
    ),
}
