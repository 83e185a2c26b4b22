"""Rules about what a tree asks of a customer: pages, minutes, answers that change nothing."""
