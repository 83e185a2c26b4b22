"""What is certain of an expression's value: that it has one, and that it is not below nothing."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from diagnostics.analysis.domains import Domains
from diagnostics.analysis.regions import holds, lowest, region_of
from diagnostics.conditions.expression import Expression

Environment = Mapping[Any, Any]


def partial(e: Expression, env: Environment, domains: Domains) -> bool:
    """Whether an expression may have no value although all its facts are known: a table without the entry, a division by nothing."""
    if not _fragile(e):
        return False
    if e[0] == "table":
        asked = domains.typing.texts(e[2])
        if asked is None or not asked <= domains.typing.tables[e[1]].keys():
            return True
    if e[0] == "/" and not _nonzero(e[2], env, domains):
        return True
    return any(partial(part, env, domains) for part in e[1:] if isinstance(part, tuple))


@cache
def _fragile(e: Expression) -> bool:
    return e[0] in ("table", "/") or any(_fragile(part) for part in e[1:] if isinstance(part, tuple))


def _nonzero(e: Expression, env: Environment, domains: Domains) -> bool:
    if e[0] == "number":
        return bool(Decimal(e[1]))
    constants, regions = domains.constants.get(e, ()), env.get(("region", e))
    if regions and Decimal(0) in constants and not holds(regions, region_of(constants, Decimal(0))):
        return True
    return least(e, env, domains) == 1


def least(e: Expression, env: Environment, domains: Domains) -> int | None:
    """1 where an expression is certainly above 0, 0 where it is certainly not below, None where it may be."""
    region = lowest(env.get(("region", e), 0))
    if region and (sign := _sign(domains.constants[e][(region - 1) // 2], region % 2 == 0)) is not None:  # nothing lies below region 0
        return sign
    match e[0]:
        case "number":
            return _sign(Decimal(e[1]))
        case "fact":
            low = env.get(("bounds", e[1]), (None, None))[0]
            found: int | None = env.get(("least", e[1]), _sign(low) if isinstance(low, Decimal) else None)
            return found
        case "round":
            return None if least(e[1], env, domains) is None else 0
        case "table":
            smallest = min((n for n in domains.typing.tables[e[1]].values() if isinstance(n, Decimal)), default=None)
            return _sign(smallest)
        case "+" | "*" | "/":
            left, right = least(e[1], env, domains), least(e[2], env, domains)
            return None if left is None or right is None else max(left, right) if e[0] == "+" else min(left, right)
    return None


def _sign(low: Any, above: bool = False) -> int | None:
    """Of a number of at least `low`, or above it."""
    if not isinstance(low, Decimal):
        return None
    return 1 if low > 0 or (low == 0 and above) else 0 if low == 0 else None
