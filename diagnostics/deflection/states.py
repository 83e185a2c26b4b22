"""A problem, seen at some moment, to the one state that it is in."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from diagnostics.deflection.derive import local_day
from diagnostics.deflection.records import DAY, EARLY, Problem

State = Literal["open", "unknown", "called", "claimed", "verified", "silent_no_call", "reopened"]

REOPENS = 30 * DAY
"""How long after "it is fixed" a call or a new visit says that it was not."""


def state(problem: Problem, now: int, window: int, lateness_s: int, silent: Collection[date], zone: ZoneInfo) -> State:
    """The state of a problem at `now`, for calls within `window` days that may come to be known `lateness_s` seconds late.

    | state | rule |
    |---|---|
    | `reopened` | claimed, then a call or a new visit on the tree within 30 days |
    | `called` | a matched call within the window, from five minutes before the first visit |
    | `claimed` | a visit said that it is fixed, and a call may still come to be known |
    | `open` | nothing is known yet, and a call may still come to be known |
    | `unknown` | the window has closed, and on one of its local days a source of calls was silent (`silent`) |
    | `verified` | claimed, the window has closed, and no call |
    | `silent_no_call` | nothing was said, the window has closed, and no call: worth nothing |

    The first rule that fits holds. A call that is known stays known whatever the feeds do; that there was none is known only after.
    """
    claimed = any(visit.fixed for visit in problem.visits)
    if reopened(problem):
        return "reopened"
    if any(-EARLY <= call.started_at - problem.first_at <= window * DAY for call in problem.calls):
        return "called"
    if now < problem.first_at + window * DAY + lateness_s:
        return "claimed" if claimed else "open"
    last = local_day(problem.first_at + window * DAY, zone)
    days = (last - problem.local_day).days
    if any(problem.local_day + timedelta(days=n) in silent for n in range(days + 1)):
        return "unknown"
    return "verified" if claimed else "silent_no_call"


def reopened(problem: Problem) -> bool:
    """Whether somebody said that it is fixed, and then called or came back to the tree within 30 days."""
    claims = [visit.claimed_at for visit in problem.visits if visit.fixed and visit.claimed_at is not None]
    if not claims:
        return False
    claimed_at = min(claims)
    later = [call.started_at for call in problem.calls] + [visit.started_at for visit in problem.visits]
    if problem.returned_at is not None:
        later.append(problem.returned_at)
    return any(0 < at - claimed_at <= REOPENS for at in later)
