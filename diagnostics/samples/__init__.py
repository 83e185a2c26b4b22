"""What the demo needs and no installation has: look-ups that answer from a table shipped with the program."""

from pathlib import Path


def sample_trees() -> Path:
    """The folder of the trees that ship with the product: inside an installed package, or beside it in a checkout."""
    installed = Path(__file__).parent.parent / "sample_trees"
    return installed if installed.is_dir() else Path(__file__).parent.parent.parent / "trees"
