"""What the visit log and the program store can say besides an answer: somebody was first, a code is taken, the store is out of order.

They stand here because both sides need them: the use cases that ask, and the stores that answer.
"""


class Conflict(Exception):
    """Somebody else wrote first: to this visit, or another publication. Read again and decide again; nothing was stored."""


class CodeTaken(Exception):
    """The visit code exists already. Nothing was stored; try another."""


class StoreError(Exception):
    """The database cannot be used: locked, full, damaged, not reachable. The message is for operators and holds nothing of a visit."""
