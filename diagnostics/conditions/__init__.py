"""Expressions of `when` and `compute`: a small, total language over the facts of a visit."""
