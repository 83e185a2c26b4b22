"""Files of authors: written whole or not at all, and with the line ends and the mark at the beginning that they had."""

import errno
import os
import re
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from pathlib import Path

from diagnostics.source.links import LEADS_OUT, leads_out
from diagnostics.violations import Edit

_MARK = "\ufeff"


def write_whole(path: Path, data: bytes) -> None:
    """Puts content in the place of a file's: whoever reads it meanwhile finds the old or the new one. A new file can be read by all.

    A link keeps pointing where it does, and the file behind it keeps its permissions.

    Raises:
        OSError: it cannot be written, or is a link that leads out of its library; nothing has changed.
    """
    if leads_out(path):
        raise OSError(errno.EPERM, LEADS_OUT, str(path))
    path = path.resolve()
    mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A file's content after edits that count in its text as the reader gives it: each end of a line one character, no mark at the beginning."""
    raw = data.decode("utf-8")
    returns = [match.start() for match in re.finditer("\r\n", raw)]
    mark = int(raw.startswith(_MARK))
    places = [place - number - mark for number, place in enumerate(returns)]
    end = "\r\n" if returns else "\n"

    def place(index: int) -> int:
        return index + mark + bisect_left(places, index)

    for start, stop, text in sorted(edits, reverse=True):
        raw = raw[: place(start)] + text.replace("\n", end) + raw[place(stop) :]
    return raw.encode("utf-8")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Writes several files, all or none.

    Raises:
        OSError: one cannot be written; those before it have been put back.
    """
    before = {path: path.read_bytes() for path in contents}
    done: list[Path] = []
    try:
        for path, data in contents.items():
            write_whole(path, data)
            done.append(path)
    except BaseException:
        for path in done:
            write_whole(path, before[path])
        raise
