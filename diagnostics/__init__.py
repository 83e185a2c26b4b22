"""Diagnostics: decision trees that customers walk, and what came of it."""
