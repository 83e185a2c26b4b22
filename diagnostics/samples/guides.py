"""How the demo's customers take to each sample tree. Invented, and said to be so on every page that shows what comes of it."""

from dataclasses import dataclass

from diagnostics.samples.walks import Temper


@dataclass(frozen=True, slots=True)
class Guide:
    """One tree of the demo. `share` of all visits; `calls`: the chance that its problem makes a customer call who sees the contact
    details first; `annoys`: that the guide itself makes one call who would not have; `reason`: what the call log writes down;
    `temper` as it is now; `released`: weeks ago a better version came out, before which fixes were rarer by a third."""

    tree: str
    share: float
    calls: float
    reason: str
    temper: Temper
    annoys: float = 0.0
    released: int | None = None


GUIDES = (
    Guide("wifi-connected-no-internet", 0.17, 0.62, "No internet", Temper(0.54, 0.03)),
    Guide("printer-not-printing", 0.15, 0.55, "Printing", Temper(0.52, 0.04), released=14),
    Guide("internet-down", 0.13, 0.66, "No internet", Temper(0.46, 0.04)),
    Guide("no-sound", 0.10, 0.46, "Sound", Temper(0.52, 0.04)),
    Guide("pc-slow", 0.08, 0.34, "Slow computer", Temper(0.34, 0.06)),
    Guide("battery-not-charging", 0.07, 0.48, "Battery", Temper(0.38, 0.05)),
    Guide("windows-update-fails", 0.09, 0.34, "Windows Update", Temper(0.12, 0.09), annoys=0.45),
    Guide("bluetooth-wont-pair", 0.06, 0.40, "Bluetooth", Temper(0.46, 0.04)),
    Guide("email-not-receiving", 0.06, 0.52, "E-mail", Temper(0.42, 0.05), released=22),
    Guide("laptop-no-power", 0.05, 0.60, "Does not start", Temper(0.36, 0.05)),
    Guide("monitor-no-signal", 0.06, 0.45, "Monitor", Temper(0.44, 0.04)),
)

OTHER_REASONS = (
    ("Cracked screen", "phone", 0.34), ("Question about a bill", "account", 0.26), ("Warranty extension", "laptop", 0.18),
    ("Software licence", "pc", 0.12), ("Spare part", "printer", 0.10),
)  # fmt: skip
"""What people call about without having come to the site: (reason, product, share)."""

PLEASED = (
    "The second thing on the list was it. Two minutes.",
    "I would never have found that menu by myself.",
    "Worked. The picture of the port helped.",
    "Restarting in that order did it, I always did it the other way round.",
    "Good that it remembered what I had already tried.",
    "Clear, and no talk around it.",
    "I did this on my phone while the laptop was dead. Works.",
    "Fixed before the kettle had boiled.",
)

DISPLEASED = (
    "My menu looks different, there is no such entry.",
    "I had done all of this before I came here.",
    "Too many questions before the first thing to try.",
    "The update fails again at 94 percent, every time.",
    "I don't have a second cable. What then?",
    "It asks me to restart and then I lose the page.",
    "The error number on my screen isn't in the list.",
    "I can't tell which of the two boxes is the router.",
    "Still no sound. I need somebody to look at it.",
    "It should say at the start that I need the administrator's password.",
)
