// Saves the answers of an open attempt on each change, says so, and tries again when the connection was lost.

const form = document.getElementById("attempt");
const state = form.querySelector(".save-state");
const slots = form.querySelector(".slots");
const count = document.getElementById("answered");
const PAUSE_MILLISECONDS = 200;
const RETRY_MILLISECONDS = 4000;
let timer = 0;
let isSaving = false;
let changes = 0;
let changesSaved = 0;

function say(word) {
  state.textContent = state.dataset[word];
}

function isAnswered(question) {
  const inputs = [...question.querySelectorAll("input:not([type=hidden])")];
  return inputs.some((input) => (input.type === "text" ? input.value.trim() !== "" : input.checked));
}

function showAnswered() {
  const questions = [...form.querySelectorAll("fieldset.question")];
  for (const question of questions) {
    const slot = slots.querySelector(`a[href="#${question.id}"]`);
    slot.classList.toggle("answered", isAnswered(question));
    slot.querySelector("span > span").textContent = slots.dataset[isAnswered(question) ? "answered" : "open"];
  }
  count.textContent = count.dataset.words.replace("NUMBER", questions.filter(isAnswered).length);
}

async function save() {
  if (isSaving) return;
  isSaving = true;
  const changesSent = changes;
  say("saving");
  let isSaved = false;
  try {
    const answer = await fetch(form.dataset.save, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    // Submitted in another window, or signed out: the server says which when the page is asked for.
    if (answer.type === "opaqueredirect") return location.reload();
    isSaved = answer.ok;
  } catch {
    isSaved = false;
  }
  isSaving = false;
  if (isSaved) changesSaved = changesSent;
  say(isSaved ? "saved" : "failed");
  if (changesSaved < changes) later(isSaved ? 0 : RETRY_MILLISECONDS);
}

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

// Not only when a field is left: a number that is being typed when the page is closed would be lost.
form.addEventListener("input", () => {
  changes += 1;
  showAnswered();
  later(PAUSE_MILLISECONDS);
});
form.addEventListener("submit", () => clearTimeout(timer));
addEventListener("online", () => changesSaved < changes && later(0));
