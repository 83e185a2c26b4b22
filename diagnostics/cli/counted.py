"""A number with its noun, as the commands print it."""


def counted(number: int, noun: str, many: str = "") -> str:
    """`1 tree`, `2 trees`; `many` is the plural where it does not take an `s`."""
    return f"{number} {noun}" if number == 1 else f"{number} {many or noun + 's'}"
