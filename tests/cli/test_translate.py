"""`diagnostics translate` keeps catalogues up to date and what translators wrote in them."""

from pathlib import Path

import pytest

from tests.cli.running import run

LIBRARY = """\
format: 1
title: Help
locale: en
areas: {power: {title: Power, icon: power}}
teams: {service: {title: Desk, contacts: [{kind: phone, value: "+44 20 7946 0100", title: Call}]}}
facts: {}
"""
TREE = """\
format: 1
tree: lamp
title: The lamp stays dark
summary: Find out why.
area: power
symptoms: [no light, lamp is dead]
owner: service
reviewed: 2026-11-22
start: restart
steps:
  restart:
    instruction: Restart it
    actions: [Pull the plug, Wait a minute]
    not_fixed: end
  end: {outcome: handoff, to: service, says: A person takes over.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "_library.yml").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "lamp.yml").write_text(TREE, encoding="utf-8")
    return tmp_path


def catalogue(folder: Path) -> Path:
    return folder / "locale" / "ru" / "power.po"


def rewrite(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(was) == 1
    path.write_text(text.replace(was, now), encoding="utf-8")


def translated(folder: Path) -> None:
    """The catalogue, with two translations and a comment."""
    assert run("translate", "ru", str(folder)).exit_code == 0
    rewrite(catalogue(folder), 'msgid "Pull the plug"\nmsgstr ""', 'msgid "Pull the plug"\nmsgstr "Выньте вилку"')
    rewrite(catalogue(folder), 'msgid "Wait a minute"\nmsgstr ""', 'msgid "Wait a minute"\nmsgstr "Подождите минуту"')
    rewrite(catalogue(folder), 'msgctxt "lamp.title"', '# Ask Maria\nmsgctxt "lamp.title"')


def test_a_new_catalogue_holds_every_text(folder: Path) -> None:
    """In the order of the file, each with the name of its place."""
    told = run("translate", "ru", str(folder))
    assert told.output.endswith("locale/ru/power.po: 8 new, 8 texts to translate\n")
    text = catalogue(folder).read_text(encoding="utf-8")
    names = ["title", "summary", "symptoms.1", "symptoms.2", "restart.instruction", "restart.actions.1.do", "restart.actions.2.do", "end.says"]
    assert [line for line in text.splitlines() if line.startswith("msgctxt")] == [f'msgctxt "lamp.{name}"' for name in names]


def test_what_is_up_to_date_is_left_alone(folder: Path) -> None:
    """To the byte: no date, no new order."""
    translated(folder)
    run("translate", "ru", str(folder))
    before = catalogue(folder).read_bytes()
    told = run("translate", "ru", str(folder))
    assert (told.exit_code, catalogue(folder).read_bytes()) == (0, before)
    assert "up to date, 6 texts to translate" in told.output
    assert "# Ask Maria" in before.decode()


def test_a_changed_text_keeps_its_translation_as_fuzzy(folder: Path) -> None:
    """Until a translator has looked at it."""
    translated(folder)
    rewrite(folder / "lamp.yml", "Wait a minute", "Wait two minutes")
    assert "1 changed, 6 texts to translate, 1 to look at again" in run("translate", "ru", str(folder)).output
    assert '#, fuzzy\nmsgctxt "lamp.restart.actions.2.do"\nmsgid "Wait two minutes"\nmsgstr "Подождите минуту"' in catalogue(folder).read_text()


def test_a_text_that_moved_in_its_list_keeps_its_translation(folder: Path) -> None:
    """A new first action does not make all others fuzzy."""
    translated(folder)
    rewrite(folder / "lamp.yml", "[Pull the plug, Wait", "[Look at it, Pull the plug, Wait")
    run("translate", "ru", str(folder))
    text = catalogue(folder).read_text(encoding="utf-8")
    assert 'msgctxt "lamp.restart.actions.3.do"\nmsgid "Wait a minute"\nmsgstr "Подождите минуту"' in text
    assert "fuzzy\n" not in text


def test_what_is_gone_is_set_aside_and_comes_back(folder: Path) -> None:
    """Nobody translates it twice."""
    translated(folder)
    rewrite(folder / "lamp.yml", "[Pull the plug, Wait a minute]", "[Pull the plug]")
    assert "1 gone" in run("translate", "ru", str(folder)).output
    assert '#~ msgstr "Подождите минуту"' in catalogue(folder).read_text(encoding="utf-8")
    rewrite(folder / "lamp.yml", "[Pull the plug]", "[Pull the plug, Wait a minute]")
    run("translate", "ru", str(folder))
    text = catalogue(folder).read_text(encoding="utf-8")
    assert "#~ " not in text and 'msgid "Wait a minute"\nmsgstr "Подождите минуту"' in text


def test_check_writes_nothing(folder: Path) -> None:
    """And exits with 1 where something is to be written."""
    told = run("translate", "ru", str(folder), "--check")
    assert (told.exit_code, catalogue(folder).exists()) == (1, False)
    run("translate", "ru", str(folder))
    assert run("translate", "ru", str(folder), "--check").exit_code == 0


def test_a_broken_catalogue_or_tree_is_left_as_it_is(folder: Path) -> None:
    """And named, with the place of the mistake."""
    translated(folder)
    catalogue(folder).write_text("garbage\n", encoding="utf-8")
    told = run("translate", "ru", str(folder))
    assert told.exit_code == 1 and "power.po:1:1: LA001" in told.output
    assert catalogue(folder).read_text() == "garbage\n"
    rewrite(folder / "lamp.yml", "not_fixed", "not_fixd")
    told = run("translate", "ru", str(folder))
    assert told.exit_code == 1 and "a tree of the area has mistakes" in told.output


@pytest.mark.parametrize(("arguments", "says"), [
    (["en"], "written in `en`"), (["Russian"], "is no language"), (["../x"], "is no language"), (["ru", "nowhere"], "there is no nowhere"),
])  # fmt: skip
def test_wrong_usage_is_explained(folder: Path, arguments: list[str], says: str) -> None:
    """In one line, with exit code 2."""
    told = run("translate", *(arguments if len(arguments) > 1 else [*arguments, str(folder)]))
    assert told.exit_code == 2 and says in told.output
