"""Names and texts that would command the terminal or the CI server that shows them, or lead to a file elsewhere."""

from pathlib import Path

import pytest

from diagnostics.violations import Span, Violation
from tests.cli.running import run
from tests.folders import LAMP, LIBRARY, write_folder

COMMANDS = ("\x1b", "\x07", "\r", "\x9b", "\x85", "\u202e", "\u2066", "\u2028")
NAMES = ("e\x1b[31m", "n\n::stop-commands::x", "r\rx", "c\x9b31m", "b\u202egnp")
RUNS = [
    ("check", "--no-cache"), ("check", "--no-cache", "--fix"),
    *(("check", "--no-cache", "--format", form) for form in ("github", "json", "sarif", "junit")),
    ("test",), ("test", "--suggest"), ("test", "--coverage"),
    *(("test", "--format", form) for form in ("github", "json", "junit")), ("fmt", "--check"),
    ("fmt", "--diff"), ("map",), ("map", "--format", "mermaid"),
]  # fmt: skip


def said(folder: Path, command: tuple[str, ...]) -> str:
    return run(command[0], folder, *command[1:]).output


@pytest.mark.parametrize("command", RUNS, ids=" ".join)
def test_no_name_of_a_file_commands_anything(command: tuple[str, ...], tmp_path: Path) -> None:
    """Trees, scenarios, pictures, translations and folders, whatever their names hold."""
    folder = write_folder(tmp_path / "trees", lamp=LAMP)
    for name in NAMES:
        for below, ending in (("things", ".yml"), ("things", ".test.yml"), ("images", ".png"), (f"locale/{name}", ".po"), (name, ".yml")):
            (folder / below).mkdir(parents=True, exist_ok=True)
            (folder / below / f"{name}{ending}").write_text(LAMP)
    output = said(folder, command)
    assert not [sign for sign in COMMANDS if sign in output]
    assert not [line for line in output.splitlines() if line.lstrip().startswith("::stop")]


@pytest.mark.parametrize("command", RUNS, ids=" ".join)
@pytest.mark.parametrize("escape", ["\\e]0;x\\a", "\\x9b31m", "\\r", "\\u202e", "\u202e", "\\u2028", "\\0"])
def test_no_text_commands_anything(escape: str, command: tuple[str, ...], tmp_path: Path) -> None:
    """Titles, labels, ids, facts, teams, scenarios: each is refused as no text, and shown without it."""
    library = LIBRARY.replace("title: The desk", f'title: "The {escape} desk"', 1).replace("label: Room", f'label: "Room {escape}"')
    lamp = LAMP.replace("Is it plugged in?", f'"Is {escape} it?"').replace("in_wall:", f'"in {escape}":')
    folder = write_folder(tmp_path / "trees", library, lamp=lamp, other=LAMP.replace("tree: lamp", "tree: other"))
    scenarios = f'scenarios: [{{name: "a {escape} b", walk: [{{"plugged{escape}": "x{escape}"}}], ends: "e{escape}"}}]\n'
    (folder / "things" / "lamp.test.yml").write_text(scenarios)
    (folder / "things" / "other.test.yml").write_text(scenarios)
    output = said(folder, command)
    assert not [sign for sign in COMMANDS if sign in output]


def test_a_refused_character_is_named_with_its_place(tmp_path: Path) -> None:
    """Nobody can see it, so its number is said."""
    folder = write_folder(tmp_path / "trees", lamp=LAMP.replace("Is it plugged in?", '"Is it \\e[31mplugged in?"'))
    assert "things/lamp.yml:12:15: SY002 the text holds a character that cannot be seen (U+001B)" in said(folder, ("check", "--no-cache"))


@pytest.mark.parametrize("line", ["      ::stop-commands::x", "::add-mask::y", "a ##[set-output name=b]c"])
def test_a_line_that_is_shown_commands_no_ci_server(line: str) -> None:
    """GitHub's takes `::` for a command wherever a line begins with it, blanks or not, and `##[` wherever it stands."""
    shown = Violation("TX101", Span("a.yml", 1, 9), "Message ##[debug]x\n::error::y", "hint\n::debug::z", line).text()
    assert not [one for one in shown.split("\n") if one.lstrip().startswith("::")] and "##[" not in shown


@pytest.mark.parametrize("area", ["../../../home/evil", "{home}/evil", "..", "things/../../x", "a\\n::x"])
def test_an_area_is_no_way_out_of_the_library(area: str, tmp_path: Path) -> None:
    """The catalogue of an area is named after it: only areas of the library have one."""
    (tmp_path / "home").mkdir()
    folder = write_folder(tmp_path / "trees", lamp=LAMP.replace("area: things", f'area: "{area.format(home=tmp_path / "home")}"'))
    result = run("translate", "ru", folder)
    assert result.exit_code == 1 and "there is no area" in result.output
    assert not list((tmp_path / "home").iterdir()) and not list(tmp_path.rglob("*.po"))


def test_nothing_is_written_over_by_a_new_tree(tmp_path: Path) -> None:
    """Not even scenarios without a tree."""
    folder = write_folder(tmp_path / "trees", lamp=LAMP)
    (folder / "things" / "clock.test.yml").write_text("mine")
    asked = ("--title", "The clock stands", "--question", "Is it wound up?", "--fix", "Wind it up: Turn the key", "--owner", "desk",
             "--tree", "clock")  # fmt: skip
    assert run("new", folder, *asked).exit_code == 1
    assert (folder / "things" / "clock.test.yml").read_text() == "mine"
