"""What the demo needs and no installation has: look-ups that answer from a table shipped with the program."""
