"""From the kind of a browser check to its words: the manual question, and for the kinds that run here, the words of the run.

The manual question of every kind is asked where there is no JavaScript, where the browser cannot run the check, and where the
customer would rather answer. `RUNS_HERE` are the kinds that `static/checks.js` can run; the others promise nothing but their question.
Texts are lazy: they are translated when a page is rendered. `{name}` in the words is filled in by the browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString


@dataclass(frozen=True, slots=True)
class CheckTexts:
    """What a check says. `passes`, `fails` and `cannot_tell` label the manual answers; `ask` to `words` are empty where it cannot run."""

    icon: str
    heading: LazyString
    why: LazyString
    manual_question: LazyString
    passes: LazyString
    fails: LazyString
    cannot_tell: LazyString = field(default_factory=lambda: _("I can’t tell"))
    ask: LazyString | str = ""
    start: LazyString | str = ""
    running: LazyString | str = ""
    passed: LazyString | str = ""
    failed: LazyString | str = ""
    stays: LazyString = field(default_factory=lambda: _("We keep only your answer."))
    words: Mapping[str, LazyString] = field(default_factory=dict)

    @property
    def runs(self) -> bool:
        """Whether a browser can run this check; else there is only the manual question."""
        return bool(self.words)

    def for_browser(self) -> dict[str, str]:
        """The words of the run as plain texts in the reader's language, for `data-words`."""
        shared = {"running": self.running, "passed": self.passed, "failed": self.failed, "unavailable": _("We could not find out")}
        return {name: str(text) for name, text in {**shared, **self.words}.items()}


def texts_for(kind: str) -> CheckTexts:
    """The texts of a kind of the tree language. Raises KeyError for any other: the compiler lets none pass."""
    return _TEXTS[kind]


_NETWORK = CheckTexts(
    icon="globe",
    heading=_("Is this device online?"),
    why=_("This page asks our server for a sign of life, eight times in a row. You have nothing to do."),
    manual_question=_("Open a website that you have not used today, on this device. Does it open?"),
    passes=_("Yes, it opens"),
    fails=_("No, or only now and then"),
    ask=_("It takes about five seconds"),
    start=_("Start the check"),
    running=_("Asking our server…"),
    passed=_("This device is online"),
    failed=_("Our server does not answer"),
    stays=_("We keep the result and the time an answer took. Nothing else about your network."),
    words={
        "passed_means": _("It counts for this device and the connection it uses now. On mobile data it says nothing about your Wi‑Fi."),
        "failed_means": _("This device has no working connection to us right now. If Continue does nothing, try it over mobile data."),
        "drops": _("The connection drops out"),
        "drops_means": _("Some answers came and some got lost. It counts for this device and the connection it uses now."),
        "signin": _("The network wants you to sign in first"),
        "signin_means": _("Another page answered in our place. Open any website, sign in to the Wi‑Fi there, then check again."),
        "unwell_means": _("Our server answers, but with an error of its own. That is our fault and tells nothing about your connection."),
        "progress": _("{done} of {all}"),
        "answers": _("Answers"),
        "answers_value": _("{got} of {all}"),
        "time": _("Time for an answer"),
        "time_value": _("{ms} ms"),
        "hint": _("The browser’s guess"),
        "hint_on": _("connected"),
        "hint_off": _("not connected"),
    },
)

_KEYBOARD = CheckTexts(
    icon="keyboard",
    heading=_("Does every key work?"),
    why=_("A keyboard appears here. Press every key once: it lights up as soon as this page feels it."),
    manual_question=_("Type in any app, and try the keys that give you trouble. Do they all work?"),
    passes=_("Yes, every key works"),
    fails=_("No, some keys do nothing, stick or type twice"),
    ask=_("Press every key once"),
    start=_("Start the check"),
    running=_("Press every key"),
    passed=_("Every key that you pressed works"),
    failed=_("Some keys do not work"),
    stays=_("We see which keys were pressed, not what you write. Only the result is kept."),
    words={
        "passed_means": _("The keyboard itself is fine. If a key still does nothing in one app, the trouble is in that app or its settings."),
        "failed_means": _("It counts for the keyboard that you just used."),
        "way_out": _("To stop: press Escape twice, or use the buttons. Until then, Tab and Enter only light up."),
        "not_seen": _("Fn and most volume or brightness keys never reach a web page. Dashed keys are not on every keyboard."),
        "progress": _("{seen} of {all} keys so far"),
        "all_seen": _("All keys have lit up."),
        "done": _("I have pressed them all"),
        "review": _("Did a key that you pressed stay dark or misbehave?"),
        "some_dark": _("Yes, at least one"),
        "none_dark": _("No, every key that I pressed lit up once"),
        "go_on": _("Press some more keys"),
        "felt": _("Keys that lit up"),
        "felt_value": _("{seen} of {all}"),
        "dark": _("Did not light up"),
        "held": _("Stayed down for 3 seconds"),
        "held_note": _("If you held it down yourself, that is fine."),
        "twice": _("Came twice at one press"),
        "more": _("and {number} more"),
        "left_key": _("left {key}"),
        "right_key": _("right {key}"),
    },
)

