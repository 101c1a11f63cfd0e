// Saves the answers of an open attempt on each change, says so, tries again when the connection was lost, and shows
// how much time is left. The server keeps the time; this clock only tells it.

const form = document.getElementById("attempt");
const state = form.querySelector(".save-state");
const slots = form.querySelector(".slots");
const count = document.getElementById("answered");
const PAUSE_MILLISECONDS = 200;
const RETRY_MILLISECONDS = 4000;
const SPOKEN_SECONDS = [1800, 600, 300, 60, 30];
const changed = new Set();
let timer = 0;
let isSaving = false;
let isLeaving = false;

function say(word) {
  state.textContent = state.dataset[word];
}

function isAnswered(question) {
  const inputs = [...question.querySelectorAll("input:not([type=hidden]), select")];
  const chosen = inputs.filter((input) => ["radio", "checkbox"].includes(input.type));
  const written = inputs.filter((input) => !chosen.includes(input));
  if (chosen.some((input) => input.checked)) return true;
  return written.some((input) => input.value.trim() !== "");
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

// Only the questions that changed here: another window may hold newer answers to the others.
function takeChanges() {
  const fields = new FormData();
  fields.set("csrf_token", form.elements.csrf_token.value);
  for (const question of changed) {
    for (const input of question.querySelectorAll("input, select")) {
      if (!["radio", "checkbox"].includes(input.type) || input.checked) fields.append(input.name, input.value);
    }
  }
  const sent = [...changed];
  changed.clear();
  return [fields, sent];
}

async function save() {
  if (isSaving || isLeaving || changed.size === 0) return;
  isSaving = true;
  const [body, sent] = takeChanges();
  say("saving");
  let word = "";
  try {
    const answer = await fetch(form.dataset.save, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    // Signed out in another window: the server says so when the page is asked for.
    if (answer.type === "opaqueredirect") return location.reload();
    if (answer.ok) word = (await answer.json()).state;
  } catch {
    word = "";
  }
  isSaving = false;
  if (word === "submitted" || word === "over") return location.reload();
  if (word !== "saved") for (const question of sent) changed.add(question);
  // Nothing is called saved while a change made meanwhile still waits.
  const done = changed.size > 0 ? "saving" : "saved";
  say(word === "saved" ? done : navigator.onLine ? "failed" : "offline");
  if (changed.size > 0) later(word === "saved" ? 0 : RETRY_MILLISECONDS);
}

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

// performance.now() goes on whatever is done to the computer's clock.
function wireTimeLeft(place) {
  const shown = place.querySelector(".time-shown");
  const spoken = place.querySelector("[role=status]");
  const end = performance.now() + Number(place.dataset.seconds) * 1000;
  const format = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  let last = Infinity;
  const tick = () => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    shown.textContent = place.dataset.words.replace("TIME", format(left));
    const due = SPOKEN_SECONDS.find((seconds) => last > seconds && left <= seconds && left > seconds - 5);
    if (due) spoken.textContent = shown.textContent;
    last = left;
    if (left > 0) return;
    clearInterval(clock);
    spoken.textContent = place.dataset.over;
    isLeaving = true;
    const sure = document.createElement("input");
    Object.assign(sure, { type: "hidden", name: "unanswered", value: "yes" });
    form.append(sure);
    form.submit();
  };
  const clock = setInterval(tick, 1000);
  tick();
}

// Not only when a field is left: a number that is being typed when the page is closed would be lost.
form.addEventListener("input", (event) => {
  const question = event.target.closest("fieldset.question");
  if (question) changed.add(question);
  if (navigator.onLine) say("saving");
  showAnswered();
  later(PAUSE_MILLISECONDS);
});
form.addEventListener("submit", () => {
  isLeaving = true;
  clearTimeout(timer);
});
addEventListener("pageshow", () => (isLeaving = false));
addEventListener("online", () => later(0));
addEventListener("offline", () => say("offline"));
document.querySelectorAll(".time-left").forEach(wireTimeLeft);
