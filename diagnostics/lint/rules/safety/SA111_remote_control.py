"""SA111: remote control that a page asks for."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import negated
from diagnostics.lint.sighting import inside, lookout, sightings
from diagnostics.lint.subject import Subject

_REMOTE = lookout(
    "teamviewer anydesk ultraviewer rustdesk logmein supremo quick screenconnect splashtop",
    "teamviewer anydesk rustdesk 向日葵",
    r"""\b(?:download|install|open|start|run|use|launch|allow|tell|read|give)\b[^.]{0,40}\b(?:teamviewer|anydesk|ultraviewer|rustdesk|logmein
      |supremo|quick\ assist|screenconnect|splashtop)\b
    | \b(?:скачайте|установите|откройте|запустите|сообщите)\b[^.]{0,40}(?:teamviewer|anydesk|rustdesk) | (?:下载|安装|打开
      |运行)[^。]{0,12}(?:TeamViewer|AnyDesk|RustDesk|向日葵)""",
)


class RemoteControl(TreeRule):
    """A page asks for remote control.

    Finds texts that tell customers to install or to open a program for remote control (TeamViewer, AnyDesk, Quick Assist and others) in a step
    that has no `risk`. To uninstall one may be told.

    Why: it is the first thing that swindlers ask for, and customers who learned it here will do it for them. A person who was called, and
    whom the customer has called themselves, may ask for it.

    Example:
        remote:
          instruction: Let us look at it
          actions: [Install AnyDesk, Write the number down]
          not_fixed: end

    Use instead:
        end:
          outcome: handoff
          to: service
          says: Call us. If we have to look at your screen, we agree on it while we talk. Never let anybody in who has called you.
    """

    code = "SA111"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in sightings(_REMOTE, subject, ("instruction", "do", "detail", "says", "hint", "text")):
            step = subject.steps.get(text.step)
            if step is not None and not step.record.has("risk") and not negated(text.at.value, match.start()):
                hint = "leave it to a person whom the customer has called"
                yield inside(text, match, f"“{match[0]}”: remote control is what swindlers ask for", hint)
