"""A flow chart from elsewhere to a draft tree that checks, and the list of what a person must still decide.

A box stays one step, however many lead to it. What the language asks for and the chart does not say is filled in with what is safe: whoever is
not helped reaches a person, loops are counted, and every such place is on the list.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.authoring.charts import HANDED_OVER, Reading, read_chart, words_of
from diagnostics.authoring.decisions import Decision, Topic
from diagnostics.authoring.graph import Box, FlowChart
from diagnostics.authoring.tree_text import Header, dumped, prose, tree_text
from diagnostics.compiler.library import Declarations


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a tree file, and what is open in it."""

    text: str
    decisions: tuple[Decision, ...]


def draft(chart: FlowChart, header: Header, declared: Declarations) -> Draft:
    """The tree of a chart. It has no errors, whatever the chart is like; the proofs of a very large one may not end."""
    reading = read_chart(chart)
    writer = _Writer(reading, declared, header.owner)
    steps = {reading.names[box.id]: writer.step(box) for box in reading.boxes.values()}
    if writer.handed_over:
        steps[HANDED_OVER] = {"outcome": "handoff", "to": header.owner, "says": "A person takes it from here."}
        writer.decide("person", HANDED_OVER, "what should be said to those whom nothing helped, and which team takes over?")
    whole = [Decision("ways" if "begin" in words else "left", "", words) for words in chart.remarks]
    unreached = [Decision("ways", "", "nothing leads to these: each stands as a comment at the end", box.id) for box in reading.unreached]
    about = [Decision("tree", "", words) for words in _about(header, declared)]
    decisions = (*whole, *unreached, *writer.decisions, *about)
    notes: dict[str, list[str]] = {}
    for decision in decisions:
        notes.setdefault(decision.step, []).append(f"decide: {_clip(decision.comment, 300)}")
    behind = "".join(_comment(box) for box in reading.unreached)
    return Draft(tree_text(header, reading.names[reading.start], steps, notes) + behind, decisions)


def _about(header: Header, declared: Declarations) -> Iterable[str]:
    yield "do the title and the summary say it as a customer would?"
    yield f"is `{header.area}` the right area, and does `{header.owner}` answer for this tree?"
    if declared.products:
        yield "for which products is it? (`products`)"
    yield "what do customers say when they have this problem? (at least eight `symptoms`)"
    yield "read every instruction: is there data, money, mains, heat or a battery at stake? Say it as its `risk`."
    yield "read every fact against the maker's own documentation before you leave the day in `reviewed`."


def _comment(box: Box) -> str:
    ways = [f"{way.label or way.role} → {way.target}" for way in box.ways]
    said = dumped({box.id: [box.heading, *box.texts, *box.actions, *ways, *(f"{key}: {held}" for key, held in box.left)]})
    return "".join(f"# not reached: {line}\n" for line in said.splitlines())


