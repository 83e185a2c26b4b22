"""SA103: an instruction that reaches into a device without a warning."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import unwarned
from diagnostics.lint.sighting import inside, lookout
from diagnostics.lint.subject import Subject

_OPENS = lookout(
    "unscrew the_case your_case its_case casing housing chassis side_panel back_panel rear_panel bottom_panel fuse mains"
    " wires side_cover back_cover rear_cover bottom_cover bottom_plate"
    " power_supply power_adapter"
    " open_the_charger open_the_computer open_your_computer open_the_pc open_the_laptop open_your_laptop open_the_monitor open_the_router"
    " open_the_socket",
    "корпус крышк предохранител щит розетк провод отвинт 机箱 外壳 后盖 保险丝 电源盒 拧下 拆开 螺丝",
    r"""\bopen(?:ing)?\ +(?:up\ +)?(?:the|your|its)\ +(?:computer's\ +|laptop's\ +|monitor's\ +|printer's\ +)?(?:case|casing|housing|chassis
      |power\ +supply|power\ +adapter|charger|computer|pc|laptop|monitor|router|socket)\b(?!'s|\ +(?:menu|app|page|settings|lid|manual))
    | \b(?:remove|take\ +off|unscrew|lift\ +off|pry\ +off)\ +(?:the|its|your)\ +(?:side\ +panel|side\ +cover|(?:back|rear
      |bottom)\ +(?:cover|panel|plate)|casing|housing)\b
    | \btake\ +(?:the|its)\ +(?:side\ +panel|(?:back|rear|bottom)\ +(?:cover|panel))\ +off\b
    | \bunscrew\ +(?:the|all|its|your)\ +(?:[\w-]+\ +){0,3}?(?:screws?
      |cover|panel|plate|case|casing|housing|lid|back|bottom)\b
    | \b(?:replace|change|swap|remove|unscrew)\ +(?:the|a|its)\ +(?:\w+\ +)?fuse\b | \bfuse\ +box\b | \bmains\ +(?:wires?|wiring
      |voltage)\b | \btouch\ +the\ +(?:bare\ +)?wires?\b
    | \b(?:вскройте|разберите|откройте|снимите)\ +(?:\w+\ +)?(?:корпус\w*|блок\ +питания|заднюю\ +крышку|боковую\ +(?:крышку|панель))\b
      | \b(?:замените|выкрутите)\ +(?:\w+\ +)?предохранител\w*
    | (?:打开|拆开|拆下|取下|卸下)(?:电脑|主机|笔记本|显示器|设备)?的?(?:机箱|外壳|后盖|侧板|电源盒?|机壳) | (?:更换|取下)保险丝""",
)


class MainsAndCases(TreeRule):
    """An instruction reaches into a device without a warning.

    Finds instructions that open a case or a power supply, take a panel off, or touch fuses and wires of the mains, and that have no `risk`; also
    in Russian and Chinese.

    Why: mains voltage kills, and the capacitors of a power supply keep it for minutes after the plug is out. Opening can also end the warranty,
    which the customer must know before and not after.

    Example:
        inside:
          instruction: Look at the memory
          actions: [Open the case, Push the memory in]
          not_fixed: end

    Use instead:
        inside:
          instruction: Look at the memory
          risk: Pull the power cable out before you open the case. Never open the metal box of the power supply.
          actions: [Open the case, Push the memory in]
          not_fixed: end
    """

    code = "SA103"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in unwarned(_OPENS, subject):
            yield inside(text, match, f"nothing warns before “{match[0]}”", "say in a `risk` what is dangerous there, and to pull the plug first")
