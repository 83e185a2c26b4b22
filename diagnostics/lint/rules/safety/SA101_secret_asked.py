"""SA101: a secret is asked for."""

from collections.abc import Iterator

from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import negated
from diagnostics.lint.sighting import inside, lookout, sightings
from diagnostics.lint.subject import Subject

_WORDS = (
    "password passwords passcode your_pin the_pin pin_code pin_number what_pin enter_pin cvv cvc passphrase card_number"
    " card_details security_code one-time_code verification_code confirmation_code"
    " sign-in_code login_code log-in_code tan_code sms_code recovery_key recovery_code recovery_keys recovery_codes secret_answer"
)
_PIECES = "парол пин- пин-код код карт cvv 密码 口令 验证码 卡号 校验码 pin"
_SECRET = r"""(?:passwords?|pass(?:code|phrase)|PIN(?:\ +(?:code|number))?|(?:credit\ +|debit\ +|bank\ +)?card\ +number|card\ +details|CV[VC]2?
      |security\ +code
  |(?:one-time|verification|confirmation|sign-in|log-?in|TAN|SMS)\ +code|recovery\ +(?:key|code)s?|secret\ +answer)
  (?!\ +(?:manager|reset|reminder|hint|policy|app|field|box|message|error|vault|length|checker)|-manager|\ +is\ +not|\ +(?:do|does|did|was
      |has|have)\b)"""
_SECRET_RU = r"""(?:парол[ьяюе]м?|пин-?код\w*|CVV|CVC|номер\w*\ +(?:банковской\ +|вашей\ +)?карты|код\w*\ +из\ +(?:смс|sms|сообщения)
  |код\w*\ +подтверждения)"""
_SECRET_ZH = r"(?:密码|口令|验证码|(?:银行卡|信用卡)?卡号|校验码|安全码|PIN\ ?码?)(?!管理|重置|错误|提示|框)"

_BOX = lookout(_WORDS, _PIECES, rf"\b{_SECRET}(?!\w)|\b{_SECRET_RU}(?!\w)|{_SECRET_ZH}")
"""In the question of a box: whatever is typed there is sent here."""
_ASKED = lookout(
    _WORDS,
    _PIECES,
    rf"""\b(?:what(?:'s|\ +is|\ +was)|which\ +is|tell\ +us|give\ +us|send\ +us|enter|type\ +in|provide|state)\ +(?:us\ +)?(?:your
      |the)\ +(?:[\w-]+\ +){{0,4}}?{_SECRET}(?!\w)
    | \b(?:какой|каков|назовите|введите|сообщите|укажите)\ +(?:у\ +вас\ +|ваш\w*\ +|свой\ +)(?:[\w-]+\ +){{0,3}}?{_SECRET_RU}(?!\w)
    | [你您]的[^，。？]{{0,8}}{_SECRET_ZH}是(?:什么|多少) | 请(?:输入|提供|告诉我们)[你您]的[^，。？]{{0,8}}{_SECRET_ZH}""",
)
"""In the question of other steps."""
_TOLD = lookout(
    _WORDS,
    _PIECES,
    rf"""\b(?:tell|give|send|e-?mail|text|read|write|show|dictate|provide)\ +(?:it\ +)?(?:out\ +)?(?:to\ +)?(?:us|me|them|him|her|support|(?:the|our
      |your)\ +(?:\w+\ +){{0,2}}?
    (?:agent|support|team|technician|desk|person|colleague|operator|caller|staff))\ +(?:your|the)\ +(?:[\w-]+\ +){{0,4}}?{_SECRET}(?!\w)
    | \b(?:tell|give|send|read|dictate|provide|share)\ +(?:out\ +)?your\ +(?:[\w-]+\ +){{0,4}}?{_SECRET}\ +(?:out\ +)?(?:to|with)\ +(?:us
      |me|support|the\ +\w+)
    | \b(?:type|enter|write|put|send)\ +(?:in\ +)?(?:your|the)\ +(?:[\w-]+\ +){{0,4}}?{_SECRET}\ +(?:here\b
      |(?:in|into|on|to)\ +(?:this|our)\ +(?:page|chat|form|box|guide|website|site|field)\b)
    | \b(?:сообщите|назовите|отправьте|продиктуйте|скажите|пришлите)\ +(?:нам|мне|оператору|специалисту|сотруднику
      |поддержке)\ +(?:ваш\w*\ +|свой\ +)?(?:[\w-]+\ +){{0,3}}?{_SECRET_RU}(?!\w)
    | (?:把|将)[你您]的[^，。？]{{0,8}}{_SECRET_ZH}(?:告诉|发给|发送给|提供给)
    | (?:告诉|发给|提供给?)(?:我们|客服|技术人员|工程师)[你您]的[^，。？]{{0,8}}{_SECRET_ZH}""",
)
"""In texts that say what to do."""


_TELLING = ("question", "hint", "help", "do", "detail", "says", "instruction", "text", "needs")


class SecretAsked(TreeRule):
    """A secret is asked for.

    Finds questions that ask for a password, a PIN, the number of a card, a one-time code or a recovery key, boxes to type or paste one into, and
    texts that ask to tell it to somebody; also in Russian and Chinese. Whether somebody *knows* a password may be asked, and so may be told to type
    it into the device's own window.

    Why: nobody who helps needs it. Customers who learn to type it here will type it elsewhere, and what is typed here is stored.

    Example:
        secret:
          question: What is your Wi-Fi password?
          input: text
          fact: name
          next: end

    Use instead:
        knows_it:
          question: Do you know your Wi-Fi password?
          answers: {"y": {label: "Yes", next: end}, "n": {label: "No", next: end}}
    """

    code = "SA101"

    def check(self, subject: Subject) -> Iterator[Found]:
        found: set[int] = set()
        for text, match in sightings(_BOX, subject, ("question",)):
            step = subject.steps.get(text.step)
            if step is not None and step.form in ("input", "paste") and not negated(text.at.value, match.start()):
                found.add(id(text.at.node))
                yield inside(text, match, f"“{match[0]}” is asked for", _HINT)
        for looked, keys in ((_ASKED, ("question", "label")), (_TOLD, _TELLING)):
            for text, match in sightings(looked, subject, keys):
                if id(text.at.node) not in found and not negated(text.at.value, match.start()):
                    found.add(id(text.at.node))
                    yield inside(text, match, f"a secret is asked for: “{match[0]}”", _HINT)


_HINT = "nobody who helps needs it: ask whether the customer knows it, or let them type it into the device itself"
