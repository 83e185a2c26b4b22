// Renews the page when a tree is saved. What was typed and not yet sent stays, and so does the place on the page.

const { version, changes } = document.currentScript.dataset;
const kept = `preview ${location.pathname}`;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const seen = () => new Promise((done) => (document.hidden ? document.addEventListener("visibilitychange", done, { once: true }) : done()));
const fields = () => document.querySelectorAll("#page :is(input, select, textarea)[name]:not([type=hidden], [type=password], [type=file])");
const isBox = (field) => field.type === "radio" || field.type === "checkbox";

async function ask() {
  const answer = await fetch(`${changes}?seen=${encodeURIComponent(version)}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

async function follow() {
  for (;;) {
    await seen(); // pages that nobody looks at ask for nothing
    const begun = performance.now();
    const now = await ask().catch(() => version); // the preview was stopped: it may be back soon
    if (now !== version) return renew();
    await pause(performance.now() - begun < 1000 ? 200 : 0);
  }
}

function renew() {
  const typed = [...fields()].map((field) => [field.name, field.value, isBox(field) ? field.checked : null]);
  try {
    sessionStorage.setItem(`preview ${location.pathname}`, JSON.stringify({ typed, top: scrollY }));
  } catch {} // a private window may have no room
  location.reload();
}

function restore() {
  const found = JSON.parse(sessionStorage.getItem(kept) ?? "null");
  sessionStorage.removeItem(kept);
  if (!found) return;
  for (const field of fields()) {
    const was = found.typed.find(([name, value, checked]) => name === field.name && (checked === null || value === field.value));
    if (was && isBox(field)) field.checked = was[2];
    else if (was) field.value = was[1];
  }
  scrollTo(0, found.top);
}

try {
  restore();
} catch {} // what was kept by an older page
addEventListener("pageshow", (event) => event.persisted && location.reload());
follow();
