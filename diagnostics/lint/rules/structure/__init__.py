"""Rules about how a tree is built."""
