"""A folder to all that is wrong in it: the same as loading and proving it whole, tree by tree, on any number of processes."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from diagnostics.analysis.check import check as check_library
from diagnostics.checking.check import Checker, check_folder
from diagnostics.checking.kept import from_line, to_line
from diagnostics.library.load import load
from diagnostics.lint.registry import all_rules
from diagnostics.samples import sample_trees
from diagnostics.violations import Severity, in_order
from tests.checking.folders import CALLER, GUIDE, INNER, NEEDS, TODAY, codes, folder_of, refusals, save
from tests.fixtures.broken_files import broken_files, violations

EMPTY_CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_trees_of_the_project_are_checked_as_when_loaded_whole(processes: int) -> None:
    """Refusals, proofs and their states are those of loading and proving."""
    checked = check_library(load(sample_trees()))
    outcome = check_folder(sample_trees(), today=TODAY, processes=processes)
    assert refusals(outcome.violations) == list(checked.violations)
    assert {name: tree.states for name, tree in outcome.trees.items()} == {name: report.states for name, report in checked.reports.items()}


@pytest.mark.parametrize("path", broken_files(), ids=lambda path: path.stem)
def test_a_broken_folder_is_refused_as_when_loaded_whole(path: Path, tmp_path: Path) -> None:
    """Every violation with its words and hints, whatever part of the program finds it."""
    expected = violations(path, tmp_path)
    assert refusals(check_folder(tmp_path, today=TODAY).violations) == refusals(expected)


def test_violations_come_in_order_of_place(tmp_path: Path) -> None:
    """Refusals and advice together."""
    found = check_folder(folder_of(tmp_path, main=GUIDE, other=CALLER, inner=NEEDS), today=TODAY).violations
    assert list(found) == in_order(found)


def test_what_is_kept_of_a_tree_survives_being_written(tmp_path: Path) -> None:
    """Between processes, and in the cache."""
    checker = Checker(folder_of(tmp_path, main=CALLER, inner=NEEDS, other="ask: {question: 'Why {x}?'}"))
    checker.check(TODAY)
    for entry in checker._entries.values():
        assert from_line(to_line(entry.kept)) == entry.kept


def test_a_second_check_of_the_same_looks_at_nothing(tmp_path: Path) -> None:
    """And tells the same."""
    checker = Checker(folder_of(tmp_path, main=CALLER, inner=NEEDS))
    first, second = checker.check(TODAY), checker.check(TODAY)
    assert (first.looked, second.looked) == (2, 0)
    assert second.violations == first.violations
    assert second.trees == first.trees


def test_a_changed_tree_is_looked_at_again_with_those_that_call_it(tmp_path: Path) -> None:
    """What it needs of them is a mistake of both."""
    checker = Checker(folder_of(tmp_path, main=GUIDE, caller=CALLER, inner=INNER))
    assert codes(checker.check(TODAY), "inner.yml") == []
    checker.forget([save(tmp_path, "inner", NEEDS)])
    after = checker.check(TODAY)
    assert (after.looked, codes(after, "inner.yml"), after.trees["caller"].proved) == (2, ["PR003"], False)
    assert after.violations == check_folder(tmp_path, today=TODAY).violations


def test_callers_of_callers_are_looked_at_again_too(tmp_path: Path) -> None:
    """What is called by what is called is part of the visit."""
    inner = {"inner-one": "on: {call: inner-two, next: back}", "inner-two": INNER}
    checker = Checker(folder_of(tmp_path, main=CALLER.replace("inner", "inner-one"), **inner))
    checker.check(TODAY)
    checker.forget([save(tmp_path, "inner-two", NEEDS)])
    after = checker.check(TODAY)
    assert (after.looked, codes(after, "inner-two.yml")) == (3, ["PR003"])


def test_trees_that_come_and_go_are_noticed_by_their_callers(tmp_path: Path) -> None:
    """A call that leads nowhere is refused, and is right again when the tree is there; the nearest name is proposed as it is now."""
    checker = Checker(folder_of(tmp_path, caller=CALLER))
    assert codes(checker.check(TODAY), "caller.yml") == ["RF001"]
    save(tmp_path, "inner", INNER)
    assert codes(checker.check(TODAY), "caller.yml") == []
    (tmp_path / "inner.yml").rename(tmp_path / "inners.yml")
    gone = checker.check(TODAY)
    assert [v.hint for v in gone.violations if v.code == "RF001"] == ["did you mean `inners`?"]
    assert gone.violations == check_folder(tmp_path, today=TODAY).violations
    (tmp_path / "inners.yml").unlink()
    assert [v.hint for v in checker.check(TODAY).violations if v.code == "RF001"] != ["did you mean `inners`?"]


def test_a_tree_that_moves_to_another_folder_is_told_there(tmp_path: Path) -> None:
    """The place is part of what is said."""
    checker = Checker(folder_of(tmp_path, main=GUIDE.replace("next: bad", "next: bed")))
    assert codes(checker.check(TODAY), "main.yml") == ["RF002"]
    (tmp_path / "deep").mkdir()
    (tmp_path / "main.yml").rename(tmp_path / "deep" / "main.yml")
    assert codes(checker.check(TODAY), "deep/main.yml") == ["RF002"]


def test_a_second_tree_of_the_same_name_is_refused_until_it_is_gone(tmp_path: Path) -> None:
    """The first that can be read counts."""
    checker = Checker(folder_of(tmp_path, main=GUIDE))
    (tmp_path / "more").mkdir()
    shutil.copy(tmp_path / "main.yml", tmp_path / "more" / "main.yml")
    assert codes(checker.check(TODAY), "more/main.yml") == ["RF014"]
    (tmp_path / "main.yml").unlink()
    assert codes(checker.check(TODAY), "more/main.yml") == []


def test_trees_that_call_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    """Each of them, and all are right again when one lets go."""
    circle = {"inner-one": "on: {call: inner-two, next: back}", "inner-two": "on: {call: inner-one, next: back}"}
    checker = Checker(folder_of(tmp_path, **circle))
    found = checker.check(TODAY)
    assert [codes(found, f"{name}.yml")[0] for name in circle] == ["RF013", "RF013"]
    save(tmp_path, "inner-two", INNER)
    assert "RF013" not in {v.code for v in checker.check(TODAY).violations}


def test_the_library_file_is_part_of_every_tree(tmp_path: Path) -> None:
    """A team that is renamed is missing wherever it was named."""
    checker = Checker(folder_of(tmp_path, main=GUIDE, other=GUIDE))
    checker.check(TODAY)
    library = tmp_path / "_library.yml"
    library.write_text(library.read_text().replace("  desk: {title", "  bench: {title"))
    after = checker.check(TODAY)
    assert (after.looked, {v.span.file for v in after.violations if v.code == "RF003"}) == (2, {"main.yml", "other.yml"})


def test_a_picture_that_goes_is_missed(tmp_path: Path) -> None:
    """By the trees that show it."""
    folder_of(tmp_path, main="tell: {information: Look, image: lamp.svg, alt: A lamp, next: good}\nelse: {information: Other, next: bad}")
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "lamp.svg").write_text("<svg/>")
    checker = Checker(tmp_path)
    assert "RF005" not in codes(checker.check(TODAY), "main.yml")
    (tmp_path / "images" / "lamp.svg").unlink()
    assert "RF005" in codes(checker.check(TODAY), "main.yml")


def test_another_day_is_another_check(tmp_path: Path) -> None:
    """Rules may ask how long ago something was."""
    checker = Checker(folder_of(tmp_path, main=GUIDE))
    assert [checker.check(date(2026, 11, day)).looked for day in (22, 22, 23)] == [1, 0, 1]


def test_scenarios_are_part_of_their_tree(tmp_path: Path) -> None:
    """Rules look at what they cover."""
    checker = Checker(folder_of(tmp_path, main=GUIDE))
    untested = checker.check(TODAY)
    (tmp_path / "main.test.yml").write_text("scenarios: [{name: N, walk: [{ask: a}], ends: good}, {name: M, walk: [{ask: b}], ends: bad}]\n")
    tested = checker.check(TODAY)
    assert tested.looked == 1
    assert {v.code for v in untested.violations} - {v.code for v in tested.violations} == {"TE101"}


def test_a_tree_that_its_areas_catalogue_does_not_know_yet_is_missed(tmp_path: Path) -> None:
    """A new tree beside translated ones: nobody would notice otherwise."""
    folder = folder_of(tmp_path, main=GUIDE)
    area = load(folder).trees["main"].header.get("area").value
    catalogue = folder / "locale" / "ru" / f"{area}.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(EMPTY_CATALOGUE, encoding="utf-8")
    assert "LA101" in {violation.code for violation in check_folder(folder, today=TODAY).violations}


def test_a_changed_catalogue_is_another_check_of_its_trees(tmp_path: Path) -> None:
    """What translators write is told at once, though no tree changed."""
    folder = folder_of(tmp_path, main=GUIDE)
    area = load(folder).trees["main"].header.get("area").value
    catalogue = folder / "locale" / "ru" / f"{area}.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(EMPTY_CATALOGUE, encoding="utf-8")
    checker = Checker(folder)
    checker.check(TODAY)
    catalogue.write_text(EMPTY_CATALOGUE + '\nmsgctxt "main.nowhere"\nmsgid "Gone"\nmsgstr "Ушло"\n', encoding="utf-8")
    assert "LA105" in {violation.code for violation in checker.check(TODAY).violations}


def test_an_allowance_holds_and_one_that_is_not_needed_is_said(tmp_path: Path) -> None:
    """With its reason."""
    path = save(folder_of(tmp_path), "main", GUIDE)
    text = path.read_text()
    path.write_text("# allow TE101: tested by hand\n\n" + text)
    assert "TE101" not in {v.code for v in check_folder(tmp_path, today=TODAY).violations}
    path.write_text("# allow GO999: no such rule\n\n# allow SA102: nothing is lost\n\n" + text)
    assert [(v.code, v.span.line) for v in check_folder(tmp_path, today=TODAY).violations if v.code.startswith("AL")] == [("AL001", 1), ("AL003", 3)]


def test_a_folder_with_nothing_in_it_is_one_violation(tmp_path: Path) -> None:
    """And so is one that is not there."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert [v.code for v in check_folder(folder, today=TODAY).violations] == ["SY010"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"\xff\xfe", b"- a\n- list\n", b"42\n", b"steps: 5\n", b"steps: {a: {}}\n", b"[" * 99_999,
                                     b"title: {a: b}\nsymptoms: 5\nsteps: [1]\n", b"x" * 300_000])  # fmt: skip
