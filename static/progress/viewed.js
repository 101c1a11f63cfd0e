// Tells the server which heading the reader looks at, so that "continue" leads there on any device.

const article = document.querySelector("[data-viewed]");
const PAUSE_MILLISECONDS = 3000;
let sent = "";
let current = "";
let timer = 0;

function send() {
  if (!current || current === sent) return;
  sent = current;
  const body = new FormData();
  body.set("csrf_token", article.dataset.token);
  const address = article.dataset.viewed.replace("ANCHOR", encodeURIComponent(current));
  fetch(address, { method: "POST", body, keepalive: true }).catch(() => {
    sent = "";
  });
}

if (article) {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) current = entry.target.id;
      clearTimeout(timer);
      timer = setTimeout(send, PAUSE_MILLISECONDS);
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  for (const section of document.querySelectorAll("section.reading-section[id]:not(#start)")) observer.observe(section);
  addEventListener("pagehide", send);
}
