// From the keys that the customer presses to: which ones reach the browser, which stay down, which come twice.
// A dark key may be broken, absent or never pressed; only the customer knows, so they are asked.

import { KEYS, layout } from "./keys.js";
import { el, fill } from "./ui.js";

const HELD = 3000; // milliseconds; nobody presses a key once for so long
const TWICE = 40; // milliseconds from a release to the next press: faster than a finger
const ESCAPES = 800; // milliseconds between the two presses of Escape that end the test
const LOCKS = ["CapsLock", "NumLock", "ScrollLock"]; // some systems tell only every second press of these
const LISTED = 16; // keys named one by one; beyond that the list says how many more

const ALL = KEYS.flat();
const EXPECTED = ALL.filter((key) => key.expected).map((key) => key.code);

export async function run({ stage, words, signal, say, choose }) {
  const caps = new Map(ALL.map((key) => [key.code, key.label]));
  for (const [code, label] of await layout()) if (caps.has(code)) caps.set(code, label.toUpperCase());
  signal.throwIfAborted();
  const found = { seen: new Set(), held: new Set(), twice: new Set() };
  const dark = () => EXPECTED.filter((code) => !found.seen.has(code));
  const listed = () => [[words.dark, dark()], [words.held, [...found.held]], [words.twice, [...found.twice]]].filter(([, codes]) => codes.length);
  const shown = () => listed().map(([label, codes]) => [label, chips(codes, caps, words)]);
  let answer = "more";
  while (answer === "more") {
    await press(stage, words, signal, say, found, caps);
    if (!listed().length) answer = "pass";
    else
      answer = await choose({
        question: words.review,
        notes: [el("dl", { className: "check-facts" }, ...shown().map(([label, keys]) => el("div", {}, el("dt", {}, label), el("dd", {}, keys)))),
          ...(found.held.size ? [words.held_note] : [])],
        choices: [["fail", words.some_dark], ["pass", words.none_dark]],
        quiet: [["more", words.go_on]],
      });
  }
  const lit = EXPECTED.length - dark().length;
  return {
    answer,
    meaning: answer === "pass" ? words.passed_means : words.failed_means,
    facts: [[words.felt, fill(words.felt_value, { seen: lit, all: EXPECTED.length })], ...shown()],
    measured: true,
  };
}

/** What a key is called in a sentence: as its cap says, with its side where there are two. */
function name(code, caps, words) {
  const cap = caps.get(code) ?? code;
  const [, , side] = code.match(/^(Shift|Control|Alt|Meta)(Left|Right)$/) ?? [];
  return side ? fill(side === "Left" ? words.left_key : words.right_key, { key: cap }) : cap;
}

function chips(codes, caps, words) {
  const keys = codes.slice(0, LISTED).map((code) => el("kbd", {}, name(code, caps, words)));
  const more = codes.length - keys.length;
  return el("span", { className: "check-keys" }, ...keys, more ? fill(words.more, { number: more }) : "");
}

/** Draws the keyboard and catches keys until the customer is done. */
function press(stage, words, signal, say, found, caps) {
  const drawn = new Map(ALL.map((key) => [key.code, el("span", { className: `check-key w${key.width}${key.expected ? "" : " extra"}` }, caps.get(key.code))]));
  const board = el("div", { className: "check-keyboard", ariaHidden: "true", dir: "ltr" },
    ...KEYS.map((row) => el("div", { className: "check-row" }, ...row.map((key) => drawn.get(key.code)))));
  const count = el("p", { className: "check-count" });
  const heading = el("h2", { tabIndex: -1 }, words.running);
  const done = el("button", { type: "button", className: "button primary" }, words.done);
  const light = (code) => {
    drawn.get(code)?.classList.add("lit");
    drawn.get(code)?.classList.toggle("odd", found.held.has(code) || found.twice.has(code));
  };
  const tell = () => {
    const seen = EXPECTED.filter((code) => found.seen.has(code)).length;
    const text = seen === EXPECTED.length ? words.all_seen : fill(words.progress, { seen, all: EXPECTED.length });
    if (text === count.textContent) return;
    count.textContent = text;
    if (seen % 10 === 0 || seen === EXPECTED.length) say(text);
  };
  stage.replaceChildren(heading, el("p", {}, words.way_out), board, count, el("p", { className: "check-note" }, words.not_seen), done);
  heading.focus();
  found.seen.forEach(light);
  tell();
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    const finish = () => (ended.abort(), resolve());
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    done.addEventListener("click", finish, { signal: both });
    listen(found, (code) => (light(code), tell()), finish, both);
  });
}

/** Catches every key of the window, and notes what is odd about it. Escape twice ends it. */
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
    const { code, timeStamp } = event;
    found.seen.add(code);
    if (code === "Escape") {
      tell(code);
      if (timeStamp - escaped < ESCAPES) finish();
      escaped = timeStamp;
      return;
    }
    if (timeStamp - (released.get(code) ?? -Infinity) < TWICE) found.twice.add(code);
    if (!LOCKS.includes(code)) down.set(code, setTimeout(() => (found.held.add(code), tell(code)), HELD));
    tell(code);
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
