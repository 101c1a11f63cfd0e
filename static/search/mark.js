// Marks the words a reader searched for in the section the address names, and brings the first into view.

const words = new URLSearchParams(location.search).getAll("mark").filter(Boolean).slice(0, 5);
const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));

function markIn(node, word) {
  const place = node.data.toLowerCase().indexOf(word.toLowerCase());
  if (place < 0) return null;
  const found = node.splitText(place);
  const rest = found.splitText(word.length);
  const mark = document.createElement("mark");
  found.replaceWith(mark);
  mark.append(found);
  return rest;
}

if (section && words.length) {
  for (const word of words) {
    const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("mark, script, form")) nodes.push(walker.currentNode);
    for (let node of nodes) while (node) node = markIn(node, word);
  }
  section.querySelector("mark")?.scrollIntoView({ block: "center" });
}
