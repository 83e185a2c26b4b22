"""Two versions of trees to what changed between them, in words and as JSON."""
