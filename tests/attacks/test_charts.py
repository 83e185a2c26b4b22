"""Charts from elsewhere, made to stop, to crash or to deceive whoever imports them."""

from pathlib import Path
from time import process_time

import pytest

from tests.cli.running import run
from tests.folders import LAMP, write_folder

HEAD = "flowchart TD\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("big.mmd", HEAD + "A " + "-a" * 100_000),
        ("big.mmd", HEAD + "A" + " " * 200_000 + "-- x"),
        ("big.mmd", HEAD + "A[" + "#abc" * 50_000),
        ("codes.mmd", HEAD + "A[#0000065999999;] --> B[#99999999999999999999;]\nB --> C[#٣٣;]\n"),
        ("escape.mmd", HEAD + "A[\x1b]0;x\x07] --> B[&#27;[31m&#8238;]\nclick A \x1b[31m\n"),
        ("escape.mmd", HEAD + "A \x1b[31m\n"),
        ("deep.json", "[" * 200_000),
        ("deep.json", '{"a":' * 40_000),
        ("long.json", '{"nodes": {"a": {"text": "x", "minutes": ' + "9" * 5_000 + "}}}"),
        ("wild.json", '{"nodes": {"a": {"text": "\\u001b[31m\\u202ex", "minutes": 1e999, "chance": NaN}}}'),
        ("bomb.yml", "a: &a [x, x]\nb: &b [*a, *a]\nnodes: {c: {text: *b}}\n"),
    ],
)  # fmt: skip
def test_a_hostile_chart_is_refused_or_read_soon(name: str, text: str, tmp_path: Path) -> None:
    """In words that command no terminal, and without a traceback."""
    folder = write_folder(tmp_path / "trees", lamp=LAMP)
    (tmp_path / name).write_text(text)
    begun = process_time()
    output = run("import", tmp_path / name, "--folder", folder).output
    assert process_time() - begun < 5
    assert not [sign for sign in ("\x1b", "\x07", "\x9b", "\u202e") if sign in output]
