"""A catalogue is read with the place of each translation; a broken one is a violation."""

from pathlib import Path

import pytest

from diagnostics.translations.catalogue import MAX_BYTES, catalogue_files, read_catalogue

GOOD = """\
# A comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

#, fuzzy
msgctxt "lamp.on.question"
msgid "Is it "
"on?"
msgstr ""
"Горит"
"?"

msgctxt "lamp.title"
msgid "Dark"
msgstr ""

#~ msgctxt "lamp.gone"
#~ msgid "x"
#~ msgstr "y"
"""


def read(tmp_path: Path, data: bytes) -> tuple[dict[str, object], list[str]]:
    path = tmp_path / "power.po"
    path.write_bytes(data)
    messages, wrong = read_catalogue(path, "power.po")
    return dict(messages), [violation.headline() for violation in wrong]


def test_a_message_knows_its_translation_and_where_it_stands(tmp_path: Path) -> None:
    """The place is that of `msgstr`; what is obsolete is not there."""
    path = tmp_path / "power.po"
    path.write_text(GOOD, encoding="utf-8")
    messages, wrong = read_catalogue(path, "power.po")
    assert wrong == []
    assert list(messages) == ["lamp.on.question", "lamp.title"]
    first = messages["lamp.on.question"]
    assert (first.source, first.text, first.fuzzy, first.span.line, first.line) == ("Is it on?", "Горит?", True, 10, 'msgstr ""')
    assert messages["lamp.title"].text == ""


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_make_no_difference(tmp_path: Path, ends: str) -> None:
    """Nor does a mark at the beginning."""
    messages, wrong = read(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", ends).encode())
    assert (len(messages), wrong) == (2, [])


@pytest.mark.parametrize(("data", "line"), [
    (b"garbage\n", 1),
    (b'msgid "a"\nmsgstr "b\n', 2),
    (b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=MANY; plural=n;\\n"\n', 1),
    (b'msgid "a"\nmsgstr "\xff"\n', 2),
    (b'msgid "a" "b"\n', 1),
    (b"\x00\x00", 1),
])  # fmt: skip
def test_a_broken_catalogue_is_one_violation(tmp_path: Path, data: bytes, line: int) -> None:
    """With its line."""
    messages, wrong = read(tmp_path, data)
    assert messages == {}
    assert len(wrong) == 1 and wrong[0].startswith(f"power.po:{line}:1: LA001 ")


def test_what_is_too_large_or_no_file_is_refused(tmp_path: Path) -> None:
    """Without being read."""
    assert "larger" in read(tmp_path, b"#" * (MAX_BYTES + 1))[1][0]
    (tmp_path / "folder.po").mkdir()
    assert read_catalogue(tmp_path / "folder.po", "folder.po")[1][0].message == "this is not a file"
    assert read_catalogue(tmp_path / "none.po", "none.po")[1][0].code == "LA001"


def test_catalogues_of_all_languages_are_found(tmp_path: Path) -> None:
    """One folder a language; nothing hidden."""
    for name in ("ru/power.po", "zh/power.po", "ru/.power.po.swp", "ru/.hidden.po", "notes.po"):
        (tmp_path / "locale" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "locale" / name).touch()
    assert [(language, path.name) for language, path in catalogue_files(tmp_path)] == [("ru", "power.po"), ("zh", "power.po")]
