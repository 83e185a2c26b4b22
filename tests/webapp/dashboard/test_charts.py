"""The geometry of the charts: numbers in, places out."""

import pytest

from webapp.dashboard.charts.arms import Rate, arms
from webapp.dashboard.charts.forest import Effect, forest
from webapp.dashboard.charts.ladder import Rung, ladder
from webapp.dashboard.charts.scales import Scale, ticks
from webapp.dashboard.charts.strip import strip
from webapp.dashboard.charts.trend import Period, panel, reach


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1173, [0, 500, 1000, 1500]),
        (0, 0.43, [0, 0.2, 0.4, 0.6]),
        (-0.12, 0.3, [-0.2, 0, 0.2, 0.4]),
        (0, 0, [0, 0.25, 0.5, 0.75, 1]),
        (0, 4, [0, 1, 2, 3, 4]),
    ],
)
def test_axes_are_marked_at_round_numbers(low: float, high: float, expected: list[float]) -> None:
    """That hold what is to be shown."""
    assert ticks(low, high) == pytest.approx(expected)


def test_what_lies_outside_is_put_at_the_edge() -> None:
    """Nothing is drawn beyond its chart."""
    assert [Scale(0, 10, 100, 0)(value) for value in (-5, 0, 2.5, 10, 99)] == [100, 100, 75, 0, 0]


def test_a_strip_marks_zero_and_the_interval() -> None:
    """Which holds zero, or not."""
    clear, unclear = strip(50, 25, 100), strip(10, -50, 70)
    assert (clear.zero, clear.unclear, unclear.unclear) == (0.0, False, True)
    assert clear.low < clear.at < clear.low + clear.width < 100
    assert 0 < unclear.low < unclear.zero < unclear.at
    assert strip(0.5, 0.4, 0.6, end=1.0).at == 50.0


def test_the_tiers_are_three_bars_on_one_scale() -> None:
    """Incremental may exceed what was claimed: it is drawn as long as it is, inside of nothing."""
    claimed, verified, incremental = ladder([Rung("claimed", 0.2), Rung("verified", None), Rung("incremental", 0.4, 0.3, 0.5)])
    assert (claimed.width, incremental.width, incremental.whisker) == (40.0, 80.0, (60.0, 100.0))
    assert not verified.known and verified.width == 0


def test_a_bar_below_zero_grows_to_the_left_of_it() -> None:
    """A tree that induces calls."""
    bar = ladder([Rung("claimed", 0.3), Rung("incremental", -0.1, -0.2, 0.0)])[1]
    assert bar.x + bar.width == pytest.approx(bar.zero) and bar.zero == 40.0


def test_marks_of_the_forest_say_what_they_are_by_shape() -> None:
    """Solid where clear, hollow where not, a diamond where calls are induced; the area is that of the problems."""
    made = forest([Effect(0.2, 0.1, 0.3, 400), Effect(0.02, -0.05, 0.1, 100), Effect(-0.2, -0.3, -0.1, 100, harm=True), Effect(None, None, None, 9)])
    assert [mark.shape for mark in made.marks] == ["solid", "hollow", "diamond", "none"]
    assert made.marks[0].size == 2 * made.marks[1].size
    assert made.marks[2].at < made.zero < made.marks[1].at < made.marks[0].at


def test_one_wide_interval_does_not_squeeze_the_others() -> None:
    """It is cut, and drawn as going on."""
    made = forest([Effect(0.2, 0.15, 0.25, 900), Effect(0.1, -3.0, 3.0, 2)])
    assert made.marks[1].cut == (True, True)
    assert made.marks[0].high - made.marks[0].low > 5


def test_open_periods_are_dotted_and_hollow_and_gaps_stay_gaps() -> None:
    """The line of closed periods ends where the dotted one begins."""
    periods = [Period("a", 10, 5, 15, 8), Period("b", None), Period("c", 12, 6, 18, 9), Period("d", 14, 8, 20, 9, is_open=True)]
    made = panel(periods, reach(periods))
    assert made.line.count("M") == 2 and made.open_line.count("L") == 1
    assert [dot.is_open for dot in made.dots] == [False, False, True]
    assert made.band.count("Z") == 2 and len(made.last_dots) == 3


def test_a_panel_without_figures_has_its_frame() -> None:
    """Nothing is divided by nothing."""
    made = panel([Period("a", None)], reach([Period("a", None)]))
    assert (made.line, made.band, made.dots, [value for _, value in made.ticks]) == ("", "", (), [0, 1, 2, 3, 4])


def test_both_arms_start_at_nothing_and_their_names_do_not_collide() -> None:
    """Two curves that end at the same height."""
    made = arms([("holdout", [Rate(1, 0.2, 0.1, 0.3), Rate(30, 0.3, 0.2, 0.4)]), ("tree", [Rate(1, 0.1, 0.05, 0.2), Rate(30, 0.29, 0.2, 0.4)])])
    assert all(curve.line.startswith("M46 216L") for curve in made.curves)
    assert abs(made.curves[0].label_y - made.curves[1].label_y) >= 30
