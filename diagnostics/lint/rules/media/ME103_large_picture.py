"""ME103: a picture that takes long to load."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.media.pictures import first_places
from diagnostics.lint.subject import Subject


class LargePicture(TreeRule):
    """A picture takes long to load.

    Finds pictures of more than `most_picture_kb` (60) kilobytes, or of more than `most_picture_pixels` (1,600) pixels in width or height.

    Why: who looks for help with a broken internet line loads the page over it. 60 KB are more than a second on a slow mobile network, and no
    screen of a telephone shows more than 1,600 pixels.

    Example:
        image: photo-12-megapixels.jpg
        alt: The label at the back

    Use instead:
        image: label.svg
        alt: The label at the back
    """

    code = "ME103"
    limits = {"most_picture_kb": 60, "most_picture_pixels": 1600}

    def check(self, subject: Subject) -> Iterator[Found]:
        most, side = subject.limits["most_picture_kb"], subject.limits["most_picture_pixels"]
        for picture, image in first_places(subject):
            if picture.size > most * 1024:
                message = f"`{picture.name}` has {picture.size / 1024:.0f} KB; {most:g} are the most"
                yield Found(image.node, message, "make it smaller, save it as WebP, or draw it as SVG")
            elif not picture.name.endswith(".svg") and max(picture.width or 0, picture.height or 0) > side:
                message = f"`{picture.name}` has {picture.width} × {picture.height} pixels; {side:g} a side are the most"
                yield Found(image.node, message, "scale it down: pages show it no wider")
