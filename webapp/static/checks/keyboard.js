// From the keys that the customer presses to: which ones reach the browser, which stay down, which come twice.
// A dark key may be broken, absent or never pressed; only the customer knows, so they are asked.

import { KEYS, layout } from "./keys.js";
import { el, fill } from "./ui.js";

const HELD = 3000; // milliseconds; nobody presses a key once for so long
const TWICE = 40; // milliseconds from a release to the next press: faster than a finger
const ESCAPES = 800; // milliseconds between the two presses of Escape that end the test
const LOCKS = ["CapsLock", "NumLock", "ScrollLock"]; // some systems tell only every second press of these

export async function run({ stage, words, signal, say, choose }) {
  const names = new Map(KEYS.flat().map((key) => [key.code, key.label || key.code]));
  const found = { seen: new Set(), held: new Set(), twice: new Set() };
  for (const [code, label] of await layout()) if (names.has(code)) names.set(code, label.toUpperCase());
  signal.throwIfAborted();
  const list = (codes) => [...codes].map((code) => names.get(code) ?? code).join("  ");
  const dark = () => KEYS.flat().filter((key) => key.expected && !found.seen.has(key.code)).map((key) => key.code);
  let answer = "more";
  while (answer === "more") {
    await press(stage, words, signal, say, found, names);
    const odd = found.held.size + found.twice.size > 0;
    const notes = [
      dark().length ? fill(words.still_dark, { keys: list(dark()) }) : "",
      found.held.size ? fill(words.held_note, { keys: list(found.held) }) : "",
      found.twice.size ? fill(words.twice_note, { keys: list(found.twice) }) : "",
    ].filter(Boolean);
    if (!notes.length) answer = "pass";
    else
      answer = await choose({
        question: odd ? words.review_odd : words.review,
        notes,
        choices: [["fail", words.some_dark], ["pass", words.none_dark]],
        quiet: [["more", words.go_on]],
      });
  }
  return outcome(answer, words, found, dark(), list);
}

function outcome(answer, words, found, dark, list) {
  const expected = KEYS.flat().filter((key) => key.expected).length;
  const facts = [[words.felt, fill(words.felt_value, { seen: expected - dark.length, all: expected })]];
  if (dark.length) facts.push([words.dark, list(dark)]);
  if (found.held.size) facts.push([words.held, list(found.held)]);
  if (found.twice.size) facts.push([words.twice, list(found.twice)]);
  return {
    answer,
    meaning: answer === "pass" ? words.passed_means : words.failed_means,
    facts,
    kept: { keys_seen: found.seen.size, keys_not_seen: list(dark) },
    measured: true,
  };
}

/** Draws the keyboard and catches keys until the customer is done. */
function press(stage, words, signal, say, found, names) {
  const caps = new Map(KEYS.flat().map((key) => [key.code, el("span", { className: `check-key w${key.width}${key.expected ? "" : " extra"}` }, names.get(key.code))]));
  const board = el("div", { className: "check-keyboard", ariaHidden: "true", dir: "ltr" },
    ...KEYS.map((row) => el("div", { className: "check-row" }, ...row.map((key) => caps.get(key.code)))));
  const count = el("p", { className: "check-count" });
  const heading = el("h2", { tabIndex: -1 }, words.running);
  const done = el("button", { type: "button", className: "button primary" }, words.done);
  const tell = (code) => {
    caps.get(code)?.classList.add("lit");
    caps.get(code)?.classList.toggle("odd", found.held.has(code) || found.twice.has(code));
    const [seen, all] = [KEYS.flat().filter((key) => key.expected && found.seen.has(key.code)).length, KEYS.flat().filter((key) => key.expected).length];
    count.textContent = seen === all ? words.all_seen : fill(words.progress, { seen, all });
    if (code && (seen % 10 === 0 || seen === all)) say(count.textContent);
  };
  stage.replaceChildren(heading, el("p", {}, words.way_out), board, count, el("p", { className: "check-note" }, words.not_seen), done);
  heading.focus();
  tell();
  for (const code of found.seen) tell(code);
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    const finish = () => (ended.abort(), resolve());
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    done.addEventListener("click", finish, { signal: both });
    listen(found, tell, finish, both);
  });
}

/** Catches every key of the window, and notes what is odd about it. */
function listen(found, tell, finish, signal) {
  const down = new Map(); // code → timer that notes a key that stays down
  const released = new Map(); // code → when
  let escaped = -Infinity;
  const letGo = (code) => (clearTimeout(down.get(code)), down.delete(code));
  const letAllGo = () => [...down.keys()].forEach(letGo);

  function pressed(event) {
    if (!event.code || event.isComposing) return;
    keep(event);
    if (event.repeat || down.has(event.code)) return;
    if (event.timeStamp - (released.get(event.code) ?? -Infinity) < TWICE) found.twice.add(event.code);
    const stays = () => (found.held.add(event.code), tell(event.code));
    if (!LOCKS.includes(event.code)) down.set(event.code, setTimeout(stays, HELD));
    found.seen.add(event.code);
    tell(event.code);
    if (event.code !== "Escape") return;
    if (event.timeStamp - escaped < ESCAPES) finish();
    escaped = event.timeStamp;
  }

  function up(event) {
    if (!event.code) return;
    keep(event);
    found.seen.add(event.code); // some systems tell only the release of Print Screen
    released.set(event.code, event.timeStamp);
    letGo(event.code);
    if (event.key === "Meta") letAllGo(); // macOS tells no release of keys that were pressed together with it
    tell(event.code);
  }

  const options = { capture: true, signal };
  window.addEventListener("keydown", pressed, options);
  window.addEventListener("keyup", up, options);
  window.addEventListener("blur", letAllGo, options);
  signal.addEventListener("abort", letAllGo, { once: true });
}

/** Keeps a key from doing anything but light up. A shortcut with Ctrl or ⌘ goes through, as one more way out. */
function keep(event) {
  const shortcut = (event.ctrlKey || event.metaKey) && !["Control", "Meta", "Alt", "AltGraph", "Shift"].includes(event.key);
  if (!shortcut) event.preventDefault();
  event.stopPropagation();
}
