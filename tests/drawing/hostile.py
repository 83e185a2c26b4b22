"""A tree whose texts want to be something else: markup, words of Mermaid, a megabyte, what no file may hold."""

from dataclasses import replace

from diagnostics.program.types import Answer, Choice, Instruction, Program, Step
from tests.drawing.made import made

TEXTS = [
    "</svg><script>alert(1)</script>", 'a" onload="alert(1)', "`code`", "[x](javascript:alert(1))", "1. list", "- list", "+ x", "end", "#35;quot;",
    "%%{init: {}}%%", "A\u2028B\x00C", "\u202eevil", "Да — нет", "是的 😀", "x" * 1_000_000, "word " * 200_000, "|pipe|", "{{x}}", "a\\b",
    "&lt;b&gt;", "$$x^2$$", "<br>", "---", "10. x", 'click s1 "x"', ";", "", "\ud800", "]]>", "<!--",
]  # fmt: skip


def hostile() -> Program:
    """Each text is the heading of a step and the label of an answer; a step is called `end`."""
    plain = made(40, 2)
    steps: dict[str, Step] = dict(plain.root.steps)
    answers = {f"a{n}": Answer(text, "s1" if n % 2 else "s2") for n, text in enumerate(TEXTS)}
    steps["end"] = Choice(id="end", heading=TEXTS[0], answers=answers)
    for n, text in enumerate(TEXTS):
        steps[f"x{n}"] = Instruction(id=f"x{n}", heading=text, actions=(), not_fixed=f"x{n - 1}" if n else "end")
    tree = replace(plain.root, title=TEXTS[0], steps=steps, start=f"x{len(TEXTS) - 1}")
    return replace(plain, trees={**plain.trees, "made": tree})
