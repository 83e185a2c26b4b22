// From the [data-check] section of a page to a check that the customer can run: ask, run, result. Without it, only the form shows.
//
// A kind is a module in checks/ with `run(tools)`. It draws into `tools.stage` and gives back an outcome:
//   {answer: "pass" | "fail" | "unavailable", heading, meaning, facts: [[label, value], …], measured, kept: {fact: value} if any}
// `measured` is true only where the browser itself found the answer, and false where it is the customer's word.

import { announce, ask, el, icon } from "./checks/ui.js";

const modern = () => "any" in AbortSignal && "timeout" in AbortSignal; // browsers from before 2024 get the form
const onlyTouch = () => navigator.maxTouchPoints > 0 && !matchMedia("(any-pointer: fine)").matches;

const KINDS = {
  network: { load: () => import("./checks/network.js"), offered: () => true },
  keyboard: { load: () => import("./checks/keyboard.js"), offered: () => !onlyTouch() },
  display: { load: () => import("./checks/display.js"), offered: () => "HTMLDialogElement" in window },
  speaker: { load: () => import("./checks/speaker.js"), offered: () => "AudioContext" in window },
};

const mounted = new WeakMap(); // section → what ends it

const SEALS = { pass: "check", fail: "x", unavailable: "help" };

/** Makes a [data-check] section live. Does nothing for a kind that cannot run here, or twice. Gives a function that ends it. */
export async function mount(section) {
  const kind = KINDS[section.dataset.check];
  if (!kind || !modern() || !kind.offered() || "mounted" in section.dataset) return () => {};
  section.dataset.mounted = "";
  mounted.get(section)?.abort(); // a swap may keep the element and give it a new check
  const life = new AbortController();
  mounted.set(section, life);
  endWhenGone(section, life);
  // Loaded before the first tap: a browser allows sound and full screen only directly after one.
  const [module] = await Promise.all([kind.load(), styled()]);
  if (!life.signal.aborted) live(section, module, life.signal);
  return () => life.abort();
}

function live(section, module, ended) {
  const words = JSON.parse(section.dataset.words);
  const part = (selector) => section.querySelector(selector);
  const said = part("[role=status]");
  let run = null;

  const show = (view) => {
    for (const shown of section.querySelectorAll("[data-view]")) shown.hidden = !shown.dataset.view.split(" ").includes(view);
    section.dataset.state = view;
  };
  const cancel = () => run?.abort();

  async function start() {
    cancel();
    run = new AbortController();
    const signal = AbortSignal.any([run.signal, ended]);
    const stage = part(".check-stage");
    stage.replaceChildren(el("h2", { tabIndex: -1 }, words.running));
    show("run");
    stage.firstChild.focus();
    const tools = { stage, words, signal, say: (text) => announce(said, text), choose: (question) => ask(stage, signal, question) };
    try {
      finish(await module.run(tools));
    } catch (error) {
      if (signal.aborted) return;
      console.warn("The check did not run:", error);
      manual();
    }
  }

  function finish(outcome) {
    said.textContent = "";
    part(".check-stage").replaceChildren();
    part(".check-result").replaceChildren(...resultOf(outcome, words));
    fill(part(".check-done"), outcome, (section.dataset.keep ?? "").split(" "));
    show("result");
    part(".check-result h2").focus();
  }

  function manual() {
    cancel();
    show("manual");
    part(".check-manual legend").focus();
  }

  const actions = {
    start,
    again: start,
    manual,
    ask: () => {
      show("ask");
      part("[data-do=start]").focus();
    },
  };
  section.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.(), { signal: ended });
  show("saved" in section.dataset ? "manual" : "ask");
}

function resultOf({ answer, heading, meaning, facts }, words) {
  const fallback = { pass: words.passed, fail: words.failed, unavailable: words.unavailable }[answer];
  return [
    el("div", { className: "check-head" },
      el("span", { className: `check-seal ${answer}` }, icon(SEALS[answer])),
      el("h2", { tabIndex: -1 }, heading ?? fallback)),
    facts.length ? el("dl", { className: "check-facts" }, ...facts.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value)))) : "",
    el("p", {}, meaning),
  ];
}

/** Puts the outcome into the form behind Continue: only the facts that this step keeps and that were measured. */
function fill(form, { answer, measured, kept = {} }, keep) {
  for (const old of form.querySelectorAll("[data-outcome]")) old.remove();
  const send = (name, value) => form.prepend(el("input", { type: "hidden", name, value, dataset: { outcome: "" } }));
  for (const name of keep) if (name in kept) send(`fact.${name}`, kept[name]);
  if (measured) send("measured", "1");
  send("answer", answer);
}

/** Ends a check whose section has left the page, whoever took it away. */
function endWhenGone(section, life) {
  const watch = new MutationObserver(() => section.isConnected || life.abort());
  watch.observe(document.documentElement, { childList: true, subtree: true });
  life.signal.addEventListener("abort", () => watch.disconnect());
}

/** Links checks.css once, and waits for it. */
function styled() {
  const href = new URL("./checks.css", import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return null;
  return new Promise((done) => document.head.append(el("link", { rel: "stylesheet", href, onload: done, onerror: done })));
}
