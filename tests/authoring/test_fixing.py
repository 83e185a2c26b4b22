"""Cures that are certain: made in the files, unless something else breaks by it."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from diagnostics.authoring.files import edited, write_all, write_whole
from diagnostics.authoring.fixing import fix_folder
from diagnostics.violations import Edit, Severity, Span, Violation


def warning(file: str, code: str, message: str, *edits: Edit) -> Violation:
    return Violation(code, Span(file, 1, 1), message, "", "", Severity.WARNING, edits)


def words(folder: Path) -> Sequence[Violation]:
    """A checker of its own: `teh` is misspelt, and can be cured; so can `hides`, an error behind which nothing else is found; `worse` is a mistake
    that only a cure brings; `stuck` has a cure that cures nothing."""
    found = []
    for path in sorted(folder.rglob("*.yml")):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(folder).as_posix()
        if "hides" in text:
            edit = Edit(text.index("hides"), text.index("hides") + 5, "x")
            found.append(Violation("ST900", Span(name, 1, 1), "hides", edits=(edit,)))
            continue
        found += [warning(name, "TX900", "teh", Edit(match.start(), match.end(), "the")) for match in re.finditer("teh", text)]
        if "bad" in text:
            found.append(warning(name, "TX901", "bad", Edit(text.index("bad"), text.index("bad") + 3, "worse")))
        if "worse" in text:
            found.append(warning(name, "TX902", "worse"))
        if "stuck" in text:
            found.append(warning(name, "TX903", "stuck", Edit(0, 0, "# ")))
    return found


def test_edits_are_made_from_the_end() -> None:
    """So that their places hold."""
    assert edited(b"one two three", [Edit(0, 3, "1"), Edit(8, 13, "3"), Edit(4, 7, "2")]) == b"1 2 3"


def test_cures_are_made_until_nothing_changes(tmp_path: Path) -> None:
    """One uncovers the next; comments and everything else stay."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.yml").write_text("hides: teh teh # teh\n")
    (tmp_path / "y.yml").write_text("y: fine\n")
    fixed = fix_folder(tmp_path, words(tmp_path), words)
    assert (tmp_path / "a" / "x.yml").read_text() == "x: the the # the\n"
    assert fixed.files == ("a/x.yml",) and len(fixed.cured) == 4 and not fixed.left and not fixed.violations
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "x.yml", "y.yml"]


def test_a_file_that_would_get_worse_is_left(tmp_path: Path) -> None:
    """And the others are cured all the same."""
    (tmp_path / "x.yml").write_text("x: bad\n")
    (tmp_path / "y.yml").write_text("y: teh\n")
    fixed = fix_folder(tmp_path, words(tmp_path), words)
    assert (tmp_path / "x.yml").read_text() == "x: bad\n" and (tmp_path / "y.yml").read_text() == "y: the\n"
    assert [violation.code for violation in fixed.left] == ["TX901"] and fixed.files == ("y.yml",)


def test_a_cure_that_cures_nothing_is_not_made(tmp_path: Path) -> None:
    """Nor again and again."""
    (tmp_path / "x.yml").write_text("x: stuck\n")
    fixed = fix_folder(tmp_path, words(tmp_path), words)
    assert (tmp_path / "x.yml").read_text() == "x: stuck\n" and not fixed.cured and len(fixed.left) == 1


def test_of_two_cures_at_one_place_one_is_made(tmp_path: Path) -> None:
    """The other is looked at again afterwards."""
    (tmp_path / "x.yml").write_text("ab\n")

    def check(folder: Path) -> list[Violation]:
        text = (folder / "x.yml").read_text()
        return [warning("x.yml", f"TX90{n}", sign, Edit(0, 2, text[:2].replace(sign, sign.upper()))) for n, sign in enumerate("ab") if sign in text]

    assert fix_folder(tmp_path, check(tmp_path), check).files == ("x.yml",)
    assert (tmp_path / "x.yml").read_text() == "AB\n"


def test_a_file_that_its_author_changed_meanwhile_is_left(tmp_path: Path) -> None:
    """What they saved last counts."""
    (tmp_path / "x.yml").write_text("x: teh\n")

    def check(folder: Path) -> Sequence[Violation]:
        (tmp_path / "x.yml").write_text("x: mine\n")
        return words(folder)

    fixed = fix_folder(tmp_path, words(tmp_path), check)
    assert (tmp_path / "x.yml").read_text() == "x: mine\n" and not fixed.files and len(fixed.left) == 1


@pytest.mark.parametrize("data", [b"a: x\r\nb: y\r\n", b"\xef\xbb\xbfa: x\nb: y\n", b"\xef\xbb\xbfa: x\r\nb: y\r\n", b"a: x\nb: y\n"])
def test_ends_of_lines_and_the_mark_at_the_beginning_stay(data: bytes) -> None:
    """Edits count in the text as the reader gives it; the file keeps its form."""
    assert edited(data, [Edit(8, 9, "z"), Edit(3, 4, "w\nv")]) == data.replace(b"y", b"z").replace(b"x", b"w\r\nv" if b"\r" in data else b"w\nv")


def test_a_file_keeps_its_permissions_and_a_link_its_target(tmp_path: Path) -> None:
    """As if it had been written in an editor."""
    target, link = tmp_path / "real.yml", tmp_path / "link.yml"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink() and target.read_bytes() == b"new" and target.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yml", "real.yml"]


def test_several_files_are_written_all_or_none(tmp_path: Path) -> None:
    """One that cannot be written puts the others back."""
    (tmp_path / "a.yml").write_bytes(b"a")
    (tmp_path / "b").mkdir()
    with pytest.raises(OSError):
        write_all({tmp_path / "a.yml": b"new", tmp_path / "b": b"new"})
    assert (tmp_path / "a.yml").read_bytes() == b"a"
