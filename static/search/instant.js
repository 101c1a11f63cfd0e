// The search that answers while one types: a dialog over any page, opened by "/" or Ctrl-K.

const dialog = document.getElementById("instant");
const words = dialog.dataset;
const form = dialog.querySelector("form");
const input = form.querySelector("input");
const state = dialog.querySelector("[role=status]");
const pageLink = dialog.querySelector(".instant-state a");
const list = dialog.querySelector("[role=listbox]");
const PAUSE_MILLISECONDS = 120;
let timer = 0;
let textAsked = "";
let asking = null;

const addressFor = (base, text) => `${base}?${new URLSearchParams({ q: text })}`;
const fill = (text) => text.replace("QUERY", () => textAsked);
// Safari ends a composition before the key that ended it, and only the old number tells.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

function open() {
  if (!dialog.open) dialog.showModal();
  input.focus();
  input.select();
}

function isOpening(event) {
  if (isComposing(event) || event.altKey || event.defaultPrevented) return false;
  if (document.querySelector("dialog:modal:not(#instant)")) return false;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "k" && !event.shiftKey;
  if (event.key !== "/" || document.documentElement.dataset.shortcuts === "off") return false;
  return !event.target.closest("input, textarea, select, [contenteditable]");
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function makeOption(url, ...children) {
  return make("a", { role: "option", href: url, tabindex: -1, "aria-selected": false }, ...children);
}

function makePassage({ title, url, pieces }) {
  const texts = pieces.map(([text, isMarked]) => (isMarked ? make("mark", {}, text) : text));
  return makeOption(url, make("strong", {}, title), " ", make("span", {}, ...texts));
}

function makeModule({ title, course, language, passages }, place) {
  const id = `instant-module-${place}`;
  const heading = make("p", { id }, title, " ", make("small", {}, course));
  return make("div", { role: "group", "aria-labelledby": id, lang: language }, heading, ...passages.map(makePassage));
}

const listOptions = () => [...list.querySelectorAll("a")];

function choose(option) {
  for (const each of listOptions()) each.setAttribute("aria-selected", each === option);
  option?.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option?.id ?? "");
}

function show(said, options, offersPage) {
  state.textContent = said;
  pageLink.hidden = !offersPage;
  pageLink.href = addressFor(form.action, textAsked);
  list.replaceChildren(...options);
  list.hidden = !options.length;
  list.scrollTop = 0;
  listOptions().forEach((option, place) => (option.id = `instant-${place}`));
  input.setAttribute("aria-expanded", !list.hidden);
  choose(null);
}

function showFound({ said, modules }) {
  if (!modules.length) return show(fill(words.nothing), [], true);
  show(said, [...modules.map(makeModule), makeOption(addressFor(form.action, textAsked), fill(words.all))], false);
}

async function ask() {
  const text = input.value.trim();
  if (text === textAsked) return;
  asking?.abort();
  const mine = (asking = new AbortController());
  textAsked = text;
  dialog.classList.toggle("is-asking", text !== "");
  if (!text) return show("", [], false);
  let found = null;
  try {
    const answer = await fetch(addressFor(words.url, text), { signal: mine.signal });
    if (answer.ok) found = await answer.json();
  } catch {
    // No connection, or not wanted any more: the next line tells which.
  }
  if (mine !== asking) return;
  dialog.classList.remove("is-asking");
  if (found) return showFound(found);
  show(words.failed, [], true);
  textAsked = null; // so that the same words are asked for again
}

function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MILLISECONDS);
}

document.addEventListener("keydown", (event) => {
  if (!isOpening(event)) return;
  event.preventDefault();
  open();
});

for (const search of document.querySelectorAll(".masthead .search")) {
  search.elements.q.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
  search.addEventListener("submit", (event) => {
    if (search.elements.q.value.trim()) return;
    event.preventDefault();
    open();
  });
}

form.querySelector("button").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
input.addEventListener("input", (event) => event.isComposing || askSoon());
input.addEventListener("compositionend", askSoon);
addEventListener("online", () => dialog.open && ask());

input.addEventListener("keydown", (event) => {
  if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const options = listOptions();
  const place = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") choose(options[place + 1]);
  else if (event.key === "ArrowUp") choose(options[(place < 0 ? options.length : place) - 1]);
  else if (place < 0) return;
  else if (event.key === "Home") choose(options[0]);
  else if (event.key === "End") choose(options.at(-1));
  else if (event.key === "Enter") options[place].click();
  else return;
  event.preventDefault();
});

list.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  dialog.close();
  if (link.pathname + link.search !== location.pathname + location.search) return;
  // This very page: the browser would only scroll, and the words in the other section would stay unmarked.
  event.preventDefault();
  location.hash = link.hash;
  dispatchEvent(new Event("passage"));
});
