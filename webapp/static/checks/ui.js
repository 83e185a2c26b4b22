// Small pieces that every check draws with. No HTML from text anywhere: what a word says is always text.

/** An element with properties (and `dataset`) and children; empty texts are left out. */
export function el(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, dataset);
  made.append(...children.filter((child) => child !== ""));
  return made;
}

/** A symbol of the sprite that the page itself draws with, hidden from readers. */
export function icon(name) {
  const sprite = document.querySelector("use[href*='icons.svg']").getAttribute("href").split("#")[0];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** A text with each {name} filled in. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Puts a text into a polite live region; the same text twice is told twice. */
export function announce(region, text) {
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

/** Waits; rejects as soon as the signal aborts. */
export function wait(milliseconds, signal) {
  return new Promise((done, fail) => {
    signal.throwIfAborted();
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), fail(signal.reason)), { once: true });
  });
}

/** Asks something on the stage by buttons of equal weight, and gives the value of the one pressed. Notes are texts or elements. */
export function ask(stage, signal, { question, notes = [], choices, quiet = [] }) {
  const button = (className) => ([value, label]) => el("button", { type: "button", className, value }, label);
  const heading = el("h2", { tabIndex: -1 }, question);
  const buttons = el("div", { className: "check-choices" }, ...choices.map(button("button secondary")), ...quiet.map(button("check-link")));
  stage.replaceChildren(heading, ...notes.map((note) => (typeof note === "string" ? el("p", {}, note) : note)), buttons);
  heading.focus();
  return new Promise((done, fail) => {
    buttons.addEventListener("click", (event) => event.target.value && done(event.target.value), { signal });
    signal.addEventListener("abort", () => fail(signal.reason), { once: true });
  });
}
