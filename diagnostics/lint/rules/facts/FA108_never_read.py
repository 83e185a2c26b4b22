"""FA108: a fact that is computed or kept, and read nowhere."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.reads import is_read_by_called, own_reads, times_asked
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject


class NeverRead(TreeRule):
    """A fact is computed or kept, and nothing reads it.

    Finds facts that a `compute` sets, or a check or lookup keeps, and that no condition, text, question, lookup or hand-off of the tree and of
    the trees that it calls reads. Trees that are called by others may set facts for them, and are left alone.

    Why: the work is done for nobody. Mostly the fact was to be named in a hand-off's `bring`, or a condition names another one.

    Example:
        age:
          compute: {days_since_delivery: "days_between(delivery_day, today())"}
          next: contact
        contact: {outcome: handoff, to: order-desk, says: The order desk decides., bring: [order_number]}

    Use instead:
        age:
          compute: {days_since_delivery: "days_between(delivery_day, today())"}
          next: contact
        contact: {outcome: handoff, to: order-desk, says: The order desk decides., bring: [order_number, days_since_delivery]}
    """

    code = "FA108"

    def check(self, subject: Subject) -> Iterator[Found]:
        setting = [step for form in ("check", "lookup", "compute") for step in steps_of(subject, form)]
        if not setting or subject.program is None or subject.program.root.returns:
            return
        read = subject.once(own_reads)
        for step in setting:
            kept = [(at.value, at.node) for at in step.record.get("keep") or ()]
            set_here = [*kept, *((name, key) for name, (key, _) in (step.record.get("compute") or {}).items())]
            for name, node in set_here:
                if name not in read and not subject.once(times_asked)[name] and not is_read_by_called(subject, name):
                    yield Found(node, f"`{name}` is set here and read nowhere", "use it, name it in a `bring`, or remove this")
