"""What is open in a draft is told in the order in which it is worked through, and not a hundred times."""

from diagnostics.authoring.decisions import Decision, questions

OPEN = [
    Decision("tree", "", "is the title right?"),
    Decision("left", "a", "`tags` was not taken over", "home"),
    *(Decision("left", f"s{n}", "`tags` was not taken over", f"part {n}") for n in range(9)),
    Decision("left", "a", "`phone` was not taken over", "0800 1"),
    Decision("ways", "", "nothing leads to these", "x"),
    Decision("ways", "", "nothing leads to these", "y"),
]


def test_one_line_for_what_is_open_in_many_steps_and_what_leads_wrong_first() -> None:
    """A detail that differs from step to step stands in the comments; one alone stands in the line."""
    assert list(questions(OPEN)) == [
        ("Where it leads", ["nothing leads to these: x, y"]),
        ("What was not taken over", ["`tags` was not taken over (a, s0, s1, s2, s3 and 5 more)", "`phone` was not taken over: 0800 1 (a)"]),
        ("The tree as a whole", ["is the title right?"]),
    ]


def test_a_comment_says_all() -> None:
    """With the detail of its own step."""
    assert OPEN[1].comment == "`tags` was not taken over: home" and OPEN[0].comment == "is the title right?"
