"""A number with its noun, as the commands print it."""


def counted(number: int, noun: str) -> str:
    """`1 tree`, `2 trees`: nouns whose plural takes an `s`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
