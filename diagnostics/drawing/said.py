"""Names and conditions of a tree to the few plain words that a picture has room for."""

from diagnostics.conditions.expression import Expression
from diagnostics.program.texts import LONGEST

_COMPARED = {"==": "is", "!=": "is not", "<=": "≤", ">=": "≥", "in": "is one of", "not in": "is none of", "-": "−", "*": "×", "/": "÷"}
_BOUND = {"or": 1, "and": 2, "not": 3}


def literal(text: str) -> str:
    """A text in which nothing is markup, on one line."""
    return " ".join(text[:LONGEST].split())


def worded(name: str) -> str:
    """An id as words: `sign_in_page` as `sign in page`."""
    return name.replace("_", " ").replace("-", " ")


def condition(expression: Expression, above: int = 0) -> str:
    """A condition as one reads it: `os is windows and age > 3`. `above` binds as tightly as what stands around it."""
    kind, *parts = expression
    match kind:
        case "and" | "or":
            joined = f" {kind} ".join(condition(part, _BOUND[kind]) for part in parts)
            return f"({joined})" if above > _BOUND[kind] else joined
        case "not" if parts[0][0] == "known":
            return f"{_name(parts[0][1])} is not known"
        case "not":
            return f"not {condition(parts[0], _BOUND['not'])}"
        case "known":
            return f"{_name(parts[0])} is known"
        case "fact":
            return _name(parts[0])
        case "text" | "number" | "date":
            return str(parts[0])
        case "in" | "not in" if parts[1][0] == "fact":
            return f"{condition(parts[1])} {'has' if kind == 'in' else 'has no'} {condition(parts[0], 3)}"
        case "in" | "not in" if len(parts[1]) == 2:
            return f"{condition(parts[0], 3)} {'is' if kind == 'in' else 'is not'} {condition(parts[1])}"
        case "list":
            return ", ".join(condition(part) for part in parts)
        case "neg":
            return f"−{condition(parts[0], 3)}"
        case "today":
            return "today"
        case "days_between":
            return f"days from {condition(parts[0])} to {condition(parts[1])}"
        case "round" | "table":
            shown = (condition(part) if isinstance(part, tuple) else str(part) for part in parts)
            return f"{kind}({', '.join(shown)})"
    return f" {_COMPARED.get(kind, kind)} ".join(condition(part, 3) for part in parts)


def _name(fact: str) -> str:
    """A fact, or a step whose answer is meant (`tree/step`)."""
    return fact.rpartition("/")[2]
