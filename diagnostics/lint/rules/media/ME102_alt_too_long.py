"""ME102: an `alt` that is too long to listen to."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of


class AltTooLong(TreeRule):
    """An `alt` is too long to listen to.

    Finds an `alt` of more than `longest_alt` (250) characters.

    Why: screen readers read it in one go, without a way to stop, go back or skip a part. What needs so many words is worth reading for everybody.

    Example:
        image: ports.svg
        alt: >-
          The back of the computer. At the top left there is a round port for power, below it two flat USB ports that are blue inside, then a
          network port with two small lights, then three round ports for sound in green, pink and blue, and at the very bottom the wide port of the
          graphics card with a label that reads HDMI.

    Use instead:
        image: ports.svg
        alt: The HDMI port is the lowest one
        help: From top to bottom there are power, two USB ports, network, three ports for sound, and HDMI.
    """

    code = "ME102"
    limits = {"longest_alt": 250}

    def check(self, subject: Subject) -> Iterator[Found]:
        most = subject.limits["longest_alt"]
        for text in wording_of(subject).by_key.get("alt", ()):
            if len(text.at.value) > most:
                message = f"this `alt` has {len(text.at.value)} characters; {most:g} are the most"
                yield Found(text.at.node, message, "say in it what counts, and the rest in `help`, where everybody can read it")
