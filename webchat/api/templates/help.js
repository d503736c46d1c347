/* What the help pages do more with a script: the chat, titles while one types, a vote without leaving the page. */

/** Calls made before the widget has loaded wait for it. */
const chat = (...call) => (window.$firstline ??= []).push(call);

const about = document.querySelector("[data-about]")?.dataset.about;
if (about) chat("setCustomAttributes", { article: about });
for (const button of document.querySelectorAll("[data-chat]")) {
  button.addEventListener("click", () => chat("toggle", "open"));
}

/* A combobox with a list of links, as the ARIA Authoring Practices Guide has it: the focus stays in the field. */
function suggest(form) {
  const field = form.elements.q;
  const list = Object.assign(document.createElement("ul"), { id: "options", className: "options", hidden: true });
  const told = Object.assign(document.createElement("p"), { className: "sr", role: "status" });
  list.role = "listbox";
  list.ariaLabel = form.dataset.label;
  field.role = "combobox";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  form.append(list, told);
  let timer = 0;
  let asked = new AbortController();
  let chosen = -1;

  function choose(at) {
    const options = [...list.children];
    chosen = at;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  }

  function show(open) {
    list.hidden = !open || !list.children.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) choose(-1);
  }

  async function ask() {
    asked.abort();
    asked = new AbortController();
    const typed = field.value.trim();
    if (typed.length < 2) return show(false);
    try {
      const body = new URLSearchParams({ q: typed });
      const answer = await fetch(form.dataset.suggest, { method: "POST", body, signal: asked.signal });
      if (answer.ok) draw((await answer.json()).results);
    } catch {
      // Aborted by the next key, or no connection: Enter still searches.
    }
  }

  function draw(found) {
    const options = found.map((each, n) => {
      const option = Object.assign(document.createElement("li"), { id: `option-${n}`, textContent: each.title });
      option.role = "option";
      option.lang = each.language;
      option.dataset.url = each.url;
      return option;
    });
    list.replaceChildren(...options);
    choose(-1);
    show(document.activeElement === field);
    told.textContent = found.length ? form.dataset.found.replace("{n}", found.length) : form.dataset.none;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 160);
  });
  field.addEventListener("keydown", (event) => {
    const n = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.href = list.children[chosen].dataset.url;
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && n) {
      event.preventDefault();
      if (list.hidden) show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(chosen < 0 && step < 0 ? n - 1 : chosen + step >= n || chosen + step < 0 ? -1 : chosen + step);
    }
  });
  field.addEventListener("focus", () => show(field.value.trim().length >= 2));
  field.addEventListener("blur", () => show(false));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) location.href = option.dataset.url;
  });
  show(false);
}

for (const form of document.querySelectorAll("[data-suggest]")) suggest(form);

async function send(form, helped) {
  const body = new URLSearchParams(new FormData(form));
  body.set("helped", helped);
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
}

const vote = document.querySelector("#vote:has(form)");
if (vote) {
  const said = vote.querySelector(".said");
  vote.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const helped = event.submitter?.value || form.elements.helped.value;
    try {
      await send(form, helped);
      vote.querySelector(".choices").remove();
      said.textContent = vote.dataset[helped];
    } catch {
      said.textContent = vote.dataset.failed; // what was typed stays
    }
  });
  // Who opens "No" has said no; the reason, if it comes, joins the same vote.
  const no = vote.querySelector("details");
  no.addEventListener("toggle", () => no.open && send(no.querySelector("form"), "no").catch(() => {}), { once: true });
}
