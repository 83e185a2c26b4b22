"""Rules about who answers for a tree, and what is kept of its customers."""
