// What the pages for calls add where JavaScript runs: a code is looked up while it is typed, and a file stays chosen after its check.

const code = document.querySelector("[data-look]");
const told = document.getElementById("told");
let wait;
code?.addEventListener("input", () => {
  clearTimeout(wait);
  const typed = code.value;
  if (typed.replace(/[^0-9a-z]/gi, "").length < 9) return told.replaceChildren();
  wait = setTimeout(async () => {
    const answer = await fetch(`${code.dataset.look}?visit_code=${encodeURIComponent(typed)}`).catch(() => null);
    if (answer?.ok && !answer.redirected && code.value === typed) told.innerHTML = await answer.text(); // our own page, escaped there
  }, 120);
});

const form = document.querySelector("[data-file-form]");
form?.addEventListener("submit", async (event) => {
  if (event.submitter?.value !== "check") return;
  event.preventDefault();
  const button = event.submitter;
  const fields = new FormData(form, button);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields });
    const seen = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("read");
    if (!seen) return form.submit(); // signed out meanwhile, or the server is away: the page says so
    document.getElementById("read").replaceWith(seen);
    (document.getElementById("checked") ?? seen).scrollIntoView({ block: "start" });
    document.getElementById("checked")?.focus({ preventScroll: true });
  } catch {
    document.getElementById("offline").hidden = false;
  } finally {
    button.removeAttribute("aria-busy");
    dispatchEvent(new Event("htmx:finally:request")); // app.js gives the button its words back
  }
});
