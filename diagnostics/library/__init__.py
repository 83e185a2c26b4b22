"""A folder of trees to a library: every file read, compiled and linked, and all violations."""
