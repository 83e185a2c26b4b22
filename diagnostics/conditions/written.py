"""The stored form of an expression to a text of the language: the inverse of `parse`, for those who read what changed."""

from diagnostics.conditions.expression import COMPARISONS, Expression

_BINDS = {"or": 1, "and": 2, "not": 3, **dict.fromkeys(COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7}
_TIGHTEST = 8


def written(expression: Expression) -> str:
    """The expression as an author would write it: `parse` makes the same of it. A step is named without its tree."""
    return _text(expression)[0]


def _text(e: Expression) -> tuple[str, int]:
    """The text, and how tightly its outermost operation binds."""
    kind = e[0]
    if kind in ("and", "or"):
        return f" {kind} ".join(_inside(part, _BINDS[kind] + 1) for part in e[1:]), _BINDS[kind]
    if kind == "not":
        return f"not {_inside(e[1], _BINDS[kind])}", _BINDS[kind]
    if kind == "neg":
        return f"-{_inside(e[1], _BINDS[kind])}", _BINDS[kind]
    if kind in _BINDS:
        left = _BINDS[kind] + (kind in COMPARISONS)  # `a < b < c` would mean something else
        return f"{_inside(e[1], left)} {kind} {_inside(e[2], _BINDS[kind] + 1)}", _BINDS[kind]
    return _atom(e), _TIGHTEST


def _inside(e: Expression, at_least: int) -> str:
    text, binds = _text(e)
    return text if binds >= at_least else f"({text})"


def _atom(e: Expression) -> str:
    match e:
        case ("text", value):
            return repr(value)
        case ("number", value):
            return str(value)
        case ("date", day):
            return f"date('{day}')"
        case ("list", *items):
            return f"[{', '.join(written(item) for item in items)}]"
        case ("fact", name):
            return _named(name)
        case ("known", name):
            return f"known({_named(name)})"
        case ("today",):
            return "today()"
        case ("days_between", first, last):
            return f"days_between({written(first)}, {written(last)})"
        case ("round", value, digits):
            return f"round({written(value)}, {digits})" if digits else f"round({written(value)})"
        case ("table", name, key):
            return f"table({name!r}, {written(key)})"
    raise ValueError(f"no expression: {e!r}")


def _named(name: str) -> str:
    """A fact, or the answer to a step."""
    _, slash, step = name.partition("/")
    return f"answer({step!r})" if slash else name
