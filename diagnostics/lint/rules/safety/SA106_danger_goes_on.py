"""SA106: a danger that does not stop the visit."""

import re
from collections.abc import Iterator

from diagnostics.compiler.compile import written_routes
from diagnostics.lint.rule import Found, TreeRule
from diagnostics.lint.rules.safety.unwarned import negated
from diagnostics.lint.sighting import inside, lookout, sightings
from diagnostics.lint.subject import Subject
from diagnostics.model.read import WrittenStep
from diagnostics.model.shapes import Record

_DANGER = lookout(
    "smoke smokes smoking smell smells burnt burning burned sparks sparking flames fire swollen bulges bulging bloated melted melting scorched"
    " hisses crackles",
    "дым гар искр вздул вздут горел пламя оплав пожар 冒烟 烧焦 焦味 火花 鼓包 膨胀 着火 起火 熔化",
    r"""\bsmok(?:e|es|ing)\b | \bsmells?\b[^.]{0,15}\b(?:burn|burnt|burned|burning|melted|plastic|scorched)\b | \b(?:burning|burnt|burned
      |scorched)\ +(?:smell|plug|cable|socket|plastic|port)\b
    | \bsparks?\b | \bsparking\b | \b(?:on|catch(?:es)?|caught)\ +fire\b | \bflames?\b | \b(?:swollen|bulging|bloated)\b | \bbulges\b
      | \bmelted\b | \bmelting\b | \bscorched\b | \b(?:crackles|hisses)\b
    | \bдым\w* | \b(?:пахнет|запах\w*)\ +(?:гар\w+|горел\w+) | \bискр\w+ | \bвзду(?:л|т)\w+ | \bоплав\w+ | \bпожар\w* | \bплам\w+
    | 冒烟 | 烧焦 | 焦味 | 火花 | 鼓包 | 膨胀 | 着火 | 起火 | 熔化""",
)
_NOT_IT = re.compile(
    r"smoke (?:alarm|detector)|sparks? (?:app|mail)|fire (?:tv|stick|hd|tablet|wall)|burn(?:t|ed)?-in|датчик дыма|пожарн\w+ (?:сигнализац|датчик)",
    re.IGNORECASE,
)
_FAR = 3
"""Steps within which the stop must come: on the way may lie one question of detail, or a decision."""


class DangerGoesOn(TreeRule):
    """An answer tells of a danger, and the visit goes on.

    Finds labels that speak of smoke, sparks, a smell of burning, melted plugs or a swollen battery, and from which no `stop` is reached within
    three steps; also in Russian and Chinese.

    Why: whoever says that it smokes must read within seconds to pull the plug and leave it alone, and must not be led through settings.

    Example:
        smell:
          question: What do you notice?
          answers:
            burnt: {label: It smells burnt, next: end}
            none: {label: Nothing, next: end}

    Use instead:
        smell:
          question: What do you notice?
          answers:
            burnt: {label: It smells burnt, next: stop_burnt}
            none: {label: Nothing, next: end}
        stop_burnt:
          outcome: stop
          says: Pull the plug and leave the device alone.
          to: service
    """

    code = "SA106"

    def check(self, subject: Subject) -> Iterator[Found]:
        for text, match in sightings(_DANGER, subject, ("label",)):
            step = subject.steps.get(text.step)
            if step is None or negated(text.at.value, match.start()) or _NOT_IT.search(text.at.value):
                continue
            begins = _next_of(step, text.field)
            if begins is not None and not _stops(begins, subject):
                hint = "lead it to an outcome `stop` that says to pull the plug and leave it"
                yield inside(text, match, f"“{match[0]}” does not lead to a `stop`", hint)


def _next_of(step: WrittenStep, field: str) -> str | None:
    """Where the answer with this label leads; None where that could not be read."""
    _, answer = (step.record.get("answers") or {}).get(field.split(".")[1], (None, None))
    if not isinstance(answer, Record):
        return None
    at = answer.get("next") if answer.has("next") else step.record.get("next")
    return at.value if at is not None else None


def _stops(begins: str, subject: Subject) -> bool:
    """Whether a `stop` is near, or something that cannot be seen from here: a step that is broken, or another tree."""
    seen, here = {begins}, [begins]
    for _ in range(_FAR):
        ahead: list[str] = []
        for name in here:
            step = subject.steps.get(name)
            if step is None or step.form == "call" or (step.form == "outcome" and getattr(step.record.get("outcome"), "value", "stop") == "stop"):
                return True
            ahead += [at.value for at in (*written_routes(step.record), *(step.record.get("fixes") or ())) if at.value not in seen]
            seen.update(ahead)
        here = ahead
    return False