_DISPLAY = CheckTexts(
    icon="monitor",
    heading=_("Is the picture clean?"),
    why=_("The whole screen turns red, green, blue, white, black and grey, one tap each. You look: a browser cannot see its own screen."),
    manual_question=_("Look closely at a white page and at a dark one. Is the picture clean, without spots, lines, tint or flicker?"),
    passes=_("Yes, the picture is clean"),
    fails=_("No, I see spots, lines, a tint or flicker"),
    ask=_("Look at six colours"),
    start=_("Fill the screen"),
    running=_("Look at each colour"),
    passed=_("The picture is clean"),
    failed=_("The picture has a fault"),
    stays=_("Nothing is recorded. We keep only your answer."),
    words={
        "passed_means": _("That is what you saw on the screen that this page is on. A second screen needs a check of its own."),
        "failed_means": _("That is what you saw on the screen that this page is on. It may be the screen, its cable or the graphics."),
        "unclear_means": _("No harm done. We go on without it."),
        "caption": _("{colour}, {number} of {all}"),
        "caption_how": _("Click or press Space for the next one. Escape ends it."),
        "caption_touch": _("Tap for the next one."),
        "red": _("Red"),
        "green": _("Green"),
        "blue": _("Blue"),
        "white": _("White"),
        "black": _("Black"),
        "grey": _("Grey, from dark to light"),
        "question": _("Did you see spots, lines, a tint or flicker?"),
        "seen_all": _("Every colour should fill the screen evenly. The grey one should have no hard steps and no coloured bands."),
        "seen_some": _("You saw {number} of {all} pictures."),
        "clean": _("No, all was even"),
        "faulty": _("Yes, I saw something"),
        "cannot_tell": _("I can’t tell"),
        "look_again": _("Show the colours again"),
        "looked": _("Pictures shown"),
        "looked_value": _("{number} of {all}"),
        "word": _("You said"),
        "word_clean": _("all was even"),
        "word_faulty": _("something was wrong"),
    },
)

_SPEAKER = CheckTexts(
    icon="volume",
    heading=_("Can you hear this device?"),
    why=_("Set the volume to about half, and unplug headphones to test the speakers. Three soft tones follow: left, right, both."),
    manual_question=_("Set the volume to about half and play any video with sound. Do you hear it, on both sides?"),
    passes=_("Yes, I hear it well"),
    fails=_("No, I hear nothing or only one side"),
    ask=_("Listen to three tones"),
    start=_("Play the tones"),
    running=_("Listen…"),
    passed=_("The sound works"),
    failed=_("The sound does not come through"),
    stays=_("Nothing is recorded. We keep only your answer."),
    words={
        "passed_means": _("You heard both sides over what this device plays on now. If one app is silent, the trouble is in that app."),
        "failed_means": _("This page played the tones. What you did not hear got lost behind it: in the volume, the chosen output or the speaker."),
        "one_side": _("One side is silent"),
        "unclear_means": _("No harm done. We go on without it."),
        "blocked_means": _("This browser did not let the page play a sound. That tells nothing about the speakers."),
        "left": _("Left"),
        "right": _("Right"),
        "both": _("Both"),
        "plays_left": _("A tone on the left."),
        "plays_right": _("A tone on the right."),
        "plays_both": _("A tone on both sides."),
        "question": _("Which tones did you hear?"),
        "heard_all": _("All three"),
        "heard_left": _("Only on the left"),
        "heard_right": _("Only on the right"),
        "heard_none": _("None"),
        "cannot_tell": _("I can’t tell"),
        "play_again": _("Play the tones again"),
        "heard": _("You heard"),
    },
)

