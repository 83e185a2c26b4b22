"""SA109: protection that is switched off and not on again."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import negated
from diagnostics.lint.sighting import inside, lookout, sightings
from diagnostics.lint.subject import Subject
from diagnostics.lint.wording import wording_of

_OFF = lookout(
    "antivirus anti-virus firewall defender virus_protection real-time_protection security_software security_program security_suite",
    "антивирус брандмауэр файрвол защит 杀毒 防火墙 实时保护 防病毒",
    r"""\b(?:turn|switch)\ +off\ +(?:[\w-]+\ +){0,3}?(?:anti-?virus|firewall|defender|virus\ +protection|real-time\ +protection
      |security\ +(?:software|program|suite))\b
    | \b(?:turn|switch)\ +(?:the\ +|your\ +|any\ +)?(?:[\w-]+\ +){0,2}?(?:anti-?virus|firewall|defender|virus\ +protection
      |real-time\ +protection|security\ +(?:software|program|suite))(?:\ +\w+){0,2}?\ +off\b
    | \b(?:disable|deactivate|uninstall|pause|stop)\ +(?:[\w-]+\ +){0,3}?(?:anti-?virus|firewall|defender|virus\ +protection
      |real-time\ +protection|security\ +(?:software|program|suite))\b
    | \b(?:отключите|выключите|удалите|приостановите)\ +(?:\w+\ +){0,3}?(?:антивирус\w*|брандмауэр\w*|файрвол\w*|защитник\w*
      |защиту\ +в\ +реальном\ +времени)
    | (?:关闭|禁用|停用|卸载|暂停)[^。，]{0,10}(?:杀毒软件|防火墙|实时保护|防病毒(?:软件)?|Defender)""",
)
_ON = re.compile(
    r"\b(?:turn|switch|put)\b[^.\n]{0,60}\bon\b|\b(?:back on|re-?enable|re-?activate|re-?install|on again|enable|activate|resume)\b"
    r"|\b(?:включите|верните|активируйте|установите)\b[^.\n]{0,60}|\bснова\b|(?:重新|再次?)[^。]{0,6}(?:打开|开启|启用|安装)|恢复",
    re.IGNORECASE,
)


class ProtectionOff(TreeRule):
    """Protection is switched off and not on again.

    Finds instructions that switch an antivirus program or a firewall off, where no text of the same step, and none of the steps to which it
    leads, says to switch it on again; also in Russian and Chinese.

    Why: nobody notices that it is off. Weeks later it is the worse problem.

    Example:
        without:
          instruction: Try it without the firewall
          actions: [Disable the firewall, Print one page]
          not_fixed: end

    Use instead:
        without:
          instruction: Try it without the firewall
          actions: [Disable the firewall, Print one page, Switch the firewall on again]
          not_fixed: end
    """

    code = "SA109"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in sightings(_OFF, subject, ("instruction", "do", "detail", "hint", "text")):
            if negated(text.at.value, match.start()):
                continue
            step = subject.steps[text.step].record
            near = {text.step} | {at.value for key in ("not_fixed", "fixed", "next") if (at := step.get(key)) is not None}
            beside = "\n".join(other.at.value for other in wording_of(subject).texts if other.step in near)
            if not _ON.search(beside.replace(match[0], "")):
                yield inside(text, match, f"“{match[0]}”, and nothing says to switch it on again", "add it as the last action")
