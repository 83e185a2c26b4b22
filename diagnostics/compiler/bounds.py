"""What bounds a typed answer: `min`, `max`, `pattern` and `example`, checked against the kind of input."""

from datetime import date
from decimal import Decimal

from diagnostics.compiler.context import Context
from diagnostics.model.shapes import DAY, Record, number
from diagnostics.program.inputs import MAX_TEXT, fill_mask

INPUT_KEYS = {
    "text": {"max"}, "number": {"min", "max", "unit"}, "money": {"min", "max", "unit"}, "date": {"min", "max"},
    "code": {"pattern", "example"}, "choice": set(),
}  # fmt: skip


def check_code(record: Record, c: Context) -> None:
    """A code needs masks that ask for something, and an example that fits one of them."""
    missing = [key for key in ("pattern", "example") if not record.has(key)]
    if missing:
        at = record.get("input")
        c.report("ST002", at.node, f"`input: code` needs `{'` and `'.join(missing)}`", "pattern: 999-9999999, example: 302-4456781")
    masks, example = record.get("pattern") or (), record.get("example")
    for mask in masks:
        if not set(mask.value) & set("9AX"):
            c.report("ST008", mask.node, f"the pattern `{mask.value}` asks for nothing", "`9` stands for a digit, `A` for a letter, `X` for either")
            return
    if masks and example is not None and not any(fill_mask(mask.value, example.value) for mask in masks):
        wanted = " or ".join(f"`{mask.value}`" for mask in masks)
        c.report("ST008", example.node, f"the example `{example.value}` does not fit the pattern {wanted}", "correct one of them")


def bound(record: Record, key: str, kind: str, c: Context) -> str | None:
    """`min` or `max` as the program holds it: an ISO day, `today`, or a number; None where there is none."""
    at = record.get(key)
    if at is None or key not in INPUT_KEYS.get(kind, ()):
        return None
    if kind == "date":
        if at.value == "today" or _is_day(at.value):
            return str(at.value)
        c.report("ST008", at.node, f"`{key}: {at.value}` is not a day", "write it as 2026-11-22, or `today`")
        return None
    value = number(at.value)
    if value is None:
        c.report("ST008", at.node, f"`{key}: {at.value}` is not a number", "write it with digits, and a point before decimals")
    elif kind == "text" and not (value == value.to_integral_value() and 1 <= value <= MAX_TEXT):
        c.report("ST009", at.node, f"`{key}: {at.value}` is not from 1 to {MAX_TEXT}", "it counts the characters of the text")
        return None
    return None if value is None else str(int(value) if kind == "text" else value)


def _is_day(text: str) -> bool:
    try:
        return bool(DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def check_order(record: Record, kind: str, low: str | None, high: str | None, c: Context) -> None:
    """Something must lie between the bounds."""
    if low is None or high is None or "today" in (low, high):
        return
    if low > high if kind == "date" else Decimal(low) > Decimal(high):
        c.report("ST009", record.get("max").node, f"`max: {high}` is less than `min: {low}`", "nothing could be entered: exchange them")
