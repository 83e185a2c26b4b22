// What the pages add where JavaScript runs. Without it everything works the same, with whole page loads.

const page = () => document.getElementById("page");
const offline = () => document.getElementById("offline");

function arrive() {
  if (matchMedia("(min-width: 800px)").matches) for (const e of page().querySelectorAll("[data-wide-open]")) e.open = true;
  for (const e of page().querySelectorAll("[data-print]")) e.hidden = false;
  const check = page().querySelector("[data-check]");
  if (check) import(document.body.dataset.checks).then((m) => m.mount(check)).catch(() => {}); // the form below is the check, too
}

// Which button is waiting, and what it said.
let waiting;
function rest() {
  if (!waiting) return;
  waiting.button.removeAttribute("aria-busy");
  waiting.button.replaceChildren(...waiting.said);
  waiting = undefined;
}

addEventListener("submit", ({ target, submitter }) => {
  const button = submitter ?? target.querySelector("button");
  if (!button || waiting) return;
  waiting = { button, said: [...button.childNodes] };
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-busy", "true");
  button.textContent = document.body.dataset.busy;
});

addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  waiting = undefined;
  offline().hidden = true;
  arrive();
  const restored = "HX-History-Restore-Request" in ctx.request.headers;
  if (!restored) scrollTo(0, 0);
  (page().querySelector("[autofocus]") ?? page().querySelector("h1"))?.focus({ preventScroll: restored });
});
addEventListener("htmx:error", ({ detail: { ctx } }) => {
  rest();
  if (ctx) offline().hidden = false;
});
addEventListener("htmx:finally:request", rest);
addEventListener("pageshow", (event) => event.persisted && rest());

// "None of these" and "I'm not sure" stand alone among checkboxes.
addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || target.name !== "answer" || !target.checked) return;
  for (const other of target.form.elements) {
    if (other.name === "answer" && other !== target && ("alone" in target.dataset || "alone" in other.dataset)) other.checked = false;
  }
});
addEventListener("click", ({ target }) => target.closest("[data-print]") && print());

arrive();
