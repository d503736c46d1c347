import type { Language } from "../protocol/wire";

/** The demo organisation's words: an invented Belgian municipality and the intranet of its staff. */
export interface PageTexts {
  name: string;
  skip: string;
  home: string;
  languages: string;
  date: string;
  title: string;
  lead: string;
  ask: string;
  articles: string;
  planned: { title: string; text: string };
  tilesTitle: string;
  allArticles: string;
  tiles: { title: string; text: string; article: string }[];
  newsTitle: string;
  news: { date: string; title: string; text: string }[];
  hoursTitle: string;
  hours: [string, string][];
  footer: string;
}

export const texts: Record<Language, PageTexts> = {
  nl: {
    name: "Gemeente Lindebeek",
    skip: "Naar de inhoud",
    home: "Start",
    languages: "Taal",
    date: "Intranet voor medewerkers",
    title: "Goedemorgen. Waar kunnen we je vandaag mee helpen?",
    lead: "Wachtwoord kwijt, printer die hapert of thuis geen verbinding? De digitale assistent zoekt meteen mee, en een collega van de helpdesk neemt het over wanneer je wilt.",
    ask: "Stel je vraag in de chat",
    articles: "Los het zelf op",
    planned: {
      title: "Gepland onderhoud",
      text: "Donderdag tussen 18 en 20 uur is de gedeelde map van het gemeentehuis niet bereikbaar.",
    },
    tilesTitle: "Snel zelf oplossen",
    allArticles: "Alle artikels bekijken",
    tiles: [
      {
        title: "Wachtwoord vergeten",
        text: "Stel zelf een nieuw wachtwoord in, in vijf minuten.",
        article: "password-forgotten",
      },
      {
        title: "Geen wifi",
        text: "Van vliegtuigstand tot router: stap voor stap.",
        article: "wifi-no-connection",
      },
      { title: "Printer toevoegen", text: "Kies de printer op jouw verdieping.", article: "printer-add" },
      {
        title: "Kaartlezer voor eID",
        text: "Aanmelden met je identiteitskaart lukt niet?",
        article: "eid-card-reader",
      },
    ],
    newsTitle: "Nieuws",
    news: [
      {
        date: "12 maart",
        title: "Nieuwe schermen in de raadzaal",
        text: "Twee grote schermen en betere microfoons: hybride vergaderen wordt makkelijker.",
      },
      {
        date: "9 maart",
        title: "Herken een valse e-mail",
        text: "Deze week kwamen er nepberichten binnen over je loonbrief. Zo herken je ze.",
      },
      {
        date: "3 maart",
        title: "Bibliotheek verhuist",
        text: "De collega’s van de bibliotheek werken vanaf april in het Lindenhuis.",
      },
    ],
    hoursTitle: "Helpdesk",
    hours: [
      ["Chat met de assistent", "altijd"],
      ["Chat met een collega", "8.00–17.00 uur"],
      ["Balie, Dorpsplein 1", "9.00–12.00 uur"],
    ],
    footer: "Lindebeek bestaat alleen als voorbeeld, om de chat te laten zien.",
  },
  fr: {
    name: "Commune de Lindebeek",
    skip: "Aller au contenu",
    home: "Accueil",
    languages: "Langue",
    date: "Intranet du personnel",
    title: "Bonjour. Comment pouvons-nous vous aider aujourd’hui ?",
    lead: "Mot de passe oublié, imprimante capricieuse ou pas de connexion à la maison ? L’assistant numérique cherche aussitôt avec vous, et un collègue prend le relais quand vous voulez.",
    ask: "Posez votre question",
    articles: "Résolvez-le vous-même",
    planned: {
      title: "Entretien prévu",
      text: "Jeudi entre 18 et 20 heures, le dossier partagé de la maison communale sera inaccessible.",
    },
    tilesTitle: "À résoudre soi-même",
    allArticles: "Voir tous les articles",
    tiles: [
      {
        title: "Mot de passe oublié",
        text: "Choisissez-en un nouveau en cinq minutes.",
        article: "password-forgotten",
      },
      { title: "Pas de wifi", text: "Du mode avion au routeur, pas à pas.", article: "wifi-no-connection" },
      {
        title: "Ajouter une imprimante",
        text: "Choisissez l’imprimante de votre étage.",
        article: "printer-add",
      },
      {
        title: "Lecteur de carte eID",
        text: "La connexion avec la carte d’identité échoue ?",
        article: "eid-card-reader",
      },
    ],
    newsTitle: "Actualités",
    news: [
      {
        date: "12 mars",
        title: "Nouveaux écrans dans la salle du conseil",
        text: "Deux grands écrans et de meilleurs micros facilitent les réunions hybrides.",
      },
      {
        date: "9 mars",
        title: "Reconnaître un faux e-mail",
        text: "De faux messages sur la fiche de paie circulent cette semaine. Voici comment les repérer.",
      },
      {
        date: "3 mars",
        title: "La bibliothèque déménage",
        text: "Dès avril, nos collègues de la bibliothèque travailleront à la Maison des Tilleuls.",
      },
    ],
    hoursTitle: "Service d’assistance",
    hours: [
      ["Discuter avec l’assistant", "toujours"],
      ["Discuter avec un collègue", "8 h – 17 h"],
      ["Guichet, Place du Village 1", "9 h – 12 h"],
    ],
    footer: "Lindebeek n’existe qu’à titre d’exemple, pour montrer la discussion.",
  },
  en: {
    name: "Municipality of Lindebeek",
    skip: "Skip to content",
    home: "Home",
    languages: "Language",
    date: "Staff intranet",
    title: "Good morning. What can we help you with today?",
    lead: "Lost a password, a printer that sulks or no connection at home? The digital assistant looks along straight away, and a colleague of the help desk takes over whenever you want.",
    ask: "Ask in the chat",
    articles: "Fix it yourself",
    planned: {
      title: "Planned maintenance",
      text: "On Thursday from 6 to 8 pm the town hall’s shared folder can’t be reached.",
    },
    tilesTitle: "Quick fixes",
    allArticles: "See all articles",
    tiles: [
      {
        title: "Forgotten password",
        text: "Set a new one yourself in five minutes.",
        article: "password-forgotten",
      },
      { title: "No wifi", text: "From flight mode to router, step by step.", article: "wifi-no-connection" },
      { title: "Add a printer", text: "Pick the printer on your floor.", article: "printer-add" },
      {
        title: "eID card reader",
        text: "Signing in with your identity card fails?",
        article: "eid-card-reader",
      },
    ],
    newsTitle: "News",
    news: [
      {
        date: "12 March",
        title: "New screens in the council room",
        text: "Two large screens and better microphones make hybrid meetings easier.",
      },
      {
        date: "9 March",
        title: "Spot a fake e-mail",
        text: "Fake messages about pay slips came in this week. This is how you recognise them.",
      },
      {
        date: "3 March",
        title: "The library is moving",
        text: "From April our library colleagues work in the Linden House.",
      },
    ],
    hoursTitle: "Help desk",
    hours: [
      ["Chat with the assistant", "always"],
      ["Chat with a colleague", "8 am – 5 pm"],
      ["Desk, Village Square 1", "9 am – noon"],
    ],
    footer: "Lindebeek exists only as an example, to show the chat.",
  },
};
