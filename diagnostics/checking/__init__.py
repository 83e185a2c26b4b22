"""A folder to all its violations: loaded, proved and linted tree by tree, on all processors, with what did not change remembered."""
