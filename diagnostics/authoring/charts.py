"""A flow chart to what its boxes are: kinds told where the source leaves them open, names as steps, loops, what nothing leads to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from anyascii import anyascii

from diagnostics.authoring.graph import Box, FlowChart, Kind, Role, Way

HANDED_OVER = "talk_to_a_person"
"""The step that a draft adds for everybody whom the chart leaves alone."""

_PERSON = re.compile(
    r"\b(contact|call|phone|escalat\w*|support|technician|engineer|ticket|hotline|service desk|help ?desk|repair shop|hand ?over|send (it )?in)\b"
    r"|\b(send|bring|take|ship)\b.*\b(repair|service|shop|store|workshop)\b"
    r"|поддержк|позвон|обрат|заявк|специалист|передать|передайте|вызва|вызов|мастер|в ремонт|联系|客服|工单|致电|维修",
    re.IGNORECASE,
)  # fmt: skip
_WELL = re.compile(
    r"\b(done|solved|fixed|resolved|works?( now)?|working|success\w*|end|finished?|ok|all good)\b|готово|решен|работает|完成|解决|正常", re.IGNORECASE
)
_DID_IT = re.compile(r"\b(work\w*|fix\w*|help\w*|solved|resolved|gone|better|now)\b|помогло|работает|исправ|好了|解决|正常", re.IGNORECASE)
_ENDS: Mapping[str, Kind] = {
    **dict.fromkeys("end done finish finished stop_here solved resolved fixed success ok gotovo konets wancheng jiejue".split(), "end"),
    **dict.fromkeys("escalate escalation agent human support handoff hand_off ticket help_desk helpdesk technician".split(), "person"),
}  # fmt: skip
"""Names that charts lead to without drawing them."""
_SAYS_NOTHING = re.compile(r"[a-z]{0,2}|[a-z]{1,4}_?\d+(?:_\d+)*|(?:node|step|box|vopros|reshenie|state|item)(?:_?\d+)*")
"""A box's id that tells nobody what it is: another name is made of its text."""
_HELPED = re.compile(r"(?i)^\W*(yes|no|y|n|да|нет|是|否)\W*$")
"""An answer that alone does not say that something was tried."""
_PROBLEM = re.compile(
    r"n't\b|n’t\b|\b(not?|cannot|errors?|broken|slow|dead)\b|\b(problem|issue|fail)|\b(не|нет)\b|ошибк|проблем|不|没|故障|问题", re.IGNORECASE
)
"""What stands in the first box of a chart that only says what is wrong."""
_NO = re.compile(r"\bno\b|\bnot\b|n't\b|n’t\b|\bstill\b|\bfail|\bнет\b|\bне\b|没|否|不", re.IGNORECASE)
_YES = re.compile(r"\byes\b|\bwork|\bfixed\b|\bsolved\b|\bresolved\b|\bhelped\b|\bok\b|\bда\b|помогло|работает|是|好了|解决", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A chart as it will be written. `names`: box → step; `counted` are boxes that a loop comes back to; `asked_after`: step of a fix → the
    question that the chart asked after it; `plain_ends` say no more than that all is well, which a yes to an instruction says by itself."""

    start: str
    boxes: Mapping[str, Box]
    names: Mapping[str, str]
    counted: frozenset[str]
    asked_after: Mapping[str, str]
    plain_ends: frozenset[str]
    unreached: tuple[Box, ...]

    def heading(self, box: str) -> str:
        return self.boxes[box].heading if box in self.boxes else box


def read_chart(chart: FlowChart) -> Reading:
    drawn = _with_ends(chart.boxes)
    boxes = {name: _told(box, drawn) for name, box in drawn.items()}
    asked = _merge(chart.start, drawn, boxes)
    first = boxes[chart.start]
    only_says = not chart.boxes[chart.start].kind and chart.start not in asked and first.kind == "fix" and bool(_PROBLEM.search(first.heading))
    if first.ways and (only_says or first.kind in ("person", "end")):
        boxes[chart.start] = replace(first, kind="page")
    reached = _reached(chart.start, boxes)
    kept = {name: box for name, box in boxes.items() if name in reached}
    names = _names(kept)
    merged = {question for _, question in asked.values()}
    lost = tuple(box for name, box in boxes.items() if name not in reached and name not in merged and not _only_an_end(box))
    after = {names[name]: heading for name, (heading, _) in asked.items() if name in names}
    ends = frozenset(name for name, box in boxes.items() if _only_an_end(box))
    return Reading(chart.start, kept, names, _loops(chart.start, kept), after, ends, lost)


def _only_an_end(box: Box) -> bool:
    return box.kind == "end" and not box.texts and len(box.heading) < 25


def _with_ends(boxes: Mapping[str, Box]) -> dict[str, Box]:
    """And the ends that ways lead to by name alone (`done`, `escalate`)."""
    missing = {way.target: _ENDS[word] for box in boxes.values() for way in box.ways
               if way.target not in boxes and (word := "_".join(words_of(way.target))) in _ENDS}  # fmt: skip
    return {**boxes, **{name: Box(name, kind, name.replace("_", " ").capitalize()) for name, kind in missing.items()}}


def _told(box: Box, boxes: Mapping[str, Box]) -> Box:
    """The box with its kind, told by its ways and words where the source left it open; its ways with roles that its kind can have."""
    box = replace(box, kind=_kind(box, boxes), heading=box.heading or box.team or box.id)
    if box.kind != "fix":
        return box
    ways = tuple(replace(way, role=_role(way)) for way in box.ways)
    if _was_tried(box, boxes):
        ways = tuple(replace(way, role=way.role if way.role == "not_fixed" else "fixed") for way in ways)
    return replace(box, ways=ways)


def _kind(box: Box, boxes: Mapping[str, Box]) -> Kind:
    answers = [way for way in box.ways if way.role in ("answer", "next")]
    if box.kind == "question":
        return "question" if len(answers) > 1 or any(way.label for way in answers) else "page" if answers else "fix" if box.ways else "person"
    if box.kind == "page" and len(answers) > 1:
        return "question"
    if box.kind == "end" and box.ways:
        return "page"
    if box.kind:
        return box.kind
    hint = next((kind for start, kind in _ID_TELLS.items() if re.match(start, box.id, re.IGNORECASE)), None)
    if hint and (hint != "page" or len(answers) == 1):
        return hint
    if _was_tried(box, boxes):
        return "fix"
    if len(answers) > 1 or (answers and box.heading.endswith(("?", "？"))):
        return "question"
    if not box.ways:
        return "person" if _PERSON.search(box.heading) else "end" if _WELL.search(box.heading) and len(box.heading) < 60 else "fix"
    return "page" if re.match(r"(?i)(start|begin)\b|начало|开始", box.heading) else "fix"


_ID_TELLS: Mapping[str, Kind] = {r"info_?\d*$": "page", r"esc(?:alat\w*)?_?\d*$": "person", r"(?:sol(?:ution)?|fix)_?\d*$": "fix"}
"""Ids by which people who draw charts number boxes of a kind."""


def _was_tried(box: Box, boxes: Mapping[str, Box]) -> bool:
    """Whether the ways of a box that asks nothing say whether it helped: one says no, the other yes or ends well."""
    if box.heading.endswith(("?", "？")) or len(box.ways) != 2 or any(_HELPED.match(way.label) for way in box.ways):
        return False
    no = [way for way in box.ways if _NO.search(way.label)]
    other = [way for way in box.ways if way not in no and way.label]
    return len(no) == len(other) == 1 and (
        bool(_YES.search(other[0].label)) or bool(_WELL.search(boxes[other[0].target].heading if other[0].target in boxes else ""))
    )


def _role(way: Way) -> Role:
    if way.role != "answer":
        return way.role
    if not way.label:
        return "next"
    return "not_fixed" if _NO.search(way.label) else "fixed" if _YES.search(way.label) else "answer"


def _merge(start: str, drawn: Mapping[str, Box], boxes: dict[str, Box]) -> dict[str, tuple[str, str]]:
    """An instruction asks by itself whether it helped. Where a drawn chart asks that in a box of its own, which only this instruction leads to,
    the two become one step. Gives box → (the question, its box)."""
    parents: dict[str, int] = {}
    for box in boxes.values():
        for way in box.ways:
            parents[way.target] = parents.get(way.target, 0) + 1
    asked: dict[str, tuple[str, str]] = {}
    for name, box in boxes.items():
        if drawn[name].kind or box.kind != "fix" or len(box.ways) != 1 or box.ways[0].role != "next":
            continue
        question = boxes.get(box.ways[0].target)
        if question is None or question.id == start or parents[question.id] != 1 or question.kind != "question" or len(question.ways) != 2:
            continue
        roles = {("not_fixed" if _NO.search(way.label) else "fixed" if _YES.search(way.label) else ""): way.target for way in question.ways}
        if roles.keys() == {"fixed", "not_fixed"} and _DID_IT.search(question.heading) and len(question.heading) < 60:
            asked[name] = (question.heading, question.id)
            boxes[name] = replace(box, ways=(Way("fixed", "", roles["fixed"]), Way("not_fixed", "", roles["not_fixed"])))
    return asked


def _leads(box: Box, boxes: Mapping[str, Box]) -> list[str]:
    """Where a step of this box leads: only as many ways as its kind has."""
    if box.kind in ("person", "end"):
        return []
    targets = [way.target for way in box.ways if way.target in boxes]
    if box.kind == "page":
        return [box.ways[0].target] if box.ways and box.ways[0].target in boxes else []
    if box.kind == "fix":
        roles = {way.role: way.target for way in reversed(box.ways)}
        onward = roles.get("not_fixed", roles.get("next", roles.get("answer", "")))
        fixed = roles.get("fixed", "")
        ends = fixed in boxes and _only_an_end(boxes[fixed])
        return [name for name in (onward, "" if ends else fixed, roles.get("cannot", "")) if name in boxes]
    return targets


def _reached(start: str, boxes: Mapping[str, Box]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for target in _leads(boxes[waiting.pop()], boxes):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _loops(start: str, boxes: Mapping[str, Box]) -> frozenset[str]:
    """The boxes that a way leads back to: every loop has one, since a walk in depth meets each loop at a box that it stands in."""
    back: set[str] = set()
    state: dict[str, bool] = {start: True}
    work = [(start, iter(_leads(boxes[start], boxes)))]
    while work:
        name, rest = work[-1]
        for target in rest:
            if state.get(target):
                back.add(target)
            elif target not in state:
                state[target] = True
                work.append((target, iter(_leads(boxes[target], boxes))))
                break
        else:
            state[name] = False
            work.pop()
    return frozenset(back)


def _names(boxes: Mapping[str, Box]) -> dict[str, str]:
    """Box → step id: the box's own id where it says something, else its first words."""
    names: dict[str, str] = {}
    taken = {HANDED_OVER, "resolved"}
    for name, box in boxes.items():
        own, words = _snake(name), _snake(box.heading, 5)
        made = words or own or "step" if _SAYS_NOTHING.fullmatch(own) else own
        number = 2
        base = made
        while made in taken:
            made, number = f"{base}_{number}", number + 1
        names[name] = made
        taken.add(made)
    return names


def words_of(text: str) -> list[str]:
    """The words of a text as names hold them: in Latin letters, whatever the language."""
    return re.findall("[a-z0-9]+", re.sub("['’]", "", anyascii(text)).lower())


def _snake(text: str, most: int = 12) -> str:
    return "_".join(words_of(text)[:most]).lstrip("_0123456789")[:60].rstrip("_")
