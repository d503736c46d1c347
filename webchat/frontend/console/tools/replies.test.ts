import { expect, test } from "vitest";
import { matching, type Reply, shownText } from "./replies";

const reply = (shortcut: string, texts: Reply["texts"], shared = true): Reply => ({
  id: shortcut + shared,
  shortcut,
  texts,
  shared,
  may_edit: true,
  version: "1",
});
const inDutch = (title: string, text = title) => ({ nl: { title, text } });

test("the customer's language comes first, then shortcut before title before words", () => {
  const all = [
    reply("zz", inDutch("Iets", "groet iedereen")),
    reply("yy", inDutch("Groeten")),
    reply("groet", inDutch("Begroeting")),
    reply("groet-fr", { fr: { title: "Accueil", text: "Bonjour" } }),
    reply("other", inDutch("Niets")),
  ];
  expect(matching(all, "Groet", "nl").map((each) => each.shortcut)).toEqual([
    "groet",
    "yy",
    "zz",
    "groet-fr",
  ]);
});

test("an own reply hides the shared one of that shortcut", () => {
  const all = [reply("dag", inDutch("Van allen")), reply("dag", inDutch("Van mij"), false)];
  expect(matching(all, "", "nl").map((each) => each.shared)).toEqual([false]);
});

test("without the language the first that there is", () => {
  expect(shownText(reply("dag", inDutch("Dag")), "fr")).toEqual({
    language: "nl",
    title: "Dag",
    text: "Dag",
  });
});
