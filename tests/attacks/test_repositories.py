"""`diff` in a repository that somebody else made: nothing of it is run, and nothing of it is hidden."""

import shutil
from pathlib import Path

import pytest

from tests.cli.running import library, run
from tests.cli.test_diff import git
from tests.cli.test_replay import REROUTED, STEPS

SAYS = "answer `no` of `lit` now leads to `clean`, was `bulb`"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library in a repository, with a change that is not committed."""
    folder = library(tmp_path / "trees", main=STEPS)
    git(tmp_path, "init")
    return folder


def compared(folder: Path, old: str = "HEAD") -> str:
    """What `diff` says when it is called beside the library, as CI does."""
    return run("diff", old, folder, env={"DIAGNOSTICS_DATABASE": f"sqlite:///{folder.parent / 'none.sqlite3'}"}).output


def settings(path: Path, ran: Path) -> None:
    path.write_text(f'[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = touch {ran}\n[filter "evil"]\n'
                    f'\tsmudge = "touch {ran}; cat"\n\trequired = true\n')  # fmt: skip


def test_a_library_that_pretends_to_be_a_repository_runs_nothing(folder: Path) -> None:
    """Its settings came in a pull request: git would take them for those of its owner."""
    git(folder.parent, "add", "trees")
    git(folder.parent, "commit", "-m", "first")
    for part in ("HEAD", "objects", "refs"):
        copy = shutil.copytree if (folder.parent / ".git" / part).is_dir() else shutil.copyfile
        copy(folder.parent / ".git" / part, folder / part)
    (folder / "info").mkdir()
    (folder / "info" / "attributes").write_text("* filter=evil\n")
    settings(folder / "config", folder.parent / "ran")
    for old in ("HEAD", "HEAD:trees", "HEAD:", "main"):
        compared(folder, old)
    assert not (folder.parent / "ran").exists()


def test_no_filter_of_a_repository_is_run(folder: Path) -> None:
    """Trees are compared as they were committed."""
    (folder / ".gitattributes").write_text("* filter=evil\n")
    git(folder.parent, "add", "trees")
    git(folder.parent, "commit", "-m", "first")
    git(folder.parent, "config", "filter.evil.smudge", f"touch {folder.parent / 'ran'}; cat")
    library(folder, main=REROUTED)
    assert SAYS in compared(folder)
    assert not (folder.parent / "ran").exists()


def test_no_attribute_hides_a_tree(folder: Path) -> None:
    """`export-ignore` leaves files out of archives, and would leave a change out of what reviewers read."""
    (folder / ".gitattributes").write_text("*.yml export-ignore\n_library.yml -export-ignore\n")
    git(folder.parent, "add", "trees")
    git(folder.parent, "commit", "-m", "first")
    library(folder, main=REROUTED)
    assert SAYS in compared(folder)


@pytest.mark.parametrize("old", [
    "--upload-pack=touch ran", "-x", "HEAD:--output=ran", "--output=ran:trees", "a\nb", "HEAD:../..", "HEAD:/etc", ":", "HEAD@{",
])  # fmt: skip
def test_no_name_of_a_commit_is_an_option(old: str, folder: Path) -> None:
    """It is no commit, and that is said."""
    git(folder.parent, "add", "trees")
    git(folder.parent, "commit", "-m", "first")
    result = run("diff", "--", old, folder)
    assert result.exit_code == 2 and "Error: " in result.output
    assert not list(folder.parent.rglob("ran"))
