"""SA105: an instruction that touches a dangerous battery without a warning."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import unwarned
from diagnostics.lint.sighting import inside, lookout
from diagnostics.lint.subject import Subject

_BATTERY = lookout(
    "battery batteries cell cells",
    "аккумулятор батаре 电池",
    r"""\b(?:pry|prise|cut|puncture|pierce|bend|squeeze|flatten|heat|freeze|short|dismantle)\b[^.]{0,30}\b(?:battery|batteries
      |cells?)\b(?!\ +(?:settings|menu|icon|page|report|tab|section|cover|life|health|saver|\&))
    | \b(?:swollen|bulging|bloated|damaged|leaking|built-in|internal|lithium)\ +(?:lithium\ +|laptop\ +|phone\ +)?batter(?:y|ies)\b
    | \b(?:вскройте|проткните|разберите|согните|нагрейте)\b[^.]{0,30}(?:аккумулятор\w*|батаре\w+) | \b(?:вздувш|встроенн|повреждённ
      |поврежденн|литиев)\w+\ +(?:аккумулятор\w*|батаре\w+)
    | (?:撬|刺|剪|压平|加热|拆解|拆开|弯)[^。]{0,10}电池 | (?:鼓包|膨胀|损坏|漏液|内置|锂)的?电池""",
)


class Battery(TreeRule):
    """An instruction touches a dangerous battery, and nothing warns of it.

    Finds instructions that handle a swollen, damaged or built-in battery, or that pry, cut, bend or heat one, and that have no `risk`; also
    in Russian and Chinese.

    Why: a lithium cell that is bent or pierced burns within seconds, and water does not put it out.

    Example:
        swap:
          instruction: Replace the built-in battery
          actions: [Take the cover off, Pry the battery out]
          not_fixed: end

    Use instead:
        stop_battery:
          outcome: stop
          says: Leave the battery alone. The repair desk replaces it.
          to: service
    """

    code = "SA105"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in unwarned(_BATTERY, subject):
            message = f"“{match[0]}” can start a fire, and nothing warns of it"
            yield inside(text, match, message, "lead to a `stop` in its place, or say in a `risk` what must not be done")
