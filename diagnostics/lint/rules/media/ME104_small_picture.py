"""ME104: a picture with too few pixels."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.media.pictures import first_places
from diagnostics.lint.subject import Subject


class SmallPicture(TreeRule):
    """A picture has too few pixels.

    Finds pictures, other than SVG, less than `least_picture_pixels` (200) pixels wide.

    Why: they are stretched or sit lost on the page, and on the fine screen of a telephone what they are to show is a blur.

    Example:
        image: thumbnail-80px.png
        alt: The lock symbol

    Use instead:
        image: lock.svg
        alt: The lock symbol, a small closed padlock
    """

    code = "ME104"
    limits = {"least_picture_pixels": 200}

    def check(self, subject: Subject) -> Iterator[Found]:
        least = subject.limits["least_picture_pixels"]
        for picture, image in first_places(subject):
            if picture.width is not None and picture.width < least and not picture.name.endswith(".svg"):
                message = f"`{picture.name}` is {picture.width} pixels wide; {least:g} are the least"
                yield Found(image.node, message, "take it again in a larger size, or draw it as SVG")
