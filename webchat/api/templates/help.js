/* A button that opens the chat is only there where there is a script to open it. */
for (const button of document.querySelectorAll("[data-chat]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.$firstline?.toggle?.("open"));
}
