// From a handful of requests to our own server to: is this device online, and how long does an answer take?
// It tells about this device over the connection in use. `navigator.onLine` is only shown as the browser's guess.

import { el, fill, wait } from "./ui.js";

const PROBES = 8;
const TIME_OUT = 4000; // milliseconds; a slow mobile connection answers in about one
const PAUSE = 250; // milliseconds between two requests, so that a short gap in the connection is met
const LOST_AT_ONCE = 3; // so many lost in a row from the first on: nobody waits for the rest
const MAY_LOSE = 1; // one in eight may get lost on a working radio connection

const HEALTH = new URL("../../healthz", import.meta.url);

export async function run({ stage, words, signal, say }) {
  const bars = Array.from({ length: PROBES }, () => el("span", { className: "check-bar" }));
  const count = el("p", { className: "check-count" }, fill(words.progress, { done: 0, all: PROBES }));
  stage.append(el("div", { className: "check-bars", ariaHidden: "true" }, ...bars), count);
  say(words.running);
  const probes = [];
  for (const bar of bars) {
    const found = await probe(signal);
    probes.push(found);
    bar.classList.add(found.answered ? "ok" : "lost");
    count.textContent = fill(words.progress, { done: probes.length, all: PROBES });
    if (probes.length === LOST_AT_ONCE && probes.every((p) => !p.answered)) break;
    await wait(PAUSE, signal);
  }
  return judge(probes, words);
}

/** One request: whether our server answered, how, and after how many milliseconds. */
async function probe(signal) {
  const begun = performance.now();
  try {
    const response = await fetch(HEALTH, {
      cache: "no-store",
      credentials: "omit",
      redirect: "manual", // a sign-in page of the network answers with a redirect; our server never does
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIME_OUT)]),
    });
    await response.arrayBuffer();
    const elsewhere = response.type === "opaqueredirect";
    return { answered: !elsewhere, elsewhere, unwell: response.status >= 500, ms: performance.now() - begun };
  } catch {
    signal.throwIfAborted();
    return { answered: false, elsewhere: false, unwell: false, ms: null };
  }
}

function judge(probes, words) {
  const got = probes.filter((probe) => probe.answered);
  const lost = probes.length - got.length;
  const online = lost <= MAY_LOSE;
  const facts = [[words.answers, fill(words.answers_value, { got: got.length, all: probes.length })]];
  const kept = {};
  if (got.length) {
    kept.latency_ms = Math.round(median(got.map((probe) => probe.ms)));
    facts.push([words.time, fill(words.time_value, { ms: kept.latency_ms.toLocaleString(document.documentElement.lang || undefined) })]);
  }
  facts.push([words.hint, navigator.onLine ? words.hint_on : words.hint_off]);
  const say = (answer, meaning, heading) => ({ answer, heading, meaning, facts, kept, measured: true });
  if (got.filter((probe) => probe.unwell).length > MAY_LOSE) return { ...say("unavailable", words.unwell_means), kept: {} };
  if (online) return say("pass", words.passed_means);
  if (probes.some((probe) => probe.elsewhere)) return say("fail", words.signin_means, words.signin);
  return got.length ? say("fail", words.drops_means, words.drops) : say("fail", words.failed_means);
}

/** The middle of the times: the first request also opens the connection, and one slow answer must not count for all. */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
