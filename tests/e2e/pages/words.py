"""The words a user reads on buttons and fields, by language: what page objects look for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Words of the widget, and of the quick replies that the bot gives."""

    open_chat: str
    close_chat: str
    conversation: str
    write: str
    send: str
    sent: str
    seen: str
    me: str
    bot: str
    talk_to_person: str
    no_connection: str
    waits_for_link: str
    badge_bot: str
    badge_queue: str
    badge_closed: str
    step: str
    only_in_dutch: str
    start: str
    done: str
    failed: str
    yes_solved: str
    none_of_these: str
    score: str
    comment: str
    send_score: str
    thanks_for_score: str
    password_hidden: str
    language: str
    more: str
    new_conversation: str
    end_conversation: str
    try_again: str
    attach: str
    files: str
    email: str
    save_email: str
    no_valid_email: str
    email_saved: str
    save_transcript: str
    mail_transcript: str
    reopen: str


WORDS = {
    "nl": Words(
        open_chat="Chat met de helpdesk",
        close_chat="Chat sluiten",
        conversation="Gesprek",
        write="Je bericht",
        send="Versturen",
        sent="Verstuurd",
        seen="Gezien",
        me="Jij",
        bot="Digitale assistent",
        talk_to_person="Praat met een mens",
        no_connection="Geen verbinding",
        waits_for_link="Wordt verstuurd zodra je weer verbonden bent",
        badge_bot="Digitale assistent",
        badge_queue="Wachten op een collega",
        badge_closed="Dit gesprek is afgesloten",
        step="Stap {number} van",
        only_in_dutch="Alleen beschikbaar in het Nederlands",
        start="Start",
        done="Gelukt",
        failed="Lukt niet",
        yes_solved="Ja, opgelost",
        none_of_these="Geen van deze",
        score="{n} op 5",
        comment="Wil je iets toevoegen? (mag leeg blijven)",
        send_score="Score versturen",
        thanks_for_score="Bedankt voor je score!",
        password_hidden="wachtwoord verborgen",
        language="Taal",
        more="Meer",
        new_conversation="Nieuw gesprek beginnen",
        end_conversation="Dit gesprek beëindigen",
        try_again="Opnieuw proberen",
        attach="Bestand toevoegen",
        files="Bestanden bij je bericht",
        email="Op welk e-mailadres mogen we je antwoorden?",
        save_email="Adres bewaren",
        no_valid_email="Dit is geen geldig e-mailadres.",
        email_saved="Je e-mailadres is bewaard.",
        save_transcript="Gesprek bewaren",
        mail_transcript="Gesprek mailen naar mij",
        reopen="Verder met dit gesprek",
    ),
    "fr": Words(
        open_chat="Discuter avec le service d’assistance",
        close_chat="Fermer la discussion",
        conversation="Conversation",
        write="Votre message",
        send="Envoyer",
        sent="Envoyé",
        seen="Vu",
        me="Vous",
        bot="Assistant numérique",
        talk_to_person="Parler à une personne",
        no_connection="Pas de connexion",
        waits_for_link="Sera envoyé dès que la connexion revient",
        badge_bot="Assistant numérique",
        badge_queue="En attente d’un collègue",
        badge_closed="Cette conversation est clôturée",
        step="Étape {number} sur",
        only_in_dutch="Disponible uniquement en néerlandais",
        start="Commencer",
        done="C'est fait",
        failed="Ça ne marche pas",
        yes_solved="Oui, c'est résolu",
        none_of_these="Aucune de celles-ci",
        score="{n} sur 5",
        comment="Quelque chose à ajouter ? (facultatif)",
        send_score="Envoyer la note",
        thanks_for_score="Merci pour votre note !",
        password_hidden="mot de passe masqué",
        language="Langue",
        more="Plus",
        new_conversation="Commencer une nouvelle conversation",
        end_conversation="Terminer cette conversation",
        try_again="Réessayer",
        attach="Ajouter un fichier",
        files="Fichiers joints à votre message",
        email="À quelle adresse e-mail pouvons-nous vous répondre ?",
        save_email="Enregistrer l’adresse",
        no_valid_email="Cette adresse e-mail n’est pas valable.",
        email_saved="Votre adresse e-mail est enregistrée.",
        save_transcript="Enregistrer la conversation",
        mail_transcript="Recevoir la conversation par e-mail",
        reopen="Reprendre cette conversation",
    ),
    "en": Words(
        open_chat="Chat with the help desk",
        close_chat="Close the chat",
        conversation="Conversation",
        write="Your message",
        send="Send",
        sent="Sent",
        seen="Seen",
        me="You",
        bot="Digital assistant",
        talk_to_person="Talk to a person",
        no_connection="No connection",
        waits_for_link="Will be sent as soon as you are connected again",
        badge_bot="Digital assistant",
        badge_queue="Waiting for a colleague",
        badge_closed="This conversation is closed",
        step="Step {number} of",
        only_in_dutch="Only available in Dutch",
        start="Start",
        done="Done",
        failed="Didn't work",
        yes_solved="Yes, solved",
        none_of_these="None of these",
        score="{n} out of 5",
        comment="Anything to add? (optional)",
        send_score="Send score",
        thanks_for_score="Thank you for your score!",
        password_hidden="password hidden",
        language="Language",
        more="More",
        new_conversation="Start a new conversation",
        end_conversation="End this conversation",
        try_again="Try again",
        attach="Add a file",
        files="Files with your message",
        email="At which e-mail address may we answer you?",
        save_email="Save address",
        no_valid_email="This is not a valid e-mail address.",
        email_saved="Your e-mail address is saved.",
        save_transcript="Save the conversation",
        mail_transcript="E-mail me the conversation",
        reopen="Continue this conversation",
    ),
}