def test_whatever_a_file_holds_the_others_are_checked(content: bytes, tmp_path: Path) -> None:
    """One bad file is one file's violations."""
    folder_of(tmp_path, main=GUIDE)
    (tmp_path / "other.yml").write_bytes(content)
    outcome = check_folder(tmp_path, today=TODAY)
    assert codes(outcome, "other.yml")
    assert outcome.trees["main"].proved


def test_what_cannot_be_read_is_said_and_read_when_it_can_be(tmp_path: Path) -> None:
    """A pipe or a link that leads nowhere holds nobody up."""
    checker = Checker(folder_of(tmp_path, main=GUIDE))
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "link.yml").symlink_to(tmp_path / "gone.yml")
    found = checker.check(TODAY)
    assert (codes(found, "pipe.yml"), codes(found, "link.yml")) == (["SY010"], ["SY010"])
    (tmp_path / "gone.yml").write_text((tmp_path / "main.yml").read_text())
    assert codes(checker.check(TODAY), "link.yml") == ["ST007"]


def test_a_rule_that_fails_is_one_line_and_everything_else_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own mistake is said with its name and the file, and fails the check; other rules and other files are not held up."""

    def fails(*_: object) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(type(all_rules()["TX106"]), "check", fails)
    monkeypatch.setattr(type(all_rules()["SI101"]), "check", fails)
    outcome = check_folder(folder_of(tmp_path, main=GUIDE), today=TODAY)
    failed = [v for v in outcome.violations if v.code == "AL005"]
    assert [(v.span.file, v.severity) for v in failed] == [("_library.yml", Severity.ERROR), ("main.yml", Severity.ERROR)]
    assert "the rule `TX106` failed here" in failed[1].message and "(ZeroDivisionError: division by zero)" in failed[1].message
    assert "`TX106: off`" in failed[1].hint
    assert {"TE101", "FI101"} <= {v.code for v in outcome.violations}
    assert outcome.trees["main"].proved
