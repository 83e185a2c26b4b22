"""`diagnostics new`: four questions, and a tree that checks, with scenarios that pass."""

from pathlib import Path

import pytest

from tests.cli.running import library, run

TYPED = "My lamp stays dark\nDoes the socket work?\nChange the bulb: Pull the plug; Screw in a new one\nThe repair desk\n+44 20 7946 0100\n"
GIVEN = ("--title", "My lamp stays dark", "--question", "Does it?", "--fix", "Change it", "--owner")


def test_four_answers_make_a_library_a_tree_and_its_scenarios(tmp_path: Path) -> None:
    """In an empty folder, one more: how the team is reached."""
    guides = tmp_path / "guides"
    made = run("new", guides, typed=TYPED)
    assert made.exit_code == 0, made.output
    assert (guides / "general" / "my-lamp-stays-dark.yml").exists()
    checked, tested = run("check", guides), run("test", guides)
    assert (checked.exit_code, tested.exit_code) == (0, 0), checked.output
    assert "1 tree, 1 proved" in checked.output
    assert "4 scenarios, 0 failed; 5 of 5 answers covered (100.0 %)" in tested.output


def test_nothing_is_asked_where_options_say_it(tmp_path: Path) -> None:
    """For scripts. The owner may be named by its title."""
    guides = library(tmp_path / "guides")
    owner = run("new", guides, *GIVEN, "desk")
    assert owner.exit_code == 0, owner.output
    assert run("test", guides).exit_code == 0


@pytest.mark.parametrize(
    "more, words",
    [
        (("nobody",), "there is no team `nobody`"),
        (("desk", "--area", "nowhere"), "there is no area `nowhere`"),
        (("desk", "--tree", "Not An Id"), "`not-an-id` would do"),
        (("desk", "--tree", "main"), "there is a tree `main` already"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path, more: tuple[str, ...], words: str) -> None:
    """One line, and exit 2."""
    guides = library(tmp_path / "guides")
    before = sorted(guides.rglob("*"))
    refused = run("new", guides, *GIVEN, *more)
    assert refused.exit_code == 2 and words in refused.output
    assert sorted(guides.rglob("*")) == before


@pytest.mark.parametrize("evil", ["</script>: {x} # y", "'quoted' \"twice\" - & * ! | >", "no", "Ничего не работает 7", "打不开 x", "a" * 5_000])
def test_any_words_make_a_tree_that_checks(tmp_path: Path, evil: str) -> None:
    """Texts stay texts."""
    guides = library(tmp_path / "guides")
    made = run("new", guides, "--title", evil, "--question", evil, "--fix", evil, "--owner", "desk", "--tree", "fresh")
    assert made.exit_code == 0, made.output
    assert run("check", guides).exit_code == 0
    assert run("test", guides).exit_code == 0


def test_words_without_a_letter_for_an_id_need_an_id(tmp_path: Path) -> None:
    """And the message says which option."""
    refused = run("new", library(tmp_path / "guides"), "--title", "打不开", "--question", "q", "--fix", "f", "--owner", "desk")
    assert refused.exit_code == 2 and "small letters" in refused.output
