"""OU106: an urgent hand-off to a team that cannot be reached at once."""

from collections.abc import Iterator

from diagnostics.lint.forms import steps_of
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.subject import Subject

_AT_ONCE = frozenset(("phone", "chat"))


class NowWithoutPhone(TreeRule):
    """Urgent, and nobody to call.

    Finds outcomes with `urgency: now` whose team has neither a phone number nor a chat.

    Why: who is told that it cannot wait, and then finds a form, gives up or does something dangerous.

    Example:
        swollen:
          outcome: stop
          says: Do not charge this battery.
          to: web-desk
          urgency: now

    Use instead:
        swollen:
          outcome: stop
          says: Do not charge this battery.
          to: repair
          urgency: now
    """

    code = "OU106"

    def check(self, subject: Subject) -> Iterator[Found]:
        for step in steps_of(subject, "outcome"):
            urgency, to = step.record.get("urgency"), step.record.get("to")
            team = subject.declared.teams.get(to.value) if to is not None else None
            if urgency is None or urgency.value != "now" or team is None or not team.contacts:
                continue
            if not any(contact.kind in _AT_ONCE for contact in team.contacts):
                hint = f"give `{to.value}` a phone number or a chat in _library.yml, or hand over to a team that has one"
                yield Found(to.node, f"`{to.value}` has no phone and no chat, and this cannot wait", hint)
