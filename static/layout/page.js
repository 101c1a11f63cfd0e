// What makes every page a little better and none depends on.
const root = document.documentElement;

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden; the choice then lasts for this page.
  }
}

function wireThemeControl(control) {
  const themes = ["auto", "light", "dark"];
  const show = (theme) => {
    root.dataset.theme = theme;
    control.dataset.state = theme;
    control.title = control.dataset[theme];
    control.querySelector(".control-text").textContent = control.dataset[theme];
  };
  show(root.dataset.theme);
  control.hidden = false;
  control.addEventListener("click", () => {
    const theme = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    remember("theme", theme);
    show(theme);
  });
}

// Single keys can be switched off (WCAG 2.1.4). Other modules ask `document.documentElement.dataset.shortcuts`.
function wireShortcutsControl(control) {
  const box = control.querySelector("input");
  const show = (state) => {
    root.dataset.shortcuts = state;
    box.checked = state === "on";
  };
  show(recall("shortcuts") === "off" ? "off" : "on");
  control.hidden = false;
  box.addEventListener("change", () => {
    show(box.checked ? "on" : "off");
    remember("shortcuts", root.dataset.shortcuts);
  });
}

// The current heading is the last one above the upper third, so the observer's own area ends there.
function wireOnThisPage(list) {
  const links = new Map();
  for (const link of list.querySelectorAll('a[href^="#"]')) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
  const inView = new Set();
  let current = null;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) inView.add(entry.target);
        else inView.delete(entry.target);
      }
      const section = [...links.keys()].filter((each) => inView.has(each)).pop();
      if (!section || links.get(section) === current) return;
      current?.removeAttribute("aria-current");
      current = links.get(section);
      current.setAttribute("aria-current", "true");
      // Anchors are the same in both languages, so switching the language keeps the reader's place.
      for (const link of document.querySelectorAll(".tools a[hreflang]")) link.hash = current.hash;
    },
    { rootMargin: "0px 0px -66% 0px" },
  );
  for (const section of links.keys()) observer.observe(section);
}

// Browsers that cannot hold a folded block open by style do it here.
function openWhereWide() {
  if (CSS.supports("selector(::details-content)")) return;
  const wide = matchMedia("(min-width: 64rem)");
  const apply = () => {
    for (const block of document.querySelectorAll("details.wide-open")) block.open = wide.matches;
  };
  wide.addEventListener("change", apply);
  apply();
}

// A long formula within a line cannot wrap: its paragraph scrolls, so keys must reach it.
function letKeysScroll(paragraph) {
  if (paragraph.scrollWidth > paragraph.clientWidth) paragraph.tabIndex = 0;
}

// <details data-remember="name"> stays as the reader left it.
function wireRemembered(block) {
  const key = `open:${block.dataset.remember}`;
  const was = recall(key);
  if (was !== null) block.open = was === "yes";
  block.addEventListener("toggle", () => remember(key, block.open ? "yes" : "no"));
}

document.querySelectorAll(".theme-control").forEach(wireThemeControl);
document.querySelectorAll(".shortcuts-control").forEach(wireShortcutsControl);
document.querySelectorAll(".on-this-page").forEach(wireOnThisPage);
document.querySelectorAll("details[data-remember]").forEach(wireRemembered);
document.querySelectorAll("p > math").forEach((formula) => letKeysScroll(formula.parentElement));
openWhereWide();
