"""`diagnostics calls` and `diagnostics feed` as an operator types them."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import run, served

GOOD = "Call ID;Start;Duration;Phone\nC-1;2026-11-20 09:14;4:05;030 1234567\n"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'd.sqlite3'}", "DIAGNOSTICS_SECRET_FILE": str(tmp_path / "secret")}


def test_a_file_is_tried_read_in_listed_and_taken_back(tmp_path: Path, env: dict[str, str]) -> None:
    """With a map that is saved on the way."""
    file = tmp_path / "calls.csv"
    file.write_text(GOOD)
    tried = run("calls", "import", file, "--source", "crm", "--zone", "Europe/Berlin", "--region", "DE", "--save", "crm", "--dry-run", env=env)
    assert tried.exit_code == 0 and "2026-11-20 08:14" in tried.output and "phone 1" in tried.output and "nothing was stored" in tried.output
    assert "1234567" not in tried.output
    done = run("calls", "import", file, "--source", "crm", "--map", "crm", env=env)
    assert done.exit_code == 0 and "Import 1: 1 new, 0 revised, 0 known already." in done.output
    assert "crm  calls.csv  1 row" in run("calls", "imports", env=env).output
    assert "Took back 1 call of import 1." in run("calls", "undo", "1", env=env).output
    assert run("calls", "undo", "1", env=env).exit_code == 1


def test_a_bad_file_ends_with_its_rows(tmp_path: Path, env: dict[str, str]) -> None:
    """Exit 1, and nothing of it is stored; nothing in it moves the cursor."""
    file = tmp_path / "calls.csv"
    file.write_text(GOOD + "C-2;2026-02-31 09:14;60;\n\x1b[2JC-3;x\x1b[2J;60;\n")
    result = run("calls", "import", file, "--source", "crm", "--zone", "UTC", env=env)
    assert result.exit_code == 1 and "row 3: started_at" in result.output and "row 4:" in result.output and "\x1b" not in result.output
    assert "No file has been read in yet." in run("calls", "imports", env=env).output


@pytest.mark.parametrize(("options", "says"), [
    (("--source", "C R M"), "cannot be the name"), (("--source", "crm", "--map", "old"), "there is no column map 'old'"),
    (("--source", "crm", "--column", "telephone=Tel"), "'telephone' is no field"), (("--source", "crm", "--zone", "Berlin"), "no time zone"),
])  # fmt: skip
def test_wrong_options_are_told(tmp_path: Path, env: dict[str, str], options: tuple[str, ...], says: str) -> None:
    """In a line, with exit 1."""
    file = tmp_path / "calls.csv"
    file.write_text(GOOD)
    result = run("calls", "import", file, *options, env=env)
    assert result.exit_code == 1 and says in result.output


def test_a_source_is_connected_watched_and_retired(env: dict[str, str]) -> None:
    """Its key changes when it is rotated; a monitor sees a silent one by the exit code."""
    assert "acd is connected" in run("feed", "add", "acd", "--zone", "Europe/Berlin", "--closed", "sat,sun", env=env).output
    key = re.search("^    ([0-9a-f]{64})$", run("feed", "key", "acd", env=env).output, re.M)
    assert key is not None and key[1] not in run("feed", "rotate", "acd", env=env).output
    listed = run("feed", "list", "--check", env=env)
    assert listed.exit_code == 0 and "acd  no call yet" in listed.output
    assert run("feed", "retire", "acd", env=env).exit_code == 0
    assert run("feed", "key", "acd", env=env).exit_code == 1
    assert "No source is connected yet" in run("feed", "list", env=env).output
    assert run("feed", "add", "acd", "--closed", "someday", env=env).exit_code == 1


def test_the_request_that_is_printed_works(tmp_path: Path, env: dict[str, str]) -> None:
    """`feed key` prints a request; typed as it stands, against a running server, it stores a call."""
    run("feed", "add", "acd", env=env)
    printed = run("feed", "key", "acd", env=env).output
    script = printed[printed.index("    KEY=") :]
    with served("serve", cwd=tmp_path, env=env) as (_, address):
        script = script.replace("http://127.0.0.1:8000/", address)
        answers = [subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert '"result": "new"' in answers[0] and '"refused": 0' in answers[1]