class _Writer:
    """Boxes to steps, one by one. Notes what was filled in."""

    def __init__(self, reading: Reading, declared: Declarations, owner: str) -> None:
        self.reading, self.declared, self.owner = reading, declared, owner
        self.decisions: list[Decision] = []
        self.handed_over = False

    def decide(self, topic: Topic, step: str, words: str, detail: str = "") -> None:
        self.decisions.append(Decision(topic, step, words, detail))

    def step(self, box: Box) -> dict[str, Any]:
        name = self.reading.names[box.id]
        make = {"question": self._question, "fix": self._fix, "person": self._person, "page": self._page, "end": self._end, "": self._fix}
        made = make[box.kind](name, box)
        if box.id in self.reading.counted:
            made["at_most"] = {"rounds": 2, "then": self._person_step()}
            self.decide("ways", name, "the path may come back here; twice was allowed. Is that right, and where should it go after that?")
        for key, held in box.left:
            self.decide("left", name, f"`{_clip(key)}` was not taken over", _clip(held, 200))
        return made

    def _question(self, name: str, box: Box) -> dict[str, Any]:
        made: dict[str, Any] = {"question": prose(box.heading)}
        made |= _aside(_body(box))
        made["answers"] = {}
        for way in box.ways:
            label = way.label or (self.reading.heading(way.target) if way.target else "")
            if not way.label:
                self.decide("texts", name, "a way has no label: what does the customer answer?", f"the way to `{_clip(way.target)}`")
            answer = _unused(_slug(label) or f"answer_{len(made['answers']) + 1}", made["answers"])
            hint = {"hint": prose(way.hint)} if way.hint else {}
            made["answers"][answer] = {"label": prose(_clip(label, 120) or "Continue"), **hint, "next": self._to(name, way.target)}
        return made

    def _fix(self, name: str, box: Box) -> dict[str, Any]:
        heading, actions = _to_do(box)
        made: dict[str, Any] = {"instruction": prose(heading.rstrip("."))}
        if box.risk:
            made["risk"] = prose(box.risk)
        made["actions"] = [prose(action) for action in actions]
        if len(actions) == 1 and not box.actions:
            self.decide("texts", name, "write the actions one by one, and what one should see then (`expect`)")
        made |= {key: value for key, value in (("minutes", box.minutes), ("chance", box.chance)) if value is not None}
        if name in self.reading.asked_after:
            made["did_it_help"] = prose(self.reading.asked_after[name])
        ways = {way.role: way.target for way in reversed(box.ways)}
        if "fixed" in ways and ways["fixed"] not in self.reading.plain_ends:
            made["fixed"] = self._to(name, ways["fixed"])
        onward = ways.get("not_fixed", ways.get("next", ways.get("answer", "")))
        if not onward:
            self.decide("ways", name, "what follows when this did not help? A person takes over, for now.")
        made["not_fixed"] = self._to(name, onward)
        if "cannot" in ways:
            made["cannot"] = self._to(name, ways["cannot"])
        for way in box.ways:
            if ways[way.role] != way.target or (way.role in ("next", "answer") and way.target != onward):
                out = f"`{_clip(way.label) or way.role}` to `{_clip(way.target)}`"
                self.decide("ways", name, "an instruction has one way on: another was left out", out)
        return made

    def _person(self, name: str, box: Box) -> dict[str, Any]:
        named = box.team.casefold()
        team = next((id for id, known in self.declared.teams.items() if named and named in (id.casefold(), known.title.casefold())), "")
        if not team:
            team = self.owner
            who = f"`{_clip(box.team)}` is no team of _library.yml: who" if box.team else "who"
            self.decide("person", name, f"{who} takes over here? For now `{team}` does.")
        for way in box.ways:
            self.decide("ways", name, "a hand-off is an end: a way on from it was left out", f"to `{_clip(way.target)}`")
        return {"outcome": "handoff", **_ending(box), "to": team}

    def _end(self, name: str, box: Box) -> dict[str, Any]:
        return {"outcome": "resolved", **_ending(box)}

    def _page(self, name: str, box: Box) -> dict[str, Any]:
        onward = next((way.target for way in box.ways), "")
        if not onward:
            self.decide("ways", name, "this was the last page of its way: is the problem solved here?")
            return self._end(name, box)
        made: dict[str, Any] = {"information": prose(box.heading)}
        if box.texts or box.actions:
            made["text"] = prose(_body(box))
        for way in box.ways[1:]:
            self.decide("ways", name, "a page to read has one way on: another was left out", f"to `{_clip(way.target)}`")
        return made | {"next": self._to(name, onward)}

    def _to(self, name: str, target: str) -> str:
        if target in self.reading.names:
            return self.reading.names[target]
        if target:
            self.decide("ways", name, f"`{_clip(target)}` is not there; a person takes over, for now")
        return self._person_step()

    def _person_step(self) -> str:
        self.handed_over = True
        return HANDED_OVER


def _to_do(box: Box) -> tuple[str, tuple[str, ...]]:
    """The heading and the actions of something to try: its list, else its sentences."""
    if box.actions:
        return box.heading or box.actions[0], (*(" ".join(text.split()) for text in box.texts), *box.actions)
    sentences = [s for text in box.texts for s in _sentences(text)]
    if sentences:
        return box.heading, tuple(sentences)
    first, *rest = _sentences(box.heading) or [box.heading]
    return first.rstrip("."), tuple(rest) or (first,)


def _body(box: Box) -> str:
    """All but the heading: its texts, and its list."""
    return "\n\n".join(filter(None, (*box.texts, "\n".join(f"- {action}" for action in box.actions))))


def _aside(text: str) -> dict[str, str]:
    return {"hint" if len(text) <= 160 and "\n" not in text else "help": prose(text)} if text else {}


def _ending(box: Box) -> dict[str, str]:
    if box.texts or box.actions:
        return {"title": prose(box.heading), "says": prose(_body(box))}
    return {"says": prose(box.heading)}


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?。！？])\s*(?=[^\s.!?])", text) if part.strip()] if len(text) > 20 else [text]


def _slug(text: str) -> str:
    return "_".join(words_of(text)[:4]).lstrip("_0123456789")[:40].rstrip("_")


def _unused(name: str, taken: Mapping[str, Any]) -> str:
    return name if name not in taken else next(other for n in range(2, len(taken) + 3) if (other := f"{name}_{n}") not in taken)


def _clip(text: str, most: int = 60) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
