"""Folders that nobody would write by accident: the whole check of them, proofs and rules included, ends soon and stays small."""

from pathlib import Path
from time import process_time

import pytest

from diagnostics.checking.check import check_folder
from tests.checking.folders import TODAY, folder_of

SECONDS = 12.0
"""Of processor time, on a machine that is busy with other things; most take less than one."""
HEAD = "format: 1\ntree: main\ntitle: T\nsummary: S\narea: any\nowner: desk\nreviewed: 2026-11-22\nstart: s0\nsteps:\n"
END = "  end: {outcome: resolved, says: Done.}\n"


def many(count: int, step: str) -> str:
    return HEAD + "".join(step.format(n=n, m=n + 1) for n in range(count)) + f"  s{count}: {{information: Last, next: end}}\n" + END


@pytest.mark.parametrize(
    "text",
    [
        HEAD + f"  s0: {{question: Q, answers: {{a: {{label: {'x' * 1_000_000}, next: end}}}}}}\n" + END,
        HEAD + f"  s0: {{information: {'word ' * 45_000}, next: end}}\n" + END,
        HEAD + f"  s0: {{information: '{'![a](b)' * 30_000}', next: end}}\n" + END,
        HEAD + f"  s0: {{information: '{'[' * 120_000}{']' * 120_000}', next: end}}\n" + END,
        HEAD + f"  s0: {{information: '{'a.' * 100_000}', next: end}}\n" + END,
        HEAD + f"  s0: {{information: '{'{{' * 100_000}', next: end}}\n" + END,
        HEAD + f"  s0: {{information: '{'–' * 80_000}', next: end}}\n" + END,
        HEAD + f"  s0: {{information: '{'的' * 80_000}', next: end}}\n" + END,
        HEAD + "  s0: " + "[" * 100_000,
        "# allow EF103: x\n" * 15_000 + HEAD + END,
        many(900, "  s{n}: {{information: I, next: s{m}}}\n"),
        many(900, "  s{n}: {{question: Q, answers: {{a: {{label: A, next: s{m}}}, b: {{label: B, next: s{m}}}}}}}\n"),
        many(900, "  s{n}: {{question: Q, answers: {{a: {{label: A, next: x{m}}}, b: {{label: B, next: s{m}}}}}}}\n"),
        many(400, "  s{n}: {{question: Q, choose: many, answers: {{a: A, b: B, c: C}}, next: s{m}, at_most: {{rounds: 20, then: end}}}}\n"),
        many(300, "  s{n}: {{decide: [{{when: answer('q{n}') == 'a', next: s{m}}}], otherwise: s0}}\n"),
        many(24, "  s{n}: {{question: Q, answers: {{a: {{label: A, next: d{n}}}, b: {{label: B, next: d{n}}}}}}}\n"
                 "  d{n}: {{decide: [{{when: answer('s{n}') == 'a' and answer('s0') == 'b', next: s{m}}}], otherwise: s{m}}}\n"),
        HEAD + "  s0: {decide: [" + ", ".join(f"{{when: count > {n}, next: end}}" for n in range(300)) + "], otherwise: end}\n" + END,
        HEAD + "  s0: {question: Q, input: number, fact: count, next: d}\n  d: {decide: ["
        + ", ".join(f"{{when: count >= {9 * n} and count < {9 * n + 5}, next: end}}" for n in range(2_000)) + "], otherwise: end}\n" + END,
    ],
    ids=["label of 1 MB", "45,000 words", "pictures", "brackets", "dots", "braces", "dashes", "one sign", "depth", "allowances", "900 steps",
         "900 questions", "900 mistakes", "loops", "decisions", "remembered answers", "300 cases", "2,000 ranges"],
)  # fmt: skip
def test_a_hostile_tree_is_checked_within_the_time(text: str, tmp_path: Path) -> None:
    """And what is kept of it is not larger than a few times the largest file."""
    folder_of(tmp_path)
    (tmp_path / "main.yml").write_text(text)
    begun = process_time()
    outcome = check_folder(tmp_path, today=TODAY)
    assert process_time() - begun < SECONDS
    assert all(len(violation.text()) < 2_000 for violation in outcome.violations)
