"""The tutorial does what it says: its files are saved, its commands typed, its pages opened, and everything prints what it shows."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.docs.tutorial import ADDRESS, Change, Open, Run, Save, parts

DOCS = Path(__file__).parents[2] / "docs"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("DIAGNOSTICS_")} | {
    "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])), "PYTHONUNBUFFERED": "1"}  # fmt: skip


class Reader:
    """Somebody who follows the tutorial to the letter, in an empty folder."""

    def __init__(self, folder: Path, ends: ExitStack) -> None:
        self.folder, self.ends, self.address = folder, ends, ""

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
                with urlopen(part.address.replace(ADDRESS, self.address)) as page:
                    assert page.status == 200

    def run(self, part: Run) -> str:
        typed = "".join(f"{line}\n" for line in part.typed)
        done = subprocess.run(["bash", "-c", part.command], cwd=self.folder, env=ENVIRONMENT, input=typed, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)  # fmt: skip
        return done.stdout

    def serve(self, command: str) -> str:
        """Starts the server on a free port; gives what it prints, as if the port were 8000."""
        server = subprocess.Popen([*command.split(), "--port", "0"], cwd=self.folder, env=ENVIRONMENT, text=True,
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


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with ExitStack() as ends:
        yield Reader(tmp_path, ends)


def test_the_first_tree_runs_as_told(reader: Reader) -> None:
    """Every file, command and page of `docs/tutorial/first-tree.md`, from an empty folder to a rollback."""
    steps = list(parts((DOCS / "tutorial" / "first-tree.md").read_text(encoding="utf-8")))
    assert {type(step) for step in steps} == {Save, Change, Run, Open}
    for step in steps:
        reader.follow(step)


def test_the_tree_of_the_readme_checks_clean(reader: Reader) -> None:
    """The tree on the first page is a real one: with the tutorial's library it has no violation."""
    library = next(p for p in parts((DOCS / "tutorial" / "first-tree.md").read_text(encoding="utf-8")) if isinstance(p, Save))
    reader.follow(library)
    text = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    tree = re.search(r"<!-- tree:desk-lamp -->\n```yaml\n(.*?)```", text, re.S)
    assert tree is not None
    assert len(tree[1].splitlines()) <= 25
    reader.follow(Save("guides/lamps/desk-lamp.yml", tree[1]))
    assert "0 violations, 0 warnings" in reader.run(Run("diagnostics check guides", (), ""))
