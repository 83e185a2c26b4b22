"""The schemas in a real editor's server: what it completes, what it says about a key, and what it marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor.language_server import Editor, editor

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "diagnostics" / "schemas"
TREE = (ROOT / "trees" / "wifi-on-device" / "wifi-connected-no-internet.yml").read_text(encoding="utf-8")
UNFINISHED = """\
format: 1
tree: unfinished
steps:
  first:
    {cursor}
  second:
    outcome: {ending}
"""


@pytest.fixture(scope="module")
def window() -> Iterator[Editor]:
    """An editor that is set up as the how-to says."""
    files = {"tree": ["trees/**/*.yml", "!trees/**/*.test.yml", "!trees/_library.yml"], "library": ["trees/_library.yml"],
             "scenarios": ["trees/**/*.test.yml"]}  # fmt: skip
    with editor({(SCHEMAS / f"{name}.schema.json").as_uri(): wanted for name, wanted in files.items()}) as opened:
        yield opened


def test_every_kind_of_step_is_offered(window: Editor) -> None:
    """In an empty step: the keys that name a kind, and whole steps to fill in."""
    address = window.open("trees/kinds.yml", UNFINISHED.format(cursor="", ending="resolved"))
    offered = window.completions(address, 5, 5)
    kinds = {"question", "instruction", "information", "check", "lookup", "compute", "decide", "fixes", "call", "outcome"}
    assert kinds <= offered.keys()
    assert "New question with answers" in offered
    assert offered["New call"]["textEdit"]["newText"] == "call: ${1:tree}\nnext: ${2:step}"


def test_the_keys_of_a_kind_are_offered_and_no_others(window: Editor) -> None:
    """Where the kind is told, only its keys are left, each with its line from the reference."""
    address = window.open("trees/keys.yml", UNFINISHED.format(cursor="instruction: Do it\n    ", ending="resolved"))
    offered = window.completions(address, 6, 5)
    assert {"actions", "risk", "not_fixed", "when"} <= offered.keys()
    assert not {"answers", "instruction", "to", "results"} & offered.keys()
    assert "What one must have at hand." in str(offered["needs"]["documentation"])


def test_values_are_offered(window: Editor) -> None:
    """The kinds of outcome."""
    address = window.open("trees/values.yml", UNFINISHED.format(cursor="call: other", ending=""))
    assert window.completions(address, 7, 14).keys() == {"resolved", "handoff", "stop", "not_covered", "return"}


def test_a_key_explains_itself(window: Editor) -> None:
    """The line of the reference, when the mouse rests on it; in a step's inside too."""
    address = window.open("trees/hover.yml", TREE)
    lines = TREE.split("\n")
    assert "permanent" in window.hover(address, 2, 2)
    number = next(n for n, line in enumerate(lines, 1) if "means:" in line)
    assert "How an agent reads this answer." in window.hover(address, number, lines[number - 1].index("means:") + 2)


def test_five_mistakes_are_marked_on_their_lines(window: Editor) -> None:
    """A misspelt key of the tree and of a step, a value that there is not, a text for a number, a key that is missing."""
    broken = TREE
    for right, wrong in (
        ("symptoms:", "symptons:"),
        ("    hint: If you test", "    hnt: If you test"),
        ("    check: network", "    check: netwrk"),
        ("    minutes: 3\n", "    minutes: soon\n"),
        ("    call: internet-down\n", "    next: reading\n"),
    ):
        assert right in broken
        broken = broken.replace(right, wrong, 1)
    lines = broken.split("\n")
    marked = window.mistakes(window.open("trees/broken.yml", broken))
    wanted = ("symptons:", "    hnt:", "    check: netwrk", "    minutes: soon")
    at = [n for n, line in enumerate(lines, 1) if line.startswith(wanted)]
    step = lines.index("  whole_home:") + 1
    assert {line for line, _ in marked} == {*at, step}, marked
    assert any("symptons is not allowed" in message for _, message in marked)


@pytest.mark.parametrize("path", sorted((ROOT / "trees").rglob("*.yml")), ids=lambda path: path.name)
def test_nothing_is_marked_in_good_files(window: Editor, path: Path) -> None:
    """In trees, scenarios and the library file that ship."""
    address = window.open(f"trees/{path.relative_to(ROOT / 'trees').as_posix()}", path.read_text(encoding="utf-8"))
    assert window.mistakes(address) == []


def test_scenarios_and_the_library_have_their_own_keys(window: Editor) -> None:
    """Each kind of file its schema."""
    scenarios = window.open("trees/new.test.yml", "scenarios:\n  - name: Somebody\n    \n")
    assert {"walk", "ends", "given"} <= window.completions(scenarios, 3, 5).keys()
    library = window.open("trees/_library.yml", "facts:\n  seen:\n    type: \n")
    assert {"choice", "yes_no"} <= window.completions(library, 3, 11).keys()
