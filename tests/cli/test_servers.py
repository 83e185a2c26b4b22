"""`demo` and `serve` as real processes: they answer on the address that they print, and stop when they are told to."""

import os
import re
import signal
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest

from tests.cli.running import COMMAND, library, run, served


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_demo_answers_and_stops_cleanly(stop: signal.Signals, tmp_path: Path) -> None:
    """Exit 0, nothing on stderr that looks like a mistake, and no temporary database left behind."""
    with served("demo", cwd=tmp_path) as (process, address):
        with urlopen(address, timeout=20) as page:
            assert (page.status, b"<title>" in page.read()) == (200, True)
        assert list(tmp_path.glob("diagnostics-demo-*/demo.sqlite3"))
        process.send_signal(stop)
        _, err = process.communicate(timeout=20)
        assert (process.returncode, "Traceback" in err) == (0, False)
    assert list(tmp_path.glob("diagnostics-demo-*")) == []


def test_the_demo_prints_a_sign_in(tmp_path: Path) -> None:
    """A password of this run, which lets its user in."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DIAGNOSTICS_")}
    environment |= {"PYTHONUNBUFFERED": "1", "TMPDIR": str(tmp_path)}
    with subprocess.Popen([COMMAND, "demo", "--port", "0"], cwd=tmp_path, env=environment, text=True, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            said = ""
            while not (at := re.search(r"http://[0-9.:]+", said)):
                said += process.stdout.readline() or "http://0"  # it ended without an address: the search for the password says so
            password = re.search(r"user demo, password (\S+) \(for this run only\)", said)
            assert password is not None, said
            browser = build_opener(HTTPCookieProcessor())
            token = re.search('csrf_token" value="([^"]+)"', browser.open(f"{at[0]}/sign-in", timeout=20).read().decode())
            assert token is not None
            form = urlencode({"name": "demo", "password": password[1], "csrf_token": token[1]}).encode()
            with browser.open(f"{at[0]}/sign-in", form, timeout=20) as page:
                assert page.status == 200 and "Sign out" in page.read().decode()
        finally:
            process.terminate()


def test_serve_publishes_its_folder_and_answers(tmp_path: Path) -> None:
    """Without the folder it then serves the same."""
    folder = library(tmp_path / "trees")
    for arguments in (["serve", folder], ["serve"]):
        with served(*arguments, cwd=tmp_path) as (process, address):
            with urlopen(address, timeout=20) as page:
                assert b"Example" in page.read()
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
            assert process.returncode == 0


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    """Exit 1, with the address and the reason."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]), env={"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'x.sqlite3'}"})
    assert (result.exit_code, "Error: cannot listen on 127.0.0.1:" in result.output) == (1, True)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "not a host", "999.1.2.3"])
def test_a_host_that_is_none_is_said(host: str, tmp_path: Path) -> None:
    """Exit 1."""
    result = run("serve", "--host", host, "--port", "0", env={"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'x.sqlite3'}"})
    assert (result.exit_code, "Error: cannot listen on" in result.output) == (1, True)


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "eighty"], ["--threads", "0"], ["nowhere"]])
def test_nonsense_is_called_wrongly(arguments: list[str], tmp_path: Path) -> None:
    """Exit 2."""
    assert run("serve", *arguments, env={"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path / 'x.sqlite3'}"}).exit_code == 2
