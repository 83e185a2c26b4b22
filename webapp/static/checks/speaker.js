// From three soft tones to which of them the customer heard. A browser cannot hear its own speakers, so the answer is their word.

import { el, icon, wait } from "./ui.js";

const VOLUME = 0.2; // of full scale: clear at half volume, gentle in headphones
const FADE = 0.08; // seconds; without it a tone clicks
const LASTS = 1.3; // seconds
const GAP = 500; // milliseconds
const MAY_TAKE = 1500; // milliseconds until a browser has opened its sound
const TONES = [["left", -1, 440], ["right", 1, 554], ["both", 0, 659]];

export async function run({ stage, words, signal, say, choose }) {
  const sound = new AudioContext();
  signal.addEventListener("abort", () => close(sound), { once: true });
  try {
    await Promise.race([sound.resume(), wait(MAY_TAKE, signal)]);
    if (sound.state !== "running") return { answer: "unavailable", meaning: words.blocked_means, facts: [], measured: false };
    let heard;
    do {
      stage.replaceChildren(stage.firstChild);
      await playAll(sound, stage, words, signal, say);
      heard = await choose({
        question: words.question,
        choices: ["all", "left", "right", "none"].map((which) => [which, words[`heard_${which}`]]).concat([["unavailable", words.cannot_tell]]),
        quiet: [["again", words.play_again]],
      });
    } while (heard === "again");
    return judge(heard, words);
  } finally {
    close(sound);
  }
}

function judge(heard, words) {
  const measured = false;
  if (heard === "unavailable") return { answer: "unavailable", meaning: words.unclear_means, facts: [], measured };
  const facts = [[words.heard, words[`heard_${heard}`]]];
  if (heard === "all") return { answer: "pass", meaning: words.passed_means, facts, measured };
  return { answer: "fail", heading: heard === "none" ? undefined : words.one_side, meaning: words.failed_means, facts, measured };
}

async function playAll(sound, stage, words, signal, say) {
  const tiles = TONES.map(([side]) => el("span", { className: "check-tile" }, icon("volume"), words[side]));
  const heading = el("h2", { tabIndex: -1 }, words.running);
  stage.replaceChildren(heading, el("div", { className: "check-tiles", ariaHidden: "true" }, ...tiles));
  heading.focus();
  for (const [index, [side, pan, pitch]] of TONES.entries()) {
    say(words[`plays_${side}`]);
    tiles[index].classList.add("lit");
    play(sound, pan, pitch);
    await wait(LASTS * 1000, signal);
    tiles[index].classList.remove("lit");
    await wait(GAP, signal);
  }
}

/** One tone with soft edges, from -1 (left) to 1 (right). */
function play(sound, pan, pitch) {
  const tone = new OscillatorNode(sound, { frequency: pitch });
  const volume = new GainNode(sound, { gain: 0 });
  const now = sound.currentTime;
  volume.gain.setValueAtTime(0, now);
  volume.gain.linearRampToValueAtTime(VOLUME, now + FADE);
  volume.gain.setValueAtTime(VOLUME, now + LASTS - FADE);
  volume.gain.linearRampToValueAtTime(0, now + LASTS);
  tone.connect(volume).connect(new StereoPannerNode(sound, { pan })).connect(sound.destination);
  tone.start(now);
  tone.stop(now + LASTS);
}

function close(sound) {
  if (sound.state !== "closed") sound.close().catch(() => {});
}
