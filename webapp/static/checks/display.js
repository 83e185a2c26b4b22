// From six full-screen pictures to what the customer saw on them. The browser cannot see its own screen, so the answer is their word.

import { el, fill, wait } from "./ui.js";

const COLOURS = ["red", "green", "blue", "white", "black", "grey"];
const CAPTION_FOR = 2500; // milliseconds; then nothing stands on the colour

export async function run({ stage, words, signal, choose }) {
  let answer;
  let seen = 0;
  do {
    seen = Math.max(seen, await showAll(words, signal));
    const some = fill(words.seen_some, { number: seen, all: COLOURS.length });
    answer = await choose({
      question: words.question,
      notes: seen < COLOURS.length ? [some, words.seen_all] : [words.seen_all],
      choices: [["pass", words.clean], ["fail", words.faulty], ["unavailable", words.cannot_tell]],
      quiet: [["again", words.look_again]],
    });
  } while (answer === "again");
  const facts = [[words.looked, fill(words.looked_value, { number: seen, all: COLOURS.length })]];
  if (answer !== "unavailable") facts.push([words.word, answer === "pass" ? words.word_clean : words.word_faulty]);
  const meaning = { pass: words.passed_means, fail: words.failed_means, unavailable: words.unclear_means }[answer];
  return { answer, meaning, facts, measured: false };
}

/** Shows the pictures, one tap each, and gives how many were shown. Escape, Back or leaving full screen ends it. */
async function showAll(words, signal) {
  const caption = el("span", { className: "check-caption" });
  const next = el("button", { type: "button", className: "check-colour" }, caption);
  const dialog = el("dialog", { className: "check-colours", ariaLabel: words.running }, next);
  document.body.append(dialog);
  // The whole page goes full screen and the dialog lies over it: a dialog by itself may not. Where there is none, it fills the window.
  const filled = document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
  dialog.showModal();
  const open = new AbortController();
  const end = () => open.abort();
  signal.addEventListener("abort", end, { once: true });
  dialog.addEventListener("close", end);
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || end(), { signal: open.signal });
  let shown = 0;
  try {
    while (shown < COLOURS.length) {
      paint(next, caption, words, shown);
      shown += 1;
      await stepped(next, caption, open.signal);
    }
  } catch {
    // ended early: what was shown until now counts
  } finally {
    end();
    await filled;
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
    dialog.remove();
  }
  signal.throwIfAborted();
  return shown;
}

function paint(next, caption, words, index) {
  const colour = COLOURS[index];
  next.className = `check-colour check-${colour}`;
  caption.replaceChildren(
    el("b", {}, fill(words.caption, { colour: words[colour], number: index + 1, all: COLOURS.length })), el("span", {}, matchMedia("(any-pointer: fine)").matches ? words.caption_how : words.caption_touch));
  next.focus();
}

/** Waits for the next tap or key. The caption goes after a while and comes back when the mouse moves. */
function stepped(next, caption, signal) {
  const here = new AbortController();
  const both = AbortSignal.any([signal, here.signal]);
  const hideLater = () => {
    caption.hidden = false;
    wait(CAPTION_FOR, both).then(() => (caption.hidden = true), () => {});
  };
  hideLater();
  return new Promise((done, fail) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => fail(signal.reason), { once: true });
    next.addEventListener("click", done, { signal: both });
    next.addEventListener("keydown", (event) => ["ArrowRight", "ArrowDown"].includes(event.key) && done(), { signal: both });
    next.addEventListener("mousemove", hideLater, { signal: both, once: true });
  }).finally(() => here.abort());
}
