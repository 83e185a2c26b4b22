"""A tutorial's text to what it asks its reader to do, in order: files to save, files to change, commands to type, addresses to open.

* A fence with a file name behind its language is that file, whole.
* A `diff` fence changes the named file: its ` ` and `-` lines stand there once, and become its ` ` and `+` lines.
* A `console` fence is a terminal: `$ command`, then what it prints, in which a line `> text` is what the reader types.
* A `sh` fence is what the reader has done before: the installation.
* `http://127.0.0.1:8000/…` in the prose is a page to open. In a paragraph that begins with that, *words* are links, answers and buttons to click.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ADDRESS = "http://127.0.0.1:8000"
_PART = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$"
                   r"|(?P<opens>^Open )?<?(?P<address>http://127\.0\.0\.1:8000[\w/?=&.-]*)>?(?P<rest>(?:[^\n]|\n(?!\n))*)", re.M | re.S)  # fmt: skip


@dataclass(frozen=True)
class Save:
    file: str
    text: str


@dataclass(frozen=True)
class Change:
    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Run:
    """`typed` are the lines that the command reads; `shows` is what the terminal then holds, without them."""

    command: str
    typed: tuple[str, ...]
    shows: str


@dataclass(frozen=True)
class Open:
    """`clicks` are the words of what is clicked then, page by page."""

    address: str
    clicks: tuple[str, ...] = ()


def parts(text: str) -> Iterator[Save | Change | Run | Open]:
    """Everything that a tutorial asks for, in order."""
    for part in _PART.finditer(text):
        language, file, body = part["language"], part["file"], part["body"]
        if part["address"]:
            clicks = re.findall(r"\*([^*]+)\*", part["rest"]) if part["opens"] else ()
            yield Open(part["address"].rstrip("."), tuple(clicks))
        elif language == "console":
            yield from _runs(body)
        elif language == "diff":
            lines = body.splitlines()
            yield Change(file, _side(lines, " -"), _side(lines, " +"))
        elif language != "sh":
            yield Save(file, body)


def _runs(body: str) -> Iterator[Run]:
    for block in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, shows = block.partition("\n")
        typed = tuple(line.removeprefix("> ") for line in shows.splitlines() if line.startswith("> "))
        yield Run(command, typed, re.sub(r"^> .*$", ">", shows, flags=re.M))


def _side(lines: list[str], signs: str) -> str:
    return "".join(f"{line[1:]}\n" for line in lines if (line[:1] or " ") in signs)
