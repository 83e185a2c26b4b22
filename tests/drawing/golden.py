"""Writes the pictures that the tests compare with: `python -m tests.drawing.golden`."""

from diagnostics.drawing.mermaid import mermaid
from diagnostics.library.load import load
from tests.drawing.test_mermaid import CHART
from tests.drawing.test_svg import GOLDEN, PICTURE, everything

if __name__ == "__main__":
    PICTURE.write_text(everything(), encoding="utf-8")
    CHART.write_text(mermaid(load(GOLDEN).programs["everything"]), encoding="utf-8")
