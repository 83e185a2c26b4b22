"""The command line as tests call it: in this process for its words and exit codes, and as a real process where signals matter."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner, Result

from diagnostics.cli import main
from tests.engine.guides import LIBRARY, written

COMMAND = Path(sys.executable).parent / "diagnostics"
GOOD = """
    plugged: {question: Is it plugged in?, answers: {in_wall: {label: "Yes", next: restart}, out: {label: "No", next: bad}}}
    restart: {instruction: Restart, actions: [Now], not_fixed: bad, fixed: good}
"""


def run(*arguments: str | Path, typed: str | bytes | None = None, env: Mapping[str, str] | None = None) -> Result:
    """One command. An exception that is no exit fails the test: operators never see a traceback."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed, env=dict(env or {}))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def library(folder: Path, **trees: str) -> Path:
    """A folder of trees (name → steps, `_` for `-`); a name with `_test` behind it is a scenario file, taken as it is."""
    folder.mkdir(exist_ok=True)
    (folder / "_library.yml").write_text(LIBRARY)
    for name, text in (trees or {"main": GOOD}).items():
        stem = name.removesuffix("_test").replace("_", "-")
        if name.endswith("_test"):
            (folder / f"{stem}.test.yml").write_text(text)
        else:
            (folder / f"{stem}.yml").write_text(written(stem, text))
    return folder


@contextmanager
def served(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A real server on a free port: the process and its address. It is killed if the test has not stopped it."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DIAGNOSTICS_")}
    environment |= {"PYTHONUNBUFFERED": "1", "TMPDIR": str(cwd), **(env or {})}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen([COMMAND, *arguments, "--port", "0"], cwd=cwd, env=environment, text=True, **pipes)
    try:
        assert process.stdout is not None
        address = next((found[0] for line in process.stdout if (found := re.search(r"http://[0-9a-z.:\[\]]+/", line))), "")
        assert address, process.communicate()[1]
        yield process, address
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=20)
