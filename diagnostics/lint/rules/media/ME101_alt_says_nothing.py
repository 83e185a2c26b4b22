"""ME101: an `alt` that does not say what the picture shows."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of
from diagnostics.violations import clipped

_OPENS = re.compile(
    r"\W*(?:(?:an?|the) )?(?:image|picture|photo(?:graph)?|screen ?shot|icon|graphic|illustration)(?: (?:of|showing|that shows|with)\b|:|\W*$)"
    r"|\W*(?:изображение|картинка|фото(?:графия)?|снимок экрана|скриншот|иллюстрация)\b"
    r"|\W*(?:这是)?(?:一张)?(?:图片|图像|照片|截图|示意图)(?:显示|：|:|$)",
    re.IGNORECASE,
)
_FILE = re.compile(r"[\w-]+\.(?:svg|png|webp|jpe?g|gif)|(?:img|dsc|image|screenshot|pic)[_ -]?[0-9]+", re.IGNORECASE)


class AltSaysNothing(TreeRule):
    """An `alt` does not say what the picture shows.

    Finds an `alt` that is the name of a file, that begins with "picture of" and the like (also in Russian and Chinese), or that repeats the
    question, the heading or the hint beside it.

    Why: screen readers say by themselves that it is a picture, then read the `alt`. Those who hear it learn nothing, and what is only in the
    picture is lost to them.

    Example:
        image: ports.svg
        alt: Picture of ports

    Use instead:
        image: ports.svg
        alt: The round port for power is the leftmost; the flat one beside it is USB
    """

    code = "ME101"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text in wording_of(subject).by_key.get("alt", ()):
            value = text.at.value.strip()
            record = subject.steps[text.step].record
            beside = {str(getattr(record.get(key), "value", "")).strip(" .?!").lower() for key in ("question", "instruction", "information", "hint")}
            image = record.get("image")
            if _FILE.fullmatch(value) or (image is not None and value.lower() == image.value.rpartition(".")[0].lower()):
                yield Found(text.at.node, f"“{clipped(value, 40)}” is the name of a file", "say what the picture shows")
            elif match := _OPENS.match(value):
                opening = match[0].strip(" :")
                yield Found(text.at.node, f"“{opening}” says that it is a picture, which screen readers say anyway", "begin with what it shows")
            elif value.strip(" .?!").lower() in beside:
                yield Found(text.at.node, "this `alt` repeats the text beside the picture", "say what the picture shows that the text does not")
