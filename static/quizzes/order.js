// Lets items to put in order be moved up and down; their selects, which work without this script, keep the places.

function number(rows) {
  rows.forEach((row, place) => {
    row.querySelector("select").value = String(place);
    // Heard when the button that moved the item has the focus again.
    for (const button of row.querySelectorAll("button")) button.ariaDescription = `${place + 1} / ${rows.length}`;
  });
}

function move(list, row, other, button) {
  if (!other) return;
  if (button.value === "up") other.before(row);
  else other.after(row);
  number([...list.children]);
  button.focus();
  row.querySelector("select").dispatchEvent(new Event("input", { bubbles: true }));
}

function wire(list) {
  const rows = [...list.children];
  const place = (row) => row.querySelector("select").value;
  if (rows.every((row) => place(row) !== "")) list.append(...rows.sort((a, b) => place(a) - place(b)));
  for (const row of rows) {
    for (const [value, sign] of [["up", "↑"], ["down", "↓"]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", value, textContent: sign, className: "button quiet" });
      button.setAttribute("aria-label", `${list.dataset[value]} ${row.firstElementChild.textContent.trim()}`);
      button.addEventListener("click", () => {
        move(list, row, value === "up" ? row.previousElementSibling : row.nextElementSibling, button);
      });
      row.append(button);
    }
  }
}

document.querySelectorAll(".fields.order").forEach(wire);
