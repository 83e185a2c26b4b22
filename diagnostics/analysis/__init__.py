"""What can be known of a program without running it: every way through it, and what goes wrong on any of them."""
