// Answers a check in the reading in place; without this script the answer is a page with a way back.

for (const form of document.querySelectorAll("form[data-check]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let shown = form.nextElementSibling;
    if (!shown) {
      shown = document.createElement("div");
      shown.setAttribute("role", "status");
      form.after(shown);
    }
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const review = page.querySelector("[data-check-answer]");
      if (!review) return form.submit();
      review.classList.remove("check");
      shown.replaceChildren(document.adoptNode(review));
    } catch {
      // Sent as a form now, it would cost the reader the page.
      shown.textContent = form.dataset.failed;
    }
  });
}
