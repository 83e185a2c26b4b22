"""The image files of a library to what rules see of them: size in bytes, and in pixels where the file tells."""

from collections.abc import Mapping
from pathlib import Path

from diagnostics.lint.subject import Picture


def pictures(files: Mapping[str, Path]) -> dict[str, Picture]:
    """File name → picture. What is no picture, whatever its name says, has no width and no height."""
    return {name: picture for name, path in files.items() if (picture := _picture(name, path)) is not None}


def _picture(name: str, path: Path) -> Picture | None:
    import imagesize  # few libraries have pictures

    try:
        size = path.stat().st_size
    except OSError:
        return None  # it went away since it was found
    width, height = imagesize.get(path)  # -1 where it cannot tell
    return Picture(name, size, round(width), round(height)) if width > 0 and height > 0 else Picture(name, size)
