"""Trees drawn: a program's steps as boxes and lines with places, and what visits did on them."""
