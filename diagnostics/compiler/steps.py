"""One written step to one step that runs. One function per form, in the order of the reference."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from diagnostics.compiler.bounds import INPUT_KEYS, bound, check_code, check_order
from diagnostics.compiler.context import NEVER, Context
from diagnostics.conditions.expression import Expression
from diagnostics.model.language import CHECK_FACTS
from diagnostics.model.read import WrittenStep
from diagnostics.model.shapes import At, Record
from diagnostics.program import types as t
from diagnostics.violations import clipped, nearest

QUESTION_MINUTES, INSTRUCTION_MINUTES, CHECK_MINUTES = 0.3, 2.0, 0.5


def compile_step(step: WrittenStep, context: Context, lists: Mapping[str, str]) -> t.Step | None:
    """The step, or None after violations that leave nothing to run. `lists` maps a fixes list's members to it."""
    return _FORMS[step.form](step, context, lists)


def _question_parts(step: WrittenStep, c: Context, minutes: float = QUESTION_MINUTES, member: bool = False) -> dict[str, Any]:
    """What every step that is asked has. `member`: it stands in a fixes list."""
    record = step.record
    given = record.get("minutes")
    return {
        "id": step.id,
        "hint": c.text(record.get("hint")),
        "help": c.text(record.get("help")),
        "image": c.image(record),
        "guard": _guard(step, c, member),
        "minutes": minutes if given is None else given,
    }


def _guard(step: WrittenStep, c: Context, member: bool = False) -> t.Guard | None:
    record = step.record
    when, bound = record.get("when"), record.get("at_most")
    otherwise = c.step(record, "otherwise")
    if when is not None and not record.has("otherwise") and not member:
        c.report("ST002", when.node, "`when` needs `otherwise`", "the step that follows where the condition does not hold")
    surplus = record.get("otherwise")
    if surplus is not None and not record.has("when"):
        c.report("ST010", surplus.node, "`otherwise` stands without `when`", "add the condition, or remove `otherwise`")
    elif surplus is not None and member:
        c.report("ST010", surplus.node, "a member of a fixes list has no `otherwise`", "remove it: the fix is left out where `when` does not hold")
    rounds, then = (bound.get("rounds"), c.step(bound, "then")) if bound is not None else (None, None)
    if when is None and rounds is None:
        return None
    return t.Guard(c.expression(when) if when is not None else None, otherwise, rounds, then)


