"""Files that nobody would write by accident: each is refused clearly and quickly, and never with a traceback."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from diagnostics.analysis.check import check
from diagnostics.library.load import load
from diagnostics.source.reader import Document, read_bytes, read_file
from diagnostics.violations import Violation
from tests.fixtures.broken_files import FOLDER

HEAD = "format: 1\ntree: broken\ntitle: T\nsummary: S\narea: sound\nowner: repair-desk\nreviewed: 2026-11-22\nstart: a\nsteps:\n"
SECONDS = 1.0


def refused(data: bytes) -> list[Violation]:
    """What is said about bytes that must be refused, within the time."""
    begun = process_time()
    found = read_bytes(data, "x.yml")
    assert process_time() - begun < SECONDS
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("SY005", b"a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]\n"),
        ("SY005", b"a: &a\n  b: *a\n"),
        ("SY004", b"a: " + b"[" * 100_000),
        ("SY004", b"a: " + b"[" * 100_000 + b"]" * 100_000),
        ("SY004", b"{a: " * 60_000),
        ("SY004", b"a: " + b"!x [" * 60_000),
        ("SY004", b"a: " + b"!=x [" * 50_000),
        ("SY004", b"- " * 100_000),
        ("SY004", b"? " * 100_000),
        ("SY004", b"".join(b" " * n + b"a:\n" for n in range(600))),
        ("SY004", b"a: &a " + b"[" * 100_000),
        ("SY003", b"a: b\n" * 2_000_000),
        ("SY002", bytes(range(256)) * 100),
        ("SY002", b"title: a\x00b\n"),
        ("SY002", b"\x00" * 100_000),
        ("SY002", "title: Grüße\n".encode("utf-16")),
        ("SY002", "title: Grüße\n".encode("utf-16-le")),
        ("SY002", b"title: \xed\xa0\x80\n"),
        ("SY001", b'title: "\\ud800"\n'),
        ("SY001", b'"' * 200_000),
        ("SY001", b"'" * 199_999),
        ("SY001", b"a: *" + b"x" * 200_000),
        ("SY001", b"%YAML 9.9\n---\na: b\n"),
        ("SY001", b"a: |" + b"9" * 1_000 + b"\n b\n"),
        ("SY006", b"a: !!python/object/apply:os.system [ls]\n"),
        ("SY006", b"a: !!binary aGVsbG8=\n"),
        ("SY008", b"a: b\n" + b"---\n" * 1_000),
        ("SY009", b""),
        ("SY009", b"\xef\xbb\xbf"),
        ("SY009", b"# only\n# comments\n"),
        ("SY009", b"   \n\n"),
    ],
)
def test_hostile_bytes_are_refused_with_their_code_within_a_second(code: str, data: bytes) -> None:
    """Bombs, depth, size, other encodings, binaries, nothing at all."""
    found = refused(data)
    assert found[0].code == code
    assert all(len(violation.text()) < 1_000 for violation in found)


def test_a_byte_order_mark_and_foreign_line_ends_are_no_obstacle() -> None:
    """Editors on Windows write the first; old files and copied texts bring the others. Lines are counted as an editor does."""
    document = read_bytes("\ufeffa: b\r\nc: d\re: f\u2028g: h\n".encode(), "x.yml")
    assert isinstance(document, Document)
    assert [document.span(key).line for key, _ in document.root.value] == [1, 2, 3, 4]
    assert document.lines[3] == "g: h"


def test_a_folder_named_like_a_tree_is_refused(tmp_path: Path) -> None:
    """It is found by its name like a file."""
    (tmp_path / "x.yml").mkdir()
    assert [v.code for v in read_file(tmp_path / "x.yml", "x.yml")] == ["SY010"]  # type: ignore[union-attr]  # a list


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """And says so in words."""
    found = read_file(tmp_path / "x.yml", "x.yml")
    assert isinstance(found, list)
    assert found[0].headline() == "x.yml:1:1: SY010 the file cannot be read: No such file or directory"


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    """The operating system takes no such name."""
    assert [v.code for v in read_file(tmp_path / "x\0.yml", "x.yml")] == ["SY010"]  # type: ignore[union-attr]  # a list


def test_a_symbolic_link_to_itself_is_refused(tmp_path: Path) -> None:
    """It can be neither read nor followed."""
    (tmp_path / "x.yml").symlink_to(tmp_path / "x.yml")
    assert [v.code for v in read_file(tmp_path / "x.yml", "x.yml")] == ["SY010"]  # type: ignore[union-attr]  # a list


def test_a_file_that_is_forbidden_to_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the operating system says is said on."""
    path = tmp_path / "x.yml"
    path.write_text("format: 1\n", encoding="utf-8")

    def forbidden(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    found = read_file(path, "x.yml")
    assert isinstance(found, list)
    assert "Permission denied" in found[0].message


def test_a_pipe_named_like_a_tree_does_not_stop_the_reader(tmp_path: Path) -> None:
    """Reading it would wait for ever."""
    os.mkfifo(tmp_path / "x.yml")
    found: list[object] = []
    reader = threading.Thread(target=lambda: found.append(read_file(tmp_path / "x.yml", "x.yml")), daemon=True)
    reader.start()
    reader.join(5)
    assert found and found[0][0].code == "SY010"  # type: ignore[index]  # a list of violations


def many(count: int, line: Callable[[int], str]) -> str:
    return HEAD + "".join(line(n) for n in range(count))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("SY012", many(2_000, lambda n: f"  s{n}: {{outcome: resolved, says: Done.}}\n")),
        ("SY013", many(1_000, lambda n: f"  s{n}: {{information: I, next: t{n}}}\n")),
        ("SY013", many(999, lambda n: f"  s{n}: {{information: I, text: '{{x{n}}}', next: s0}}\n")),
        ("SY013", many(999, lambda n: f"  s{n}: {{decide: [{{when: known(x{n}), next: s0}}], otherwise: s0}}\n")),
        ("SY013", HEAD + "  a:\n" + "".join(f"    k{n}: 1\n" for n in range(15_000)) + "    question: Q\n    answers: {b: c}\n"),
        ("SY013", HEAD.replace("steps:", "".join(f"k{n}: 1\n" for n in range(20_000)) + "steps:")),
        ("SY013", HEAD + "  a: {question: Q, next: a, answers: {" + ", ".join(f"b{n}: ''" for n in range(5_000)) + "}}\n"),
        ("SY007", HEAD + "  a: {outcome: stop, says: S}\n" * 5_000),
        ("SY001", HEAD + "  a: {outcome: stop, says: S, " + "x" * 100_000 + ": 1}\n"),
        ("SY002", HEAD + '  "' + "\\u202e\\U0001F4A9" * 20 + '": {outcome: stop, says: S}\n'),
        ("ST006", HEAD + "  äöü: {outcome: stop, says: S}\n"),
        ("SY002", HEAD + '  "\\e[31m": {outcome: stop, says: S}\n'),
        ("ST009", HEAD + "  a: {information: I, minutes: 1e999999, next: a}\n"),
        ("ST009", HEAD + "  a: {information: I, minutes: 1e99999999999999999999, next: a}\n"),
        ("ST009", HEAD + "  a: {information: I, minutes: " + "9" * 100_000 + ", next: a}\n"),
        ("ST008", HEAD + "  a: {question: Q, input: number, min: 1e999999999, fact: age, next: a}\n"),
        ("ST008", HEAD + "  a: {question: Q, input: text, max: 1e999999, fact: order_number, next: a}\n"),
        ("ST008", HEAD + "  a: {question: Q, input: text, max: Infinity, fact: order_number, next: a}\n"),
        ("ST008", HEAD + "  a: {question: Q, input: money, min: nan, fact: price, next: a}\n"),
        ("EX006", HEAD + "  a: {decide: [{when: '" + "(" * 100_000 + "', next: a}], otherwise: a}\n"),
        ("EX001", HEAD + "  a: {decide: [{when: '" + "(" * 400 + "', next: a}], otherwise: a}\n"),
        ("EX006", HEAD + "  a: {decide: [{when: '" + "not " * 120 + "known(os)', next: a}], otherwise: a}\n"),
        ("EX002", HEAD + "  a: {decide: [{when: '9**9**9**9 > 1', next: a}], otherwise: a}\n"),
        ("EX002", HEAD + "  a: {decide: [{when: '" + "9" * 400 + " > 1', next: a}], otherwise: a}\n"),
        ("EX002", HEAD + "  a: {decide: [{when: '(lambda: 1)() > 1', next: a}], otherwise: a}\n"),
        ("ST003", "- a\n- b\n"),
        ("ST003", "just a text\n"),
        ("ST003", "null\n"),
        ("ST003", "? [a, b]\n: c\n"),
        ("ST003", HEAD + "  ? {a: b}\n  : {outcome: stop, says: S}\n"),
    ],
)
def test_a_hostile_tree_is_refused_with_its_code_within_a_second(code: str, text: str, tmp_path: Path) -> None:
    """Too many of anything, numbers without end, names that are none, expressions made to explode; the whole check is timed."""
    (tmp_path / "_library.yml").write_bytes((FOLDER / "_library.yml").read_bytes())
    (tmp_path / "broken.yml").write_text(text, encoding="utf-8")
    begun = process_time()
    found = check(load(tmp_path)).violations
    assert process_time() - begun < SECONDS
    assert code in {violation.code for violation in found}
    assert len(found) <= 202
    assert all(len(violation.text()) < 1_500 for violation in found)


