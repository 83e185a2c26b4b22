"""A change to a sentence for people who write trees, and a changed text to the piece of it that changed."""

from collections.abc import Callable, Mapping

from diagnostics.changes.change import Change, Kind

CONTEXT = 3
"""Words that are shown on either side of what changed in a text."""

LONGEST = 120
"""Characters of a text that are shown."""

_JOINERS = "\u200c\u200d"
"""Of what is not printable, the signs that belong to words and pictures. All others could move the cursor of a terminal, or turn a line round."""


def sentence(change: Change) -> str:
    """What changed, without the name of the tree: "answer `dead` of `socket` now leads to `end`, was `retry`"."""
    said = _SENTENCES[change.kind](change)
    return "".join(sign if sign.isprintable() or sign in _JOINERS else "\ufffd" for sign in said)


def reworded(old: str, new: str) -> tuple[str, str]:
    """Two texts without what they have in common, but for a few words on either side of it; each in quotes."""
    before, after = old.split(), new.split()
    shared = min(len(before), len(after))
    head = next((i for i in range(shared) if before[i] != after[i]), shared)
    tail = next((i for i in range(shared - head) if before[-1 - i] != after[-1 - i]), shared - head)
    first, last = max(0, head - CONTEXT), max(0, tail - CONTEXT)
    return tuple(_quoted(("… " if first else "") + " ".join(words[first : len(words) - last]) + (" …" if last else ""))
                 for words in (before, after))  # type: ignore[return-value]  # two of them


def _quoted(text: str) -> str:
    return f"“{_clipped(text)}”"


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _at(change: Change) -> str:
    return f"`{change.step}`" if change.step else "the tree"


def _answer(change: Change) -> str:
    return f"answer `{change.answer}` of {_at(change)}"


def _part(change: Change) -> str:
    owner = _answer(change) if change.answer else _at(change)
    return f"`{change.what}` of {owner}"


def _leads(change: Change) -> str:
    who = _answer(change) if change.kind == "answer.route" else _at(change)
    way = "" if change.what == "next" else f" by `{change.what}`"
    if not change.new:
        return f"{who} no longer leads anywhere{way}, was `{change.old}`"
    return f"{who} now leads to `{change.new}`{way}, was {f'`{change.old}`' if change.old else 'nothing'}"


def _was(change: Change, subject: str, quote: Callable[[str], str] = lambda text: f"`{text}`") -> str:
    if not change.old:
        return f"{subject} is new: {quote(change.new)}"
    if not change.new:
        return f"{subject} is gone, was {quote(change.old)}"
    return f"{subject} is now {quote(change.new)}, was {quote(change.old)}"


def _text(change: Change) -> str:
    if not change.old or not change.new:
        return _was(change, _part(change), _quoted)
    was, now = reworded(change.old, change.new)
    return f"{_part(change)} now reads {now}, was {was}"


def _added(change: Change) -> str:
    says = f" {_quoted(change.new)}" if change.new else ""
    return f"new {change.what} `{change.step}`{says}" + (f", which leads to {change.old}" if change.old else "")


def _removed(change: Change) -> str:
    return f"{change.what} `{change.step}` is gone" + (f", which said {_quoted(change.old)}" if change.old else "")


def _order(change: Change) -> str:
    what = "the fixes" if change.kind == "fixes.order" else "the answers" if not change.structural else "the cases"
    return f"{what} of {_at(change)} now come as {change.new}, were {change.old}"


def _members(change: Change) -> str:
    before, after = ([name for name in names.split(", ") if name] for names in (change.old, change.new))
    gone, come = [f"`{n}`" for n in before if n not in after], [f"`{n}`" for n in after if n not in before]
    said = [f"now try {', '.join(come)}"] * bool(come) + [f"no longer try {', '.join(gone)}"] * bool(gone)
    return f"the fixes of {_at(change)} {' and '.join(said)}"


def _declared(change: Change) -> str:
    if change.what.startswith(_USED) and "," not in change.what and not (change.old and change.new):
        return f"{change.what} is {'used now' if change.new else 'no longer used'}: {_clipped(change.new or change.old)}"
    return _was(change, change.what, _clipped)


_USED = ("fact ", "team ")
"""What a program holds only where a tree uses it."""


_SENTENCES: Mapping[Kind, Callable[[Change], str]] = {
    "tree.added": lambda c: f"the tree `{c.tree}` is new: {_quoted(c.new)}",
    "tree.removed": lambda c: f"the tree `{c.tree}` is gone: {_quoted(c.old)}",
    "tree.start": lambda c: f"the tree now starts at `{c.new}`, was `{c.old}`",
    "tree.entry": lambda c: _was(c, f"the start for the error {_quoted(c.answer)}"),
    "step.added": _added,
    "step.removed": _removed,
    "step.renamed": lambda c: f"step `{c.old}` is now called `{c.new}`; all else about it is the same",
    "step.kind": lambda c: f"{_at(c)} is now {_article(c.new)}, was {_article(c.old)}",
    "answer.added": lambda c: f"new {_answer(c)}: {c.new}",
    "answer.removed": lambda c: f"{_answer(c)} is gone, was {c.old}",
    "answer.renamed": lambda c: f"answer `{c.old}` of {_at(c)} is now called `{c.answer}`; all else about it is the same",
    "answer.route": _leads,
    "step.route": _leads,
    "answer.value": lambda c: _was(c, f"the value that {_answer(c)} sets"),
    "step.fact": lambda c: _was(c, f"the fact that {_at(c)} sets"),
    "step.condition": lambda c: _was(c, f"the condition `{c.what}` of {_at(c)}"),
    "fixes.members": _members,
    "fixes.order": _order,
    "outcome.kind": lambda c: f"the outcome {_at(c)} is now `{c.new}`, was `{c.old}`",
    "outcome.team": lambda c: _was(c, f"the team that {_at(c)} hands over to"),
    "step.part": lambda c: _was(c, _part(c)),
    "answer.order": _order,
    "declaration": _declared,
    "header": lambda c: _was(c, f"`{c.what}`"),
    "text": _text,
}


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
