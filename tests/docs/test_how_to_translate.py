"""The page on translating says what the program does."""

from pathlib import Path

from tests.cli.running import run
from tests.cli.test_translate import LIBRARY, TREE

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "translate.md"


def test_the_command_and_the_message_of_the_page_are_real(tmp_path: Path) -> None:
    """The catalogue holds the message that the page shows."""
    (tmp_path / "_library.yml").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "lamp.yml").write_text(TREE, encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    assert "diagnostics translate ru guides" in text
    assert run("translate", "ru", tmp_path).exit_code == 0
    message = text.split("```po\n")[1].split("```")[0]
    assert message in (tmp_path / "locale" / "ru" / "power.po").read_text(encoding="utf-8")
