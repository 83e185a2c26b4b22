"""GO103: a fact that names a person and is not marked as personal."""

import re
from collections.abc import Iterator

from diagnostics.lint.rule import FoundAt, LibraryRule
from diagnostics.lint.subject import Shelf
from diagnostics.lint.unused import entries
from diagnostics.model.shapes import Record

_PERSONAL = re.compile(
    r"""(?xi) \be-?mail\ address | \b(?:phone|mobile|telephone)\ number | \b(?:first|last|full|family|your|customer's)\ name | \bsurname\b
    | \b(?:postal|home|street|delivery|billing)\ address | \bpost(?:al)?\ ?code | \bdate\ of\ birth | \bbirthday\b | \biban\b
    | \b(?:account|card|customer|passport|order|contract|serial|insurance)\ number | \bservice\ tag | \blicen[cs]e\ plate
    | \bадрес\ (?:электронной\ )?почты | \bномер\ (?:телефона|заказа|договора|карты|паспорта|счёта|счета) | \bсерийный\ номер | \bфамилия\b
    | \bдата\ рождения | \b(?:домашний|почтовый)\ адрес | 邮箱地址 | 电子邮件地址 | 手机号 | 电话号码
    | 姓名 | 身份证 | 订单号 | 序列号 | 银行卡号 | 出生日期
    """
)


class PersonalNotMarked(LibraryRule):
    """A personal fact that is not marked.

    Finds facts of the type `text` or `date` whose label speaks of what names a person or their thing, such as an e-mail address, a phone number, an
    order number or a serial number, and that are not `personal: true`.

    Why: what customers type there is kept in the event log for good. With `personal: true` it stays with the visit only, and is erased with it.

    Example:
        facts:
          contact_mail: {label: E-mail address, type: text}

    Use instead:
        facts:
          contact_mail: {label: E-mail address, type: text, personal: true}
    """

    code = "GO103"

    def check(self, shelf: Shelf) -> Iterator[FoundAt]:
        for name, node, fact in entries(shelf, "facts") if shelf.document is not None else ():
            kind, label = (fact.get("type"), fact.get("label")) if isinstance(fact, Record) else (None, None)
            if kind is None or label is None or kind.value not in ("text", "date") or fact.has("personal"):
                continue
            if _PERSONAL.search(label.value) and shelf.document is not None:
                span = shelf.document.span(node)
                message = f"`{name}` names a person or their thing, and is not marked as personal"
                yield FoundAt(span, message, "add `personal: true`; or `personal: false`, if it does not", shelf.document.line(span.line))