_TEXTS: Mapping[str, CheckTexts] = MappingProxyType({
    "network": _NETWORK,
    "keyboard": _KEYBOARD,
    "display": _DISPLAY,
    "speaker": _SPEAKER,
    "microphone": CheckTexts(
        "mic",
        _("Can this device hear you?"),
        _("This shows whether the microphone works at all, or only one app does not get it."),
        _("Record a few words in any app that records sound, then play them. Do you hear your voice?"),
        _("Yes, I hear my voice"),
        _("No, it is silent or I cannot record"),
    ),
    "camera": CheckTexts(
        "camera",
        _("Does the camera show a picture?"),
        _("This shows whether the camera works at all, or only one app does not get it."),
        _("Open the camera app of this device. Do you see a moving picture?"),
        _("Yes, I see a moving picture"),
        _("No, it is black, frozen or there is an error"),
    ),
    "touch": CheckTexts(
        "smartphone",
        _("Does the whole screen feel your finger?"),
        _("This shows whether a part of the touch screen is dead."),
        _("Hold an app’s icon and drag it slowly over the whole screen, up to each edge. Does it follow your finger everywhere?"),
        _("Yes, it follows everywhere"),
        _("No, it stops, jumps or lets go"),
    ),
    "pointer": CheckTexts(
        "mouse",
        _("Does the pointer follow your hand?"),
        _("This shows whether the mouse or touchpad itself works."),
        _("Move the pointer slowly into all four corners of the screen, then click once on an empty spot. Does it move smoothly and click once?"),
        _("Yes, it moves and clicks as it should"),
        _("No, it stays put, jumps or clicks wrongly"),
    ),
    "latency": CheckTexts(
        "gauge",
        _("Is the connection quick enough?"),
        _("A connection can work and still be too slow for calls and videos."),
        _("Start any video on a website. Does it begin within five seconds and go on without a pause?"),
        _("Yes, it begins quickly and goes on"),
        _("No, it is slow to begin or pauses"),
    ),
    "battery": CheckTexts(
        "battery",
        _("Does the battery charge?"),
        _("This shows whether power gets from the charger into the battery."),
        _("Plug in the charger and wait a minute. Does the battery sign show that it is charging?"),
        _("Yes, it shows that it is charging"),
        _("No, it does not, or the level still falls"),
    ),
    "storage": CheckTexts(
        "package",
        _("Is there enough free space?"),
        _("A device with a full disk becomes slow, and updates fail."),
        _("Open the settings of this device and look for Storage. Is at least a tenth of the space free?"),
        _("Yes, a tenth or more is free"),
        _("No, less than a tenth is free"),
    ),
    "gamepad": CheckTexts(
        "hand",
        _("Does the controller react?"),
        _("This shows whether every button reaches the device."),
        _("Switch the controller on, open a game’s menu, and try each button and stick. Do they all do something?"),
        _("Yes, all of them react"),
        _("No, some or all do nothing"),
    ),
    "notifications": CheckTexts(
        "message",
        _("Do notifications arrive?"),
        _("This shows whether this device lets messages come through."),
        _("Ask somebody to send you a message, and leave the screen on. Does this device show or sound a notification?"),
        _("Yes, a notification arrives"),
        _("No, nothing appears"),
    ),
    "clock": CheckTexts(
        "clock",
        _("Is the clock right?"),
        _("With a wrong date or time, websites and sign-ins refuse to work."),
        _("Compare the date and time of this device with another clock that you trust. Do they agree to the minute?"),
        _("Yes, date and time agree"),
        _("No, the date or the time differs"),
    ),
    "bluetooth": CheckTexts(
        "bluetooth",
        _("Is Bluetooth on?"),
        _("Nothing can pair while Bluetooth is off, and flight mode often turns it off."),
        _("Open the settings of this device and look for Bluetooth. Is it switched on?"),
        _("Yes, it is on"),
        _("No, it is off or does not go on"),
    ),
    "location": CheckTexts(
        "globe",
        _("Does this device know where it is?"),
        _("This shows whether location works at all, or only one app does not get it."),
        _("Open a map app and let it show where you are. Is it the right place, give or take a street?"),
        _("Yes, the place is right"),
        _("No, it is wrong or there is none"),
    ),
})  # fmt: skip

RUNS_HERE = frozenset(kind for kind, texts in _TEXTS.items() if texts.runs)
