"""SA104: an instruction that can burn without a warning."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import unwarned
from diagnostics.lint.sighting import inside, lookout
from diagnostics.lint.subject import Subject

_HOT = lookout(
    "fuser fusing hot boiling boil heat_gun heat_it heat_the hair hairdryer oven microwave solder soldering",
    "термоблок печк горяч кипят фен паяльник микроволнов 定影 热风 沸水 开水 吹风机 烤箱 微波炉 烙铁 高温",
    r"""\b(?:touch|clean|open|remove|pull|take|reach|wipe|replace)\b[^.]{0,40}\b(?:fuser|fusing\ +unit)\b | \b(?:hot|boiling)\ +(?:water|air|glue
      |iron|steam)\b
    | \bboil\b | \bheat\ +(?:gun|it\b|the\b) | \bhair\ ?dryer\b | \b(?:in|into)\ +the\ +(?:oven|microwave)\b | \bsolder(?:ing)?\b
    | \b(?:очистите|снимите|выньте|потрогайте|замените)\b[^.]{0,30}(?:термоблок\w*|печк\w+) | \bкипят\w+ | \bгоряч\w+\ +(?:вод\w+
      |воздух\w*) | \bфен(?:ом)?\b | \bпаяльник\w*
    | 定影(?:器|单元) | 热风枪 | 吹风机 | 沸水 | 开水 | 烤箱 | 微波炉 | 烙铁""",
)


class Heat(TreeRule):
    """An instruction can burn somebody, and nothing warns of it.

    Finds instructions that go to the fuser of a printer, or that use hot water, hot air, a hair dryer, an oven or a soldering iron, and that have
    no `risk`; also in Russian and Chinese.

    Why: a fuser has 200 °C for half an hour after the last page. Who follows an instruction trusts that it is safe.

    Example:
        fuser:
          instruction: Clean the fuser
          actions: [Open the back, Wipe the fuser with a cloth]
          not_fixed: end

    Use instead:
        fuser:
          instruction: Clean the fuser
          risk: The fuser is hot. Switch the printer off and wait half an hour.
          actions: [Open the back, Wipe the fuser with a cloth]
          not_fixed: end
    """

    code = "SA104"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in unwarned(_HOT, subject):
            yield inside(text, match, f"“{match[0]}” can burn, and nothing warns of it", "say in a `risk` what is hot, and how long to wait")
