"""`diagnostics serve` with a file of networks that cannot be read: one line that says where, before anything is served."""

from pathlib import Path

import pytest

from tests.cli.running import run


@pytest.mark.parametrize(("content", "said"), [
    ("192.0.2.0/24\nno network\n", "n.txt:2: 'no network' does not appear to be"),
    (None, "cannot be read"),
])  # fmt: skip
def test_a_bad_file_of_networks_ends_the_start(tmp_path: Path, content: str | None, said: str) -> None:
    """Exit 2, as for every setting that cannot be used."""
    file = tmp_path / "n.txt"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    settings = {"DIAGNOSTICS_DATABASE": f"sqlite:///{tmp_path}/d.sqlite3", "DIAGNOSTICS_SECRET_FILE": f"{tmp_path}/secret",
                "DIAGNOSTICS_DATACENTRES": str(file)}  # fmt: skip
    done = run("serve", "--port", "0", env=settings)
    assert done.exit_code == 2 and "DIAGNOSTICS_DATACENTRES: " in done.output and said in done.output