def _answers(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    record = step.record
    choose = record.get("choose")
    many = choose is not None and choose.value == "many"
    unclear = choose is None and record.has("choose")
    kinds = () if unclear else ("set",) if many else ("choice", "yes_no")
    fact = c.fact(record.get("fact"), kinds, "`choose: many`" if many else "a question with answers")
    follow = c.step(record)
    for key, hint in (("fact", "name a fact of type `set`"), ("next", "branch behind it with `decide`")) if many else ():
        if not record.has(key):
            c.report("ST002", choose.node, f"`choose: many` needs `{key}`", hint)
    values = c.declared.facts[fact].values if fact else None
    answers: dict[str, t.Answer] = {}
    for answer_id, (key, answer) in (record.get("answers") or {}).items():
        if not isinstance(answer, Record):
            continue
        target = c.step(answer) or (None if many else follow)
        unknown, none = bool(answer.get("unknown")), bool(answer.get("none"))
        if not unclear:
            _check_answer(key, answer, many, record, c)
        if none and any(a.none for a in answers.values()):
            c.report("ST010", key, "a second answer with `none: true`", "one of them is enough")
        if values is not None and not unknown and not none and (not answer.has("unknown") and not answer.has("none")):
            hint = "its values are " + ", ".join(f"`{v}`" for v in list(values)[:12]) + "; or write `unknown: true`"
            c.one_of(At(answer_id, key), values, "RF012", f"value of `{fact}` named", hint)
        value = answer_id if fact and not unknown and not none else None
        means = c.text(answer.get("means"))
        answers[answer_id] = t.Answer(c.needed(answer.get("label")), target, value, c.text(answer.get("hint")), means, none, unknown)
    if not unclear:
        _check_leads(record, many, c)
    parts, heading = _question_parts(step, c), c.needed(record.get("question"))
    if not answers:
        return None
    return t.Choice(**parts, heading=heading, fact=fact, answers=answers, many=many, next=follow if many else None)


def _check_leads(record: Record, many: bool, c: Context) -> None:
    """Each answer leads somewhere; where several do not, the step's `next` is what is missing."""
    answers = {name: key for name, (key, answer) in (record.get("answers") or {}).items() if isinstance(answer, Record) and not answer.has("next")}
    if many or record.has("next") or not answers:
        return
    names = [f"`{name}`" for name in answers]
    message = f"the answer {names[0]} leads nowhere" if len(names) == 1 else f"the answers {', '.join(names[:-1])} and {names[-1]} lead nowhere"
    hint = "give it a `next`, or the step one for all answers" if len(names) == 1 else "give the step a `next`, for all answers without one"
    c.report("ST002", next(iter(answers.values())), message, hint)


def _check_answer(key: Any, answer: Record, many: bool, record: Record, c: Context) -> None:
    surplus = answer.get("next")
    if many and surplus is not None:
        c.report("ST010", surplus.node, "an answer of `choose: many` has no `next`", "put it on the step, and branch with `decide`")
    if answer.get("none") and not many:
        c.report("ST010", key, "`none` is for checkboxes", "use `unknown: true`, or remove it")
    if answer.get("unknown") and not record.has("fact"):
        c.report("ST010", key, "`unknown` is for questions with a `fact`", "remove it: nothing is set here anyway")


INPUT_FACTS = {"text": ("text",), "number": ("number",), "date": ("date",), "money": ("money",), "code": ("text",), "choice": ("choice", "yes_no")}


def _input(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    record = step.record
    written = record.get("input")
    kind = written.value if written is not None else ""  # a kind that was reported says nothing about the other keys
    for key in ("min", "max", "unit", "pattern") if kind else ():
        if record.has(key) and key not in INPUT_KEYS[kind]:
            at = record.get(key)
            node = (at[0] if isinstance(at, tuple) and not isinstance(at, At) else at).node if at else step.key
            c.report("ST010", node, f"`{key}` does not go with `input: {kind}`", f"remove it, or choose another kind of input than `{kind}`")
    if kind == "code":
        check_code(record, c)
    low, high = bound(record, "min", kind, c), bound(record, "max", kind, c)
    check_order(record, kind, low, high, c)
    parts, heading, unit = _question_parts(step, c), c.needed(record.get("question")), c.text(record.get("unit"))
    fact = c.fact(record.get("fact"), INPUT_FACTS.get(kind, ()), f"`input: {kind}`")
    follow = c.step(record)
    if fact is None or follow is None:
        return None
    return t.Input(
        **parts,
        heading=heading,
        kind=kind, fact=fact, next=follow,
        low=low, high=high,
        unit=unit,
        pattern=tuple(at.value for at in record.get("pattern") or ()),
        example=record.get("example").value if record.get("example") else "",
        optional=bool(record.get("optional")),
    )  # fmt: skip


def _paste(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    record = step.record
    fact = c.fact(record.get("fact"), ("text",), "a pasted text")
    follow = c.step(record)
    matches = tuple(t.Match(m.get("text").value, target) for m in record.get("matches") or () if (target := c.step(m)) and m.get("text"))
    parts, heading = _question_parts(step, c), c.needed(record.get("question"))
    if follow is None:
        return None
    example = record.get("example").value if record.get("example") else ""
    return t.Paste(**parts, heading=heading, fact=fact, matches=matches, next=follow, example=example)


def _instruction(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    record = step.record
    member = step.id in lists
    parts = _question_parts(step, c, INSTRUCTION_MINUTES, member)
    not_fixed = c.step(record, "not_fixed")
    if member and record.get("not_fixed"):
        c.report("ST010", record.get("not_fixed").node, f"`{step.id}` is a member of the list `{lists[step.id]}` and has no `not_fixed`",
                 "the list goes on by itself: remove this line")  # fmt: skip
    if not member and not record.has("not_fixed"):
        c.report("ST002", step.key, f"the instruction `{step.id}` needs `not_fixed`",
                 "where it leads when it did not help; or put it into a `fixes` list")  # fmt: skip
    risk = record.get("risk")
    return t.Instruction(
        **parts,
        heading=c.needed(record.get("instruction")),
        actions=tuple(t.Action(c.needed(a.get("do")), c.text(a.get("detail"))) for a in record.get("actions") or ()),
        not_fixed=None if member else not_fixed,
        fixed=c.step(record, "fixed"),
        cannot=c.step(record, "cannot"),
        in_list=lists.get(step.id),
        expect=c.text(record.get("expect")),
        did_it_help=c.text(record.get("did_it_help")),
        needs=c.text(record.get("needs")),
        risk=t.Risk(c.needed(risk.get("says")), c.text(risk.get("detail"))) if risk is not None else None,
        video=record.get("video").value if record.get("video") else None,
        chance=record.get("chance"),
    )


def _information(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    follow = c.step(step.record)
    parts = _question_parts(step, c) | {"help": c.text(step.record.get("text"))}
    heading = c.needed(step.record.get("information"))
    return t.Information(**parts, heading=heading, next=follow) if follow else None


def _check(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    record = step.record
    results = _results(record, ("pass", "fail", "unavailable"), step, c)
    kind, parts = record.get("check"), _question_parts(step, c, CHECK_MINUTES)
    if kind is None:
        for at in record.get("keep") or ():
            c.fact(at)
        return None
    keep = tuple(f for at in record.get("keep") or () if (f := _kept(at, "check", c, CHECK_FACTS.get(kind.value, ()))))
    return t.Check(**parts, heading="", kind=kind.value, results=results, keep=keep)


def _lookup(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    record = step.record
    source = c.one_of(record.get("lookup"), c.declared.lookups, "RF008", "lookup")
    unavailable, guard = c.step(record, "unavailable"), _guard(step, c)
    if source is None:
        for at in record.get("keep") or ():
            c.fact(at)
        for _, at in (record.get("results") or {}).values():
            c.step(Record(record.node, {"next": at}))
        return None
    declared = c.declared.lookups[source]
    results = _results(record, declared.results, step, c)
    keep = tuple(f for at in record.get("keep") or () if (f := _kept(at, "lookup", c, declared.facts)))
    c.facts.update(name for name in declared.keys if name in c.declared.facts)
    return t.Lookup(id=step.id, guard=guard, source=source, keys=declared.keys, keep=keep, timeout=declared.timeout,
                    results={**results, "unavailable": unavailable or ""})  # fmt: skip


def _results(record: Any, wanted: tuple[str, ...], step: WrittenStep, c: Context) -> dict[str, str]:
    """Each wanted result's step; a missing or unknown one is a violation."""
    written = record.get("results") or {}
    results = {}
    misspelt = set()
    for name, (key, at) in written.items():
        if name not in wanted:
            hint = "the results are " + ", ".join(f"`{w}`" for w in wanted)
            c.one_of(At(name, key), wanted, "RF016", "result", hint)
            misspelt.add(nearest(name, wanted))
        elif target := c.step(Record(record.node, {"next": at})):
            results[name] = target
    for name in wanted:
        if record.get("results") is not None and name not in written and name not in misspelt:
            c.report("ST002", step.key, f"`{step.id}` has no route for the result `{name}`", "every result needs one")
    return results


def _kept(at: Any, source: str, c: Context, offered: tuple[str, ...]) -> str | None:
    name = c.fact(at)
    if name is None:
        return None
    if at.value not in offered:
        hint = "it returns " + ", ".join(f"`{f}`" for f in offered) if offered else "it returns no facts"
        c.report("RF017", at.node, f"this {source} does not return `{name}`", c.near(at.value, offered) or hint)
    elif source not in c.declared.facts[name].sources:
        c.report("FA002", at.node, f"`{name}` may not come from a {source}", f"add `{source}` to its `sources` in _library.yml")
    return name


def _compute(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    sets = []
    for name, (key, at) in (step.record.get("compute") or {}).items():
        fact = c.fact(At(name, key)) if isinstance(at, At) else None
        if fact is None:
            continue
        declared = c.declared.facts[fact]
        if "computed" not in declared.sources:
            c.report("FA002", key, f"`{fact}` may not be computed", "add `computed` to its `sources` in _library.yml")
        wanted = {"choice": "text", "yes_no": "text", "money": "number"}.get(declared.kind, declared.kind)
        expression = c.expression(at, wanted)
        _check_computed(expression, fact, at, c)
        sets.append((fact, expression))
    follow = c.step(step.record)
    return t.Compute(id=step.id, sets=tuple(sets), next=follow) if follow else None


def _check_computed(expression: Expression, fact: str, at: At, c: Context) -> None:
    """A computed choice or set has only values that the fact can have."""
    values = c.declared.facts[fact].values
    if not values or expression == NEVER:
        return
    for part in expression[1:] if expression[0] == "list" else (expression,):
        found: Sequence[str] = ()
        if part[0] == "text":
            found = (part[1],)
        elif part[0] == "fact":
            types = {name: fact.type for name, fact in c.declared.facts.items()} | {f"{c.tree.id}/{s}": k for s, k in (c.names.steps or {}).items()}
            found = sorted(types[part[1]].values)
        elif part[0] == "table":
            found = tuple(str(entry) for entry in c.declared.tables[part[1]].values())
        wrong = [value for value in found if value not in values]
        if wrong or not found:
            message = f"`{clipped(wrong[0])}` is no value of `{fact}`" if wrong else f"it is not certain that this is a value of `{fact}`"
            hint = c.near(wrong[0], values) if wrong else ""
            c.report("EX005", at.node, message, hint or "its values are " + ", ".join(f"`{v}`" for v in list(values)[:12]))
            return


def _decide(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    cases = tuple((c.expression(case.get("when")), target) for case in step.record.get("decide") or () if (target := c.step(case)))
    return t.Decide(id=step.id, cases=cases, otherwise=c.step(step.record, "otherwise"))


def _fixes(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    members = []
    for at in step.record.get("fixes") or ():
        member = c.tree.steps.get(at.value)
        if member is None:
            c.step(Record(step.record.node, {"fixes": at}), "fixes")
        elif member.form != "instruction":
            c.report("RF011", at.node, f"`{at.value}` is not an instruction", "a fixes list holds instructions only")
        elif lists.get(at.value) != step.id or at.value in members:
            c.report("RF011", at.node, f"`{at.value}` is a fix in two places", "each instruction is in one fixes list, and there once")
        else:
            members.append(at.value)
    follow = c.step(step.record, "not_fixed")
    return t.Fixes(id=step.id, members=tuple(members), not_fixed=follow) if follow and members else None


def _call(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    tree = c.one_of(step.record.get("call"), c.trees, "RF001", "tree")
    follow = c.step(step.record)
    if tree is None:
        return None
    if c.trees[tree] is None:
        c.hollow = True
        return None
    if c.trees[tree] and not step.record.has("next"):
        c.report("ST002", step.key, f"the call of `{tree}` needs `next`", f"`{tree}` has a `return`: say where it comes back to")
    surplus = step.record.get("next")
    if not c.trees[tree] and surplus is not None:
        c.report("ST010", surplus.node, f"`{tree}` never returns, so this `next` is never used", "remove it")
    return t.Call(id=step.id, tree=tree, next=follow)


def _outcome(step: WrittenStep, c: Context, lists: Mapping[str, str]) -> t.Step | None:
    record = step.record
    written = record.get("outcome")
    kind = written.value if written is not None else ""  # a kind that was reported says nothing about the other keys
    team = c.team(record.get("to"))
    if kind == "handoff" and not record.has("to"):
        c.report("ST002", written.node, f"the hand-off `{step.id}` needs `to`", "the team that takes over")
    if record.get("to") and kind in ("resolved", "return"):
        c.report("ST010", record.get("to").node, f"`{kind}` hands over to nobody", "remove `to`, or make it a handoff")
    if kind not in ("return", "") and not record.has("says"):
        c.report("ST002", step.key, f"the outcome `{step.id}` needs `says`", "what it means, and what happens now")
    offer = record.get("offer")
    return t.Outcome(
        id=step.id, kind=kind, says=c.text(record.get("says")), title=c.text(record.get("title")), team=team,
        bring=tuple(b for at in record.get("bring") or () if (b := c.bring(at))),
        urgency=record.get("urgency").value if record.get("urgency") else "normal",
        offer=t.Offer(c.needed(offer.get("title")), offer.get("url").value if offer.get("url") else "") if offer is not None else None,
        ask=c.text(record.get("ask")),
    )  # fmt: skip


_FORMS: dict[str, Callable[[WrittenStep, Context, Mapping[str, str]], t.Step | None]] = {
    "answers": _answers, "input": _input, "paste": _paste, "instruction": _instruction, "information": _information,
    "check": _check, "lookup": _lookup, "compute": _compute, "decide": _decide, "fixes": _fixes, "call": _call, "outcome": _outcome,
}  # fmt: skip
