"""The tutorial does what it says: its files are saved, its commands typed, its pages opened, and everything prints what it shows."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.docs.customer import Customer
from tests.docs.tutorial import ADDRESS, Change, Open, Run, Save, parts
from tests.wheels import unpacked_wheel

DOCS = Path(__file__).parents[2] / "docs"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("DIAGNOSTICS_")} | {"PYTHONUNBUFFERED": "1"}

LIBRARY = """\
format: 1
title: Lamp help
locale: en
areas:
  lamps: {title: Lamps, icon: power}
teams:
  service: {title: The repair desk, contacts: [{kind: phone, value: "+44 20 7946 0100", title: Call the repair desk}]}
facts: {}
"""
"""What the tree of the README names."""


class Reader:
    """Somebody who installed the program and follows the tutorial to the letter, in an empty folder."""

    def __init__(self, folder: Path, installed: Path, ends: ExitStack) -> None:
        self.folder, self.ends, self.address = folder, ends, ""
        self.environment = ENVIRONMENT | {"PATH": os.pathsep.join((str(installed), os.environ["PATH"])), "XDG_CACHE_HOME": str(folder / ".cache")}

    def follow(self, part: Save | Change | Run | Open) -> None:
        match part:
            case Save():
                path = self.folder / part.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(part.text, encoding="utf-8")
            case Change():
                path = self.folder / part.file
                before = path.read_text(encoding="utf-8")
                assert before.count(part.old) == 1, f"{part.file} does not hold once:\n{part.old}"
                path.write_text(before.replace(part.old, part.new), encoding="utf-8")
            case Run() if part.command.startswith("diagnostics serve"):
                assert squeezed(self.serve(part.command)) == squeezed(part.shows)
            case Run():
                assert squeezed(self.run(part)) == squeezed(part.shows), part.command
            case Open():
                customer = Customer(part.address.replace(ADDRESS, self.address))
                for words in part.clicks:
                    customer.clicks(words)

    def run(self, part: Run) -> str:
        typed = "".join(f"{line}\n" for line in part.typed)
        done = subprocess.run(["bash", "-c", part.command], cwd=self.folder, env=self.environment, input=typed, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)  # fmt: skip
        return done.stdout

    def serve(self, command: str) -> str:
        """Starts the server on a free port; gives what it prints, as if the port were 8000."""
        server = subprocess.Popen([*command.split(), "--port", "0"], cwd=self.folder, env=self.environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
        self.ends.callback(server.communicate)
        self.ends.callback(server.terminate)
        assert server.stdout is not None
        printed = ""
        for line in server.stdout:
            printed += line
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.address = found[0]
                return printed.replace(found[0], ADDRESS)
        raise AssertionError(f"the server ended: {printed}")


def squeezed(text: str) -> str:
    """A terminal's text without regard to line ends and blanks: typed lines leave none in a pipe."""
    return " ".join(re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "TIME", text).split())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def reader(tmp_path: Path, installed: Path) -> Iterator[Reader]:
    with ExitStack() as ends:
        yield Reader(tmp_path, installed, ends)


def test_the_first_tree_runs_as_told(reader: Reader) -> None:
    """Every file, command and page of `docs/tutorial/first-tree.md`, from an empty folder to a rollback."""
    steps = list(parts((DOCS / "tutorial" / "first-tree.md").read_text(encoding="utf-8")))
    assert {type(step) for step in steps} == {Change, Run, Open}
    for step in steps:
        reader.follow(step)


def test_the_tree_of_the_readme_checks_clean(reader: Reader) -> None:
    """The tree on the first page is a real one: there is nothing to say about it but that it has no scenarios yet."""
    reader.follow(Save("guides/_library.yml", LIBRARY))
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    tree = re.search(r"<!-- tree:desk-lamp -->\n```yaml\n(.*?)```", text, re.S)
    assert tree is not None
    assert len(tree[1].splitlines()) <= 27
    reader.follow(Save("guides/lamps/desk-lamp.yml", tree[1]))
    printed = reader.run(Run("diagnostics check guides/lamps/desk-lamp.yml", (), ""))
    assert re.findall(r" ([A-Z]{2}\d{3}) ", printed) == ["TE101"], printed
    assert "1 tree, 1 proved (4 states); 0 violations, 1 warning" in printed
