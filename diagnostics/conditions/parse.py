"""The text of an expression to its stored form, with types checked.

The text is parsed by Python's own parser and then rebuilt through a whitelist: what is not named here does not exist in the
language. Nothing is ever executed.
"""

import ast
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from diagnostics.conditions.expression import Expression, FactType
from diagnostics.violations import did_you_mean

MAX_LENGTH = 500
MAX_DEPTH = 20

_COMPARE = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in"}
_BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_FUNCTIONS = ("known", "answer", "today", "date", "days_between", "round", "table")

BOOL, NUMBER, DATE, TEXT, LIST = "bool", "number", "date", "text", "list"
_ORDERED = {NUMBER, DATE}


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may name: facts, this tree's answerable steps (id → answer ids, empty where free), tables."""

    facts: Mapping[str, FactType]
    tree: str = ""
    steps: Mapping[str, FactType] | None = None
    tables: Mapping[str, str] | None = None


@dataclass(slots=True)
class ExpressionError(Exception):
    """Why a text is no expression. `offset` counts characters from the beginning of the text."""

    code: str
    message: str
    hint: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class _Typed:
    """An expression, its type, and the listed values of a choice or set (empty: not listed)."""

    expression: Expression
    type: str
    values: frozenset[str] = frozenset()


def parse(text: str, names: Names, wanted: str = BOOL) -> Expression:
    """Parses an expression of the wanted type (`bool`, `number`, `date`, `text`, `set`).

    Raises:
        ExpressionError: syntax, something outside the language, an unknown name, or types that do not fit.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError("EX006", f"the expression is longer than {MAX_LENGTH} characters", "split it over several cases")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "is" with a literal and the like: refused below, in our words
            tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        offset = (error.offset or 1) - 1 if isinstance(error, SyntaxError) else 0
        hint = "compare with `==`" if "=" in text and "==" not in text else ""
        raise ExpressionError("EX001", "this is not an expression", hint, max(0, min(offset, len(text) - 1))) from None
    typed = _build(tree.body, names, 1)
    if not _fits(typed.type, wanted):
        hint = "compare it with something: `fact == 'value'`" if wanted == BOOL else ""
        raise ExpressionError("EX004", f"a {wanted} is needed here, and this is a {typed.type}", hint)
    return typed.expression


def _build(node: ast.expr, names: Names, depth: int) -> _Typed:
    if depth > MAX_DEPTH:
        raise _error("EX006", node, f"the expression is nested more than {MAX_DEPTH} levels deep")
    match node:
        case ast.BoolOp(op, values):
            parts = [_wanted(BOOL, v, names, depth) for v in values]
            return _Typed(("and" if isinstance(op, ast.And) else "or", *(p.expression for p in parts)), BOOL)
        case ast.UnaryOp(ast.Not(), operand):
            return _Typed(("not", _wanted(BOOL, operand, names, depth).expression), BOOL)
        case ast.UnaryOp(ast.USub(), operand):
            return _Typed(("neg", _wanted(NUMBER, operand, names, depth).expression), NUMBER)
        case ast.BinOp(left, op, right) if type(op) in _BINARY:
            a, b = (_wanted(NUMBER, side, names, depth) for side in (left, right))
            return _Typed((_BINARY[type(op)], a.expression, b.expression), NUMBER)
        case ast.Compare():
            return _comparison(node, names, depth)
        case ast.Constant(value):
            return _constant(node, value)
        case ast.List(items) | ast.Tuple(items) | ast.Set(items):
            parts = [_build(item, names, depth + 1) for item in items]
            return _Typed(("list", *(p.expression for p in parts)), LIST)
        case ast.Name(name):
            return _fact(node, name, names)
        case ast.Call(ast.Name(name), arguments, []) if name in _FUNCTIONS:
            return _function(node, name, arguments, names, depth)
        case ast.Call(ast.Name(name)):
            raise _error("EX002", node, f"there is no function `{name}`", did_you_mean(name, _FUNCTIONS))
    raise _error("EX002", node, "this is outside the expression language", "see docs/reference/tree-language.md, Expressions")


def _comparison(node: ast.Compare, names: Names, depth: int) -> _Typed:
    parts: list[Expression] = []
    left = _build(node.left, names, depth + 1)
    for op, right_node in zip(node.ops, node.comparators, strict=True):
        if type(op) not in _COMPARE:
            raise _error("EX002", node, "`is` is outside the expression language", "compare with `==`")
        right = _build(right_node, names, depth + 1)
        sign = _COMPARE[type(op)]
        _check_comparison(node, sign, left, right)
        parts.append((sign, left.expression, right.expression))
        left = right
    return _Typed(parts[0] if len(parts) == 1 else ("and", *parts), BOOL)


def _check_comparison(node: ast.expr, sign: str, left: _Typed, right: _Typed) -> None:
    if sign in ("in", "not in"):
        if right.type == "set":
            _check_values(node, [left.expression], right.values)
        elif right.type == LIST:
            _check_values(node, list(right.expression[1:]), left.values)
            _check_literals(node, list(right.expression[1:]), left.type)
        else:
            raise _error("EX004", node, f"`{sign}` needs a list or a set on its right", "`os in ['windows', 'macos']`")
        return
    if left.type != right.type:
        raise _error("EX004", node, f"a {left.type} is compared with a {right.type}")
    if left.type == "set":
        raise _error("EX004", node, "a set is tested for one value at a time", "`'value' in fact`")
    if sign not in ("==", "!=") and left.type not in _ORDERED:
        raise _error("EX004", node, f"`{sign}` compares numbers or dates, and this is a {left.type}")
    _check_values(node, [right.expression], left.values)
    _check_values(node, [left.expression], right.values)


def _check_values(node: ast.expr, literals: list[Expression], values: frozenset[str]) -> None:
    for literal in literals:
        if values and literal[0] == "text" and literal[1] not in values:
            hint = did_you_mean(literal[1], values) or "its values are " + ", ".join(f"`{v}`" for v in sorted(values)[:12])
            raise _error("EX005", node, f"`{literal[1]}` is none of the values that this can have", hint)


def _check_literals(node: ast.expr, items: list[Expression], kind: str) -> None:
    if any(item[0] in (TEXT, NUMBER, DATE) and item[0] != kind for item in items):
        raise _error("EX004", node, f"a {kind} is looked for among things that are not {kind}s")


def _constant(node: ast.Constant, value: object) -> _Typed:
    if isinstance(value, str):
        return _Typed((TEXT, value), TEXT)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _error("EX002", node, f"`{value}` is outside the expression language", "compare with a value: `fact == 'yes'`")
    number = Decimal(repr(value))
    if not number.is_finite() or number.adjusted() > 15:
        raise _error("EX002", node, "the number is too large")
    return _Typed((NUMBER, str(number)), NUMBER)


def _fact(node: ast.Name, name: str, names: Names) -> _Typed:
    if name not in names.facts:
        hint = did_you_mean(name, names.facts) or "declare it in _library.yml, or put a text in quotes"
        raise _error("EX003", node, f"there is no fact `{name}`", hint)
    declared = names.facts[name]
    return _Typed(("fact", name), _expression_type(declared.kind), declared.values)


def _function(node: ast.Call, name: str, arguments: list[ast.expr], names: Names, depth: int) -> _Typed:
    match name, arguments:
        case "known", [ast.Name(fact) as inner]:
            _fact(inner, fact, names)
            return _Typed(("known", fact), BOOL)
        case "known", [ast.Call(ast.Name("answer")) as inner]:
            return _Typed(("known", _build(inner, names, depth + 1).expression[1]), BOOL)
        case "answer", [ast.Constant(str(step))]:
            steps = names.steps or {}
            if step not in steps:
                raise _error("EX003", node, f"there is no step `{step}` that is answered in this tree", did_you_mean(step, steps))
            kind = steps[step]
            return _Typed(("fact", f"{names.tree}/{step}"), _expression_type(kind.kind), kind.values)
        case "today", []:
            return _Typed(("today",), DATE)
        case "date", [ast.Constant(str(day))]:
            try:
                return _Typed((DATE, date.fromisoformat(day).isoformat()), DATE)
            except ValueError:
                raise _error("EX002", node, f"`{day}` is not a day", "write it as `date('2026-11-22')`") from None
        case "days_between", [first, last]:
            a, b = (_wanted(DATE, side, names, depth) for side in (first, last))
            return _Typed(("days_between", a.expression, b.expression), NUMBER)
        case "round", [value] | [value, ast.Constant(int())]:
            digits = arguments[1].value if len(arguments) == 2 else 0  # type: ignore[attr-defined]  # matched as Constant
            if not 0 <= digits <= 6:
                raise _error("EX002", node, "round to 0 to 6 digits")
            return _Typed(("round", _wanted(NUMBER, value, names, depth).expression, digits), NUMBER)
        case "table", [ast.Constant(str(table)), key]:
            tables = names.tables or {}
            if table not in tables:
                raise _error("EX003", node, f"there is no table `{table}`", did_you_mean(table, tables))
            return _Typed(("table", table, _build(key, names, depth + 1).expression), tables[table])
    raise _error("EX002", node, f"`{name}` is not called like this", "see docs/reference/tree-language.md, Expressions")


def _wanted(kind: str, node: ast.expr, names: Names, depth: int) -> _Typed:
    typed = _build(node, names, depth + 1)
    if not _fits(typed.type, kind):
        hint = "compare it with something: `fact == 'value'`" if kind == BOOL else ""
        raise _error("EX004", node, f"a {kind} is needed here, and this is a {typed.type}", hint)
    return typed


def _fits(kind: str, wanted: str) -> bool:
    return kind == wanted or (wanted == "set" and kind == LIST)


def _expression_type(fact_kind: str) -> str:
    return {"choice": TEXT, "yes_no": TEXT, "money": NUMBER}.get(fact_kind, fact_kind)


def _error(code: str, node: ast.expr, message: str, hint: str = "") -> ExpressionError:
    return ExpressionError(code, message, hint, getattr(node, "col_offset", 0))
