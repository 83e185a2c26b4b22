// The keys of a keyboard by KeyboardEvent.code: where each one lies, how wide it is and what it says until the real layout is known.

// A row is [code, label, width in quarter keys]; the label of a letter or digit is the end of its code.
// A code with "?" is not on every keyboard, or not every system lets a page feel it: it lights up, but nobody misses it.
const ROWS = [
  [["Escape", "Esc", 6], ...many("F1? F2? F3? F4? F5? F6? F7? F8? F9? F10? F11? F12?", 4), ["Delete?", "Del", 6]],
  [["Backquote", "`"], ...many("Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0"), ["Minus", "-"], ["Equal", "="], ["Backspace", "⌫", 8]],
  [["Tab", "Tab", 6], ...many("KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP"), ["BracketLeft", "["], ["BracketRight", "]"], ["Backslash", "\\", 6]],
  [["CapsLock", "Caps", 7], ...many("KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL"), ["Semicolon", ";"], ["Quote", "'"], ["Enter", "Enter", 9]],
  [["ShiftLeft", "Shift", 5], ["IntlBackslash?", "<"], ...many("KeyZ KeyX KeyC KeyV KeyB KeyN KeyM"), ["Comma", ","], ["Period", "."], ["Slash", "/"], ["ShiftRight", "Shift", 11]],
  [["ControlLeft", "Ctrl", 6], ["MetaLeft?", "⌘ ⊞", 5], ["AltLeft", "Alt", 5], ["Space", "Space", 20], ["AltRight?", "Alt", 4], ["ControlRight?", "Ctrl", 4],
    ["ArrowLeft", "←"], ["ArrowUp", "↑"], ["ArrowDown", "↓"], ["ArrowRight", "→"]],
];

export const KEYS = ROWS.map((row) =>
  row.map(([code, label, width = 4]) => ({ code: code.replace("?", ""), label, width, expected: !code.endsWith("?") })));

function many(codes, width) {
  return codes.split(" ").map((code) => [code, code.replace(/^(Key|Digit)/, "").replace("?", ""), width]);
}

/** What each code says on this keyboard, where the browser knows it; else nothing, and the labels stay. */
export async function layout() {
  try {
    return new Map(await navigator.keyboard.getLayoutMap());
  } catch {
    return new Map();
  }
}
