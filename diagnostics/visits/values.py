"""Values of facts and answers as JSON, and back: text is itself, the others are tagged."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from diagnostics.conditions.expression import Value


def to_json(value: Value | None) -> Any:
    """None stays None."""
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    return value


def from_json(data: Any) -> Value | None:
    """The inverse of `to_json`.

    Raises:
        ValueError: not the JSON of a value.
    """
    match data:
        case str() | bool() | None:
            return data
        case {"number": str(number), **rest} if not rest:
            return _number(number)
        case {"date": str(day), **rest} if not rest:
            return date.fromisoformat(day)
        case {"set": [*items], **rest} if not rest:
            return frozenset(str(item) for item in items)
    raise ValueError(f"not a value: {data!r}")


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"not a number: {text!r}") from None
    if not number.is_finite():
        raise ValueError(f"not a number: {text!r}")
    return number
