"""Effects and prices to money: savings after the cost to serve, how they move with what is uncertain, and whether they can be true."""

from dataclasses import dataclass

from diagnostics.deflection.costs import Price
from diagnostics.deflection.intervals import Interval, product


@dataclass(frozen=True, slots=True)
class Savings:
    """Money of a period, in minor units of `currency`. `gross`: before, `net`: after the cost to serve (`serve`, for all problems
    served). `with_cost`: `gross` with the doubt about the cost per call too. `per_problem`, `per_visit`: `net` divided. `strip[c][d]`:
    `net` at the low, entered and high cost × the low, estimated and high effect. `break_even`: calls (or minutes) avoided per problem
    at which the guides pay for themselves."""

    currency: str
    gross: Interval
    serve: float
    net: Interval
    with_cost: Interval
    per_problem: Interval
    per_visit: Interval
    strip: tuple[tuple[float, float, float], ...]
    break_even: float
    cost: Price
    to_serve: Price | None


def savings(avoided: Interval, problems: float, visits: float, cost: Price, to_serve: Price | None = None) -> Savings:
    """What `avoided` is worth: calls, or minutes where the cost is per minute, per problem served; of `problems` with `visits`.

    S = n (d c - k), with k the cost to serve one problem.
    """
    k = to_serve.amount if to_serve else 0.0
    gross = avoided.times(problems * cost.amount)
    net = gross.plus(-k * problems)
    strip = tuple(
        tuple(problems * (effect * amount - k) for effect in (avoided.low, avoided.estimate, avoided.high))
        for amount in (cost.low, cost.amount, cost.high)
    )
    return Savings(
        currency=cost.currency, gross=gross, serve=k * problems, net=net,
        with_cost=product(avoided.times(problems), Interval(cost.amount, cost.low, cost.high)),
        per_problem=net.times(1 / problems if problems else 0.0), per_visit=net.times(1 / visits if visits else 0.0),
        strip=strip,  # type: ignore[arg-type]  # three columns, as the inner tuple shows
        break_even=break_even(k, cost.amount), cost=cost, to_serve=to_serve,
    )  # fmt: skip


def break_even(to_serve: float, cost: float) -> float:
    """Calls that must be avoided per problem so that serving pays: k / c. At a cost of nothing it never does."""
    return to_serve / cost if cost else float("inf")


def needed_effect(per_visit: float, cost: float, to_serve: float = 0.0) -> float:
    """The calls avoided per visit that a claim of so much saved per visit implies: d = (s + k) / c. Above 1 it cannot be true."""
    return (per_visit + to_serve) / cost


@dataclass(frozen=True, slots=True)
class Claim:
    """What "so many visits per call, so much saved per visit" says about calls. Rates are calls per visit."""

    avoided_per_call: float
    rate_without: float
    rate_with: float


def claim(visits_per_call: float, saved_per_visit: float, cost: float) -> Claim:
    """Takes a claim at its word: the calls that it must have avoided for each one that was taken, and the fall of the rate of calls."""
    avoided = visits_per_call * saved_per_visit / cost
    return Claim(avoided, (1 + avoided) / visits_per_call, 1 / visits_per_call)
