"""Where boxes go: in layers from top to bottom, never on each other, the same every time; loops lead back up."""

from itertools import combinations

import pytest

from diagnostics.drawing.layout import Box, Link, TooMuchToDraw, place, rows_crossed

BOXES = [Box(name, 100, 40) for name in "abcdef"]
LINKS = [Link(*pair) for pair in ("ab", "ac", "bd", "cd", "de", "ef")]


def test_a_target_lies_below_its_source() -> None:
    """In a tree without loops."""
    made = place(BOXES, LINKS)
    assert all(made.at[link.target].y >= made.at[link.source].y + 40 for link in LINKS)
    assert made.upward == frozenset()


def test_no_two_boxes_touch() -> None:
    """And all lie within the drawing."""
    made = place(BOXES, LINKS)
    for one, other in combinations(made.at.values(), 2):
        assert abs(one.x - other.x) >= 100 or abs(one.y - other.y) >= 40
    assert all(0 <= corner.x <= made.width - 100 and 0 <= corner.y <= made.height - 40 for corner in made.at.values())


def test_a_loop_is_drawn_and_leads_up() -> None:
    """Back from the end to the beginning."""
    made = place(BOXES, [*LINKS, Link("e", "b")])
    assert made.upward == frozenset({len(LINKS)})
    assert len(made.bends) == len(LINKS) + 1


def test_the_same_input_gives_the_same_drawing() -> None:
    """Nothing is left to chance."""
    assert place(BOXES, LINKS) == place(BOXES, LINKS)


def test_nothing_is_drawn_as_nothing() -> None:
    """An empty tree has no size."""
    assert (place([], []).width, place([], []).bends) == (0, ())


def test_lines_that_nobody_could_follow_are_refused() -> None:
    """Before the layout library begins to work on them: it would take minutes."""
    boxes = [Box(str(n), 100, 40) for n in range(400)]
    links = [Link(str(a), str(b)) for a in range(400) for b in (a + 1, a + 150, a + 250) if b < 400]
    assert rows_crossed(boxes, links) == 399 + 250 * 150 + 150 * 250
    with pytest.raises(TooMuchToDraw, match="many long lines"):
        place(boxes, links)


def test_a_loop_does_not_make_lines_longer() -> None:
    """What leads back is as long as the way that it goes back."""
    assert rows_crossed(BOXES, LINKS) == 6
    assert rows_crossed(BOXES, [*LINKS, Link("e", "b")]) == 8
