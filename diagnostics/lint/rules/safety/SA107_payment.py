"""SA107: an instruction that costs money without saying so."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import unwarned
from diagnostics.lint.sighting import inside, lookout
from diagnostics.lint.subject import Subject

_COSTS = lookout(
    "pay buy purchase subscribe subscription order payment card transfer",
    "оплат купите приобретите закажите подписк 支付 付款 购买 订购 订阅 付费",
    r"""\bpay\ +(?:the|a|an|for|with|by|now|online|\d|€|\$|£)\b | \bbuy\ +(?:a|an|the|new|another|more|one)\b | \bpurchase\b(?!\ +(?:date|price
      |order|history|receipt))
    | \b(?:transfer|send|donate)\ +(?:\d+|[€$£]|(?:one|two|five|ten|twenty|fifty|some|the)\ +(?:money|pounds?|dollars?
      |euros?|cents?|pence))
    | \bsubscribe\ +to\b | \border\ +(?:a|an)\ +(?:\w+\ +)?(?:new|spare|replacement|part|cable|battery|charger|adapter)\b
      | \benter\ +(?:your|the)\ +(?:credit\ +|debit\ +|bank\ +)?card\b
    | \bоплатите\b | \b(?:купите|приобретите|закажите)\ +(?:нов|друг|запасн)\w+ | \bоформите\ +(?:платную\ +)?подписку\b
    | 支付 | 付款 | (?:购买|订购)(?:新|一|备) | 付费订阅""",
)


class Payment(TreeRule):
    """An instruction costs money and does not say so.

    Finds instructions to pay, to buy or to subscribe that have no `risk`; also in Russian and Chinese.

    Why: customers do what a guide tells them, one line after the other. What it costs, and whether it can be taken back, belongs before the
    first line.

    Example:
        cable:
          instruction: Try another cable
          actions: [Buy a new cable, Plug it in]
          not_fixed: end

    Use instead:
        cable:
          instruction: Try another cable
          needs: A second cable; borrow one if you can
          risk: A new cable costs about 10 euros. If it does not help, the shop takes it back.
          actions: [Buy a new cable, Plug it in]
          not_fixed: end
    """

    code = "SA107"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in unwarned(_COSTS, subject):
            hint = "say in a `risk` what it costs, or offer it in an outcome"
            yield inside(text, match, f"“{match[0]}” costs money, and nothing says so before", hint)
