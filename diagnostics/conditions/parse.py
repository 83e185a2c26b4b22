"""The text of an expression to its stored form, with types checked.

The text is parsed by Python's own parser and then rebuilt through a whitelist: what is not named here does not exist in the
language. Nothing is ever executed.
"""

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from diagnostics.conditions.expression import Expression, FactType
from diagnostics.violations import clipped, did_you_mean

MAX_LENGTH = 500
MAX_DEPTH = 20

_COMPARE = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in", ast.NotIn: "not in"}
_BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_FUNCTIONS = ("known", "answer", "today", "date", "days_between", "round", "table")

BOOL, NUMBER, DATE, TEXT, LIST = "bool", "number", "date", "text", "list"
_ORDERED = {NUMBER, DATE}
_CALLED = {BOOL: "a condition", NUMBER: "a number", DATE: "a day", TEXT: "a text", LIST: "a list", "set": "a set of values"}
_LANGUAGE = "there are facts, texts in quotes, numbers, lists, comparisons, `and or not`, `+ - * /`, and " + ", ".join(f"`{f}()`" for f in _FUNCTIONS)
_COMPARE_IT = "compare it with something: `os == 'windows'`"
_TEXTS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression may name: facts, this tree's answerable steps (id → answer ids, empty where free), tables."""

    facts: Mapping[str, FactType]
    tree: str = ""
    steps: Mapping[str, FactType] | None = None
    tables: Mapping[str, str] | None = None


@dataclass(slots=True)
class ExpressionError(Exception):
    """Why a text is no expression. `offset` and `length` say where, in characters of the text; for an unknown name (EX003), `what`
    is its kind (`fact`, `step`, `table`) and `name` the name."""

    code: str
    message: str
    hint: str = ""
    offset: int = 0
    length: int = 0
    what: str = ""
    name: str = ""


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
    line = text.replace("\n", " ")
    body = _syntax(line)
    try:
        typed = _build(body, names, 1)
        if not _fits(typed.type, wanted):
            raise _error("EX004", body, f"{_CALLED[wanted]} is needed here, and this is {_CALLED[typed.type]}", _COMPARE_IT if wanted == BOOL else "")
    except ExpressionError as error:
        # Python's parser counts bytes, from the first character that is no space.
        encoded, skipped = line.strip().encode(), len(line) - len(line.lstrip())
        begin, end = (len(encoded[:n].decode(errors="ignore")) for n in (error.offset, error.offset + error.length))
        error.offset, error.length = skipped + begin, end - begin
        raise
    return typed.expression