@pytest.mark.parametrize("value", ["1e999999", "1e99999999999999999999", "9" * 1_000])
def test_a_number_without_end_in_a_table_is_refused(value: str, tmp_path: Path) -> None:
    """Tables hold numbers that can be calculated with."""
    text = (FOLDER / "_library.yml").read_text(encoding="utf-8").replace("windows: 2,", f"windows: {value},")
    (tmp_path / "_library.yml").write_text(text, encoding="utf-8")
    codes = {violation.code for violation in load(tmp_path).violations}
    assert codes & {"ST009", "ST006"}


def test_a_library_file_that_is_a_list_is_one_violation(tmp_path: Path) -> None:
    """What uses it is not wrong by itself."""
    (tmp_path / "_library.yml").write_text("- a\n", encoding="utf-8")
    (tmp_path / "broken.yml").write_text(HEAD + "  a: {outcome: stop, says: S}\n", encoding="utf-8")
    assert [violation.code for violation in load(tmp_path).violations] == ["ST003"]


def test_a_folder_without_a_library_file_is_one_violation(tmp_path: Path) -> None:
    """However many trees name teams and areas."""
    (tmp_path / "broken.yml").write_text(HEAD + "  a: {outcome: stop, says: S}\n", encoding="utf-8")
    assert [violation.code for violation in load(tmp_path).violations] == ["SY010"]


@pytest.mark.parametrize("data", [b"a: &a [x,x,x]\nb: &b [*a,*a,*a]\n", b"a: &a\n  b: *a\n", b"a: *unknown\n", b"a: &a {b: c}\nb: {d: *a}\n"])
def test_nobody_reads_on_from_what_can_grow_without_bound(data: bytes) -> None:
    """An alias of more than one value is refused, also by those who would read on."""
    assert isinstance(read_bytes(data, "x.yml", read_on=True), list)


def test_one_reads_on_behind_anchors_and_tags() -> None:
    """They are told, and every value has the type that it has without its tag."""
    document = read_bytes(b"a: &one 5\nb: *one\nc: !!str 7\nd: !mine\n  e: !odd x\nf: !!int 'text'\n", "x.yml", read_on=True)
    assert not isinstance(document, list)
    assert [(v.code, v.span.line, v.span.column) for v in document.refused] == [
        ("SY005", 1, 4), ("SY005", 2, 4), ("SY006", 3, 4), ("SY006", 4, 4), ("SY006", 5, 6), ("SY006", 6, 4)]  # fmt: skip
    assert [value.tag.rpartition(":")[2] for _, value in document.root.value] == ["int", "int", "int", "map", "str"]
