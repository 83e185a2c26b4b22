"""The command line: one file a command, and beside these what several share, or what one has to tell at length. Exit 0 is well, 1 found
something wrong, 2 was called wrongly."""

from diagnostics.cli.main import main

__all__ = ["main"]