def _syntax(line: str) -> ast.expr:
    """What Python's parser makes of one line."""
    outside = _TEXTS.sub(lambda m: " " * len(m.group()), line)
    if "#" in outside:
        raise ExpressionError("EX002", "a `#` is outside the expression language", "put texts in quotes", outside.index("#"), 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "is" with a literal and the like: refused below, in our words
            return ast.parse(line.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        offset = (error.offset or MAX_LENGTH) - 1 if isinstance(error, SyntaxError) else 0  # without an offset: it ends too soon
        single = re.search(r"(?<![=!<>])=(?!=)", outside)
        skipped = len(line) - len(line.lstrip())
        if single:
            raise ExpressionError("EX001", "a single `=` is no comparison", "write `==`", single.start(), 1) from None
        place = max(0, min(skipped + offset, len(line.rstrip()) - 1))
        hint = "compare facts with values, as in `os == 'windows' and known(model_name)`"
        raise ExpressionError("EX001", "this is not an expression", hint, place, 1) from None


def _build(node: ast.expr, names: Names, depth: int) -> _Typed:
    if depth > MAX_DEPTH:
        raise _error("EX006", node, f"the expression is nested more than {MAX_DEPTH} levels deep", "split it over several cases")
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
        case ast.Call(ast.Name(name)) if name not in _FUNCTIONS:
            known = "the functions are " + ", ".join(f"`{f}`" for f in _FUNCTIONS)
            raise _error("EX002", node.func, f"there is no function `{clipped(name)}`", did_you_mean(name, _FUNCTIONS) or known)
    raise _error("EX002", node, "this is outside the expression language", _LANGUAGE)


def _comparison(node: ast.Compare, names: Names, depth: int) -> _Typed:
    parts: list[Expression] = []
    left, left_node = _build(node.left, names, depth + 1), node.left
    for op, right_node in zip(node.ops, node.comparators, strict=True):
        if type(op) not in _COMPARE:
            raise _error("EX002", node, "`is` is outside the expression language", "compare with `==`")
        right = _build(right_node, names, depth + 1)
        sign = _COMPARE[type(op)]
        _check_comparison(node, sign, (left, left_node), (right, right_node))
        parts.append((sign, left.expression, right.expression))
        left, left_node = right, right_node
    return _Typed(parts[0] if len(parts) == 1 else ("and", *parts), BOOL)


_Side = tuple[_Typed, ast.expr]


def _check_comparison(node: ast.expr, sign: str, left_side: _Side, right_side: _Side) -> None:
    (left, left_node), (right, right_node) = left_side, right_side
    if sign in ("in", "not in"):
        _check_membership(sign, left_side, right_side)
        return
    if "set" in (left.type, right.type) or LIST in (left.type, right.type):
        at = left_node if left.type in ("set", LIST) else right_node
        raise _error("EX004", at, f"{_CALLED[LIST if at is right_node and right.type == LIST else left.type]} cannot be compared with `{sign}`",
                     "test one value at a time: `'value' in fact`, or `fact in ['a', 'b']`")  # fmt: skip
    if left.type != right.type:
        hint = "put a text in quotes, and write a number without" if {left.type, right.type} == {TEXT, NUMBER} else ""
        hint = "write a day as `date('2026-11-22')`" if DATE in (left.type, right.type) else hint
        raise _error("EX004", node, f"{_CALLED[left.type]} is compared with {_CALLED[right.type]}", hint)
    if sign not in ("==", "!=") and left.type not in _ORDERED:
        raise _error("EX004", node, f"`{sign}` compares numbers or days, and this is {_CALLED[left.type]}", "compare with `==` or `!=`")
    _check_values([(right.expression, right_node)], left.values)
    _check_values([(left.expression, left_node)], right.values)


def _check_membership(sign: str, left_side: _Side, right_side: _Side) -> None:
    (left, left_node), (right, right_node) = left_side, right_side
    if right.type == "set":
        if left.type != TEXT:
            raise _error("EX004", left_node, f"a set holds texts, and this is {_CALLED[left.type]}", "`'value' in fact`")
        _check_values([(left.expression, left_node)], right.values)
        return
    if right.type != LIST:
        raise _error("EX004", right_node, f"`{sign}` needs a list or a set on its right", "`os in ['windows', 'macos']`")
    nodes = right_node.elts if isinstance(right_node, (ast.List, ast.Tuple, ast.Set)) else []
    items = list(zip(right.expression[1:], nodes, strict=True))
    for item, item_node in items:
        if item[0] in (TEXT, NUMBER, DATE, LIST) and item[0] != left.type:
            raise _error("EX004", item_node, f"{_CALLED[left.type]} is looked for, and this is {_CALLED[item[0]]}")
    _check_values(items, left.values)


def _check_values(literals: list[tuple[Expression, ast.expr]], values: frozenset[str]) -> None:
    for literal, node in literals:
        if values and literal[0] == TEXT and literal[1] not in values:
            hint = did_you_mean(literal[1], values) or "its values are " + ", ".join(f"`{v}`" for v in sorted(values)[:12])
            raise _error("EX005", node, f"`{clipped(literal[1])}` is none of the values that this can have", hint)


def _constant(node: ast.Constant, value: object) -> _Typed:
    if isinstance(value, str):
        return _Typed((TEXT, value), TEXT)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        shown = "..." if value is Ellipsis else clipped(repr(value))
        raise _error("EX002", node, f"`{shown}` is outside the expression language", "compare with a value: `fact == 'yes'`")
    number = Decimal(repr(value))
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise _error("EX002", node, "the number is too large or too small", "a number has at most 15 digits")
    return _Typed((NUMBER, str(number)), NUMBER)


def _fact(node: ast.Name, name: str, names: Names) -> _Typed:
    if name not in names.facts:
        hint = did_you_mean(name, names.facts) or "declare it in _library.yml, or put a text in quotes"
        raise _unknown(node, "fact", name, f"there is no fact `{clipped(name)}`", hint)
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
                hint = did_you_mean(step, steps) or "name a question, an instruction, a check or a lookup"
                raise _unknown(arguments[0], "step", step, f"there is no step `{clipped(step)}` that is answered in this tree", hint)
            kind = steps[step]
            return _Typed(("fact", f"{names.tree}/{step}"), _expression_type(kind.kind), kind.values)
        case "today", []:
            return _Typed(("today",), DATE)
        case "date", [ast.Constant(str(day))]:
            try:
                return _Typed((DATE, date.fromisoformat(day if _DAY.fullmatch(day) else "").isoformat()), DATE)
            except ValueError:
                raise _error("EX002", arguments[0], f"`{clipped(day)}` is not a day", "write it as `date('2026-11-22')`") from None
        case "days_between", [first, last]:
            a, b = (_wanted(DATE, side, names, depth) for side in (first, last))
            return _Typed(("days_between", a.expression, b.expression), NUMBER)
        case "round", [value] | [value, ast.Constant(int())]:
            digits = arguments[1].value if len(arguments) == 2 else 0  # type: ignore[attr-defined]  # matched as Constant
            if isinstance(digits, bool) or not 0 <= digits <= 6:
                raise _error("EX002", arguments[1], "a number is rounded to 0 to 6 digits", "`round(x, 2)`")
            return _Typed(("round", _wanted(NUMBER, value, names, depth).expression, digits), NUMBER)
        case "table", [ast.Constant(str(table)), key]:
            tables = names.tables or {}
            if table not in tables:
                hint = did_you_mean(table, tables) or "declare it in _library.yml"
                raise _unknown(arguments[0], "table", table, f"there is no table `{clipped(table)}`", hint)
            entry = _build(key, names, depth + 1)
            if entry.type not in (TEXT, NUMBER):
                raise _error("EX004", key, f"a table is asked with a text or a number, and this is {_CALLED[entry.type]}")
            return _Typed(("table", table, entry.expression), tables[table])
    raise _error("EX002", node, f"`{name}` is not used like this", _USE[name])


_USE = {
    "known": "`known(fact)`, the fact without quotes", "answer": "`answer('step')`, the step in quotes", "today": "`today()`",
    "date": "`date('2026-11-22')`", "days_between": "`days_between(first, last)`", "round": "`round(x)` or `round(x, 2)`",
    "table": "`table('name', key)`, the name in quotes",
}  # fmt: skip


def _wanted(kind: str, node: ast.expr, names: Names, depth: int) -> _Typed:
    typed = _build(node, names, depth + 1)
    if not _fits(typed.type, kind):
        raise _error("EX004", node, f"{_CALLED[kind]} is needed here, and this is {_CALLED[typed.type]}", _COMPARE_IT if kind == BOOL else "")
    return typed


def _fits(kind: str, wanted: str) -> bool:
    return kind == wanted or (wanted == "set" and kind == LIST)


def _expression_type(fact_kind: str) -> str:
    return {"choice": TEXT, "yes_no": TEXT, "money": NUMBER}.get(fact_kind, fact_kind)


def _error(code: str, node: ast.expr, message: str, hint: str = "") -> ExpressionError:
    """At a node; the place is in bytes here and is turned into characters by `parse`."""
    begin = node.col_offset
    return ExpressionError(code, message, hint, begin, max(1, (node.end_col_offset or begin + 1) - begin))


def _unknown(node: ast.expr, what: str, name: str, message: str, hint: str) -> ExpressionError:
    error = _error("EX003", node, message, hint)
    error.what, error.name = what, name
    return error
