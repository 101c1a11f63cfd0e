// Marks the words a reader searched for in the section the address names, and brings the first into view.

const LETTER = "[\\p{Script=Latin}\\p{N}]";
let marks = [];

// Words are marked whole, as the search finds them; Han characters stand without spaces and are found anywhere.
function patternOf(word) {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const before = new RegExp(`^${LETTER}`, "u").test(word) ? `(?<!${LETTER})` : "";
  const after = new RegExp(`${LETTER}$`, "u").test(word) ? `(?!${LETTER})` : "";
  return before + escaped + after;
}

function listTexts(section) {
  const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
  const texts = [];
  let start = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("script, form, math, svg")) continue;
    texts.push({ node, start, end: start + node.length });
    start += node.length;
  }
  return texts;
}

function markIn(node, start, end) {
  node.splitText(end);
  const found = node.splitText(start);
  const mark = document.createElement("mark");
  found.replaceWith(mark);
  mark.append(found);
  marks.unshift(mark);
}

function markPassage() {
  for (const mark of marks) mark.replaceWith(...mark.childNodes);
  marks = [];
  const words = new URLSearchParams(location.search).getAll("mark").filter(Boolean).slice(0, 5);
  const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!section || !words.length) return;
  section.normalize();
  const texts = listTexts(section);
  const whole = texts.map(({ node }) => node.data).join("");
  texts.reverse();
  const found = [...whole.matchAll(new RegExp(words.map(patternOf).join("|"), "giu"))];
  // From the last to the first, so that the places of those before stay true.
  for (const { index, 0: { length } } of found.reverse()) {
    for (const { node, start, end } of texts) {
      if (start < index + length && end > index) markIn(node, Math.max(0, index - start), Math.min(end, index + length) - start);
    }
  }
}

function showPassage() {
  marks[0]?.scrollIntoView({ block: "center" });
}

addEventListener("passage", () => {
  markPassage();
  showPassage();
});
markPassage();
showPassage();
// While anything is still loading, browsers move back to where the section begins; a reader who has begun is left alone.
let hasBegun = false;
for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  addEventListener(name, () => (hasBegun = true), { once: true, passive: true });
}
addEventListener("load", () => hasBegun || showPassage());