@dataclass(frozen=True)
class ConsoleWords:
    """Words of the agent console."""

    email: str
    password: str
    sign_in: str
    mine: str
    unassigned: str
    all: str
    conversations: str
    transcript: str
    ticket: str
    take: str
    resolve: str
    resolve_title: str
    snooze: str
    transfer: str
    snooze_title: str
    transfer_title: str
    solution: str
    reply: str
    note: str
    add_note: str
    send: str
    edit: str
    shortcuts: str
    commands: str
    search: str
    status: str
    mine_badge: str
    too_late: str
    back: str
    attach: str
    files: str


CONSOLE_WORDS = {
    "nl": ConsoleWords(
        email="E-mailadres",
        password="Wachtwoord",
        sign_in="Aanmelden",
        mine="Van mij",
        unassigned="Wachtrij",
        all="Alle",
        conversations="Gesprekken",
        transcript="Gesprek",
        ticket="Ticket",
        take="Opnemen",
        resolve="Afsluiten",
        resolve_title="Gesprek afsluiten",
        snooze="Uitstellen",
        transfer="Doorgeven",
        snooze_title="Gesprek uitstellen",
        transfer_title="Gesprek doorgeven",
        solution="Oplossing",
        reply="Antwoord",
        note="Interne notitie",
        add_note="Notitie toevoegen",
        send="Versturen",
        edit="Bewerken",
        shortcuts="Sneltoetsen",
        commands="Opdrachten",
        search="Zoeken op naam, ticket of woord",
        status="Status en instellingen",
        mine_badge="Van mij",
        too_late="heeft dit gesprek al opgenomen",
        back="Terug naar het gesprek",
        attach="Bestand toevoegen",
        files="Bestanden bij dit bericht",
    ),
    "fr": ConsoleWords(
        email="Adresse e-mail",
        password="Mot de passe",
        sign_in="Se connecter",
        mine="À moi",
        unassigned="En attente",
        all="Toutes",
        conversations="Conversations",
        transcript="Conversation",
        ticket="Ticket",
        take="Prendre",
        resolve="Clôturer",
        resolve_title="Clôturer la conversation",
        snooze="Reporter",
        transfer="Transférer",
        snooze_title="Reporter la conversation",
        transfer_title="Transférer la conversation",
        solution="Solution",
        reply="Réponse",
        note="Note interne",
        add_note="Ajouter la note",
        send="Envoyer",
        edit="Modifier",
        shortcuts="Raccourcis",
        commands="Commandes",
        search="Chercher un nom, un ticket, un mot",
        status="Statut et paramètres",
        mine_badge="À moi",
        too_late="a déjà pris cette conversation",
        back="Retour à la conversation",
        attach="Ajouter un fichier",
        files="Fichiers joints à ce message",
    ),
    "en": ConsoleWords(
        email="E-mail address",
        password="Password",
        sign_in="Sign in",
        mine="Mine",
        unassigned="Unassigned",
        all="All",
        conversations="Conversations",
        transcript="Conversation",
        ticket="Ticket",
        take="Take",
        resolve="Resolve",
        resolve_title="Resolve the conversation",
        snooze="Snooze",
        transfer="Transfer",
        snooze_title="Snooze the conversation",
        transfer_title="Transfer the conversation",
        solution="Solution",
        reply="Reply",
        note="Private note",
        add_note="Add note",
        send="Send",
        edit="Edit",
        shortcuts="Shortcuts",
        commands="Commands",
        search="Search name, ticket or words",
        status="Status and settings",
        mine_badge="Mine",
        too_late="has taken this conversation",
        back="Back to the conversation",
        attach="Add a file",
        files="Files with this message",
    ),
}
