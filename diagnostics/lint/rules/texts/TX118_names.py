"""TX118: a name spelled otherwise than its owner does."""

import re
from collections.abc import Iterator, Mapping

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.sighting import inside, rewritten
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import texts_with, wording_of

_RIGHT: Mapping[str, str] = {
    "WiFi": "Wi-Fi", "Wifi": "Wi-Fi", "wifi": "Wi-Fi", "WIFI": "Wi-Fi", "Wi-fi": "Wi-Fi", "wi-fi": "Wi-Fi", "WI-FI": "Wi-Fi",
    "MacOS": "macOS", "Macos": "macOS", "Mac OS X": "macOS", "Mac OS": "macOS", "Iphone": "iPhone", "IPhone": "iPhone", "iphone": "iPhone",
    "Ipad": "iPad", "IPad": "iPad", "ipad": "iPad", "BlueTooth": "Bluetooth", "bluetooth": "Bluetooth", "Blue Tooth": "Bluetooth",
    "Youtube": "YouTube", "Javascript": "JavaScript", "Microsoft office": "Microsoft Office", "Onedrive": "OneDrive", "Powershell": "PowerShell",
    "Usb": "USB", "usb": "USB", "Hdmi": "HDMI", "hdmi": "HDMI", "Vpn": "VPN", "vpn": "VPN", "chromebook": "Chromebook", "ChromeBook": "Chromebook",
    "Bitlocker": "BitLocker", "bitlocker": "BitLocker", "Icloud": "iCloud", "ICloud": "iCloud",
}  # fmt: skip
_SPELLINGS: dict[str, list[str]] = {}
for _wrong in _RIGHT:
    _SPELLINGS.setdefault(_wrong.lower().partition(" ")[0], []).append(_wrong)
_WRONG = re.compile(rf"(?<![\w./@:%-])(?:{'|'.join(map(re.escape, sorted(_RIGHT, key=len, reverse=True)))})(?![\w/@-]|\.\w|:[/\w])")
_CODE = re.compile(r"`[^`]*`|\]\([^)]{0,500}\)|\"[^\"]*\"|“[^”]{0,300}”|«[^»]{0,300}»|\*\*[^*]*\*\*|https?://\S+")
_CUSTOMERS = frozenset(("symptoms", "example", "means"))


class Names(TreeRule):
    """A name is not spelled as its owner spells it.

    Finds some names of products and standards that are often misspelled (WiFi, Iphone, MacOS, usb, and others), and puts them right with
    `--fix`. Symptoms are left as customers type them, and so is what stands in quotation marks, in bold, between backticks or in an address:
    there a text tells what a screen shows.

    Why: the same thing under two names looks like two things to those who do not know it, and searches find only one.

    Example:
        hint: Open the Wifi settings of your Iphone.

    Use instead:
        hint: Open the Wi-Fi settings of your iPhone.
    """

    code = "TX118"

    def check(self, subject: Subject) -> Iterator[Found]:
        wording = wording_of(subject)
        spellings = [wrong for word in _SPELLINGS.keys() & wording.different for wrong in _SPELLINGS[word]]
        for text in texts_with(wording, spellings, exactly=True):
            value = text.at.value
            if text.key in _CUSTOMERS:
                continue
            plain = _CODE.sub(lambda code: " " * len(code[0]), value)
            matches = list(_WRONG.finditer(plain))
            cured = value
            for match in reversed(matches):
                cured = cured[: match.start()] + _RIGHT[match[0]] + cured[match.end() :]
            for match in matches[:1]:
                edits = rewritten(subject.written.document, text, cured)
                yield inside(text, match, f"`{match[0]}` is written `{_RIGHT[match[0]]}`", f"write `{_RIGHT[match[0]]}`", edits)
