"""Each estimator on numbers worked out elsewhere: published cases first (W1, N1), then those of the design, by their names."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from diagnostics.deflection.allocation import complier_effect, needed, sample_ratio
from diagnostics.deflection.anytime import half_width, tuned
from diagnostics.deflection.bayes import posterior
from diagnostics.deflection.comparing import compare
from diagnostics.deflection.correction import corrected, sensitivity
from diagnostics.deflection.counts import Counts
from diagnostics.deflection.derive import derive
from diagnostics.deflection.effects import Arms, arms, strata, uncorrected
from diagnostics.deflection.feeds import silent_days
from diagnostics.deflection.headline import Material, Prices, headline
from diagnostics.deflection.intervals import Interval, difference, newcombe, product, ratio, wilson
from diagnostics.deflection.maturity import Maturity
from diagnostics.deflection.records import CallRecord, Key, VisitSummary
from diagnostics.deflection.rolls import problem_counts
from diagnostics.deflection.savings import break_even, claim, needed_effect, savings
from tests.deflection.cells import cell, dollars

N2 = ((300, 1000), (1800, 9000))
MONTH = [cell("holdout", 1000, 300), cell("tree", 9000, 1800)]


def near(interval: Interval, *expected: float, tolerance: float = 1e-6) -> bool:
    """Whether estimate and bounds, or the bounds alone, are the expected ones."""
    told = (interval.estimate, interval.low, interval.high)[-len(expected) :]
    return all(abs(a - b) <= tolerance for a, b in zip(told, expected, strict=True))


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        pytest.param(81, 263, 0.255289, 0.366210, id="W1"),
        pytest.param(15, 148, 0.062386, 0.160487, id="W2"),
        pytest.param(0, 20, 0, 0.161125, id="W3-none"),
        pytest.param(20, 20, 0.838875, 1, id="W3-all"),
        pytest.param(300, 1000, 0.272407, 0.329124, id="W4"),
        pytest.param(1800, 9000, 0.191865, 0.208391, id="W5"),
    ],
)
def test_wilson(count: int, of: int, low: float, high: float) -> None:
    """W1 to W5: Wilson's interval of a share."""
    assert near(wilson(count, of), low, high)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param((56, 70), (48, 80), (0.2, 0.052431, 0.333873), id="N1"),
        pytest.param(*N2, (0.1, 0.071159, 0.130239), id="N2"),
        pytest.param((7, 25), (190, 900), (0.068889, -0.071074, 0.266297), id="N3"),
    ],
)
def test_newcombe(left: tuple[int, int], right: tuple[int, int], expected: tuple[float, float, float]) -> None:
    """N1 to N3: Newcombe's method 10, N1 as published."""
    assert near(newcombe(left, right), *expected)


def test_n3_is_not_yet_measurable_and_has_no_money() -> None:
    """N3: an interval that contains zero names the reported tier and how far the comparison group has come."""
    cells = [cell("holdout", 25, 7, p_ppm=27_027), cell("tree", 900, 190, p_ppm=27_027)]
    figure = headline(Material(cells, cells, feeds=True, prices=Prices(dollars(8))), 7)
    assert figure.comparison and figure.comparison.standing == "not_yet"
    assert figure.tier == "verified"
    assert [note.text for note in figure.notes if note.code == "not_yet"] == ["Not yet measurable: 25 of about 745 comparison problems."]
    assert figure.savings and figure.savings.gross.estimate == 0, "nobody has reported anything, and nothing else is money"


def test_v1_verified() -> None:
    """V1: 300 claimed of 1,000, of whom 24 called."""
    cells = [cell("tree", 1000, 24, p_ppm=0, claimed=300, claimed_called_7=24)]
    verified = headline(Material(cells, cells, feeds=True), 7).verified
    assert verified and near(verified.interval, 0.276, 0.249191, 0.304523)


@pytest.mark.parametrize(
    ("holdout", "tree", "chi2", "probability", "broken"),
    [pytest.param(900, 9100, 11.1111, 0.000858, True, id="S1"), pytest.param(1085, 8915, 8.0278, 0.004606, False, id="S2")],
)
def test_sample_ratio(holdout: int, tree: int, chi2: float, probability: float, broken: bool) -> None:
    """S1 and S2: the figure is withheld below 0.001."""
    found = sample_ratio(holdout, tree, 100_000)
    assert found.chi2 == pytest.approx(chi2, abs=5e-5)
    assert found.probability == pytest.approx(probability, abs=1e-6)
    assert found.broken is broken
    compared = compare([cell("holdout", holdout, 300), cell("tree", tree, 1800)], 7)
    assert compared and (compared.standing == "withheld") is broken


def test_q1_ratio() -> None:
    """Q1: N2 divided by a sensitivity of 160 of 200, by MOVER-R."""
    q = wilson(160, 200)
    assert near(q, 0.8, 0.739145, 0.849548)
    assert near(ratio(newcombe(*N2), q), 0.125, 0.088534, 0.164824)


def test_q1_as_the_correction_gives_it() -> None:
    """Q1: with arms whose sensitivity is the same, the correction is that ratio, widened by the doubt whether it is the same."""
    found = strata([cell("holdout", 1000, 300, audited_7=20, found_7=16), cell("tree", 9000, 1800, audited_7=180, found_7=144)])
    sensed = sensitivity(found, 7)
    assert sensed
    certain = replace(sensed, apart=Interval(0, 0, 0))
    assert near(corrected(arms(found, "problems", 7), "problems", found, 7, certain), 0.125, 0.088534, 0.164824)
    wider = corrected(arms(found, "problems", 7), "problems", found, 7, sensed)
    assert wider.estimate == pytest.approx(0.125)
    assert wider.low < 0.088534 and wider.high > 0.164824


def test_b1_bayes() -> None:
    """B1: the posterior of N2 after uniform priors."""
    found = posterior(*N2)
    assert found.mean == pytest.approx(0.100333, abs=1e-6)
    assert found.deviation == pytest.approx(0.015077, abs=1e-6)
    assert found.mean - 1.959964 * found.deviation == pytest.approx(0.070783, abs=1e-6)
    assert found.mean + 1.959964 * found.deviation == pytest.approx(0.129882, abs=1e-6)
    assert near(found.belief().effect, 0.0711, 0.1302, tolerance=5e-4)
    assert found.above(0.0875) == pytest.approx(0.802, abs=5e-4)
    compared = compare(MONTH, 7)
    assert compared and compared.plain_belief and near(compared.plain_belief.effect, 0.100333, 0.070783, 0.129882)


def test_the_bayesian_view_does_not_pool_strata_either() -> None:
    """Two allocations as in E3: the belief lies around the stratified effect."""
    compared = compare([
        cell("holdout", 200, 100, alloc="1"), cell("tree", 1800, 720, alloc="1"),
        cell("holdout", 400, 40, alloc="2", p_ppm=50_000), cell("tree", 7600, 608, alloc="2", p_ppm=50_000),
    ], 7)  # fmt: skip
    assert compared and compared.plain_belief
    assert compared.plain_belief.effect.estimate == pytest.approx(0.036, abs=0.002)
    assert 0.98 < compared.plain_belief.positive < 1


def test_c1_confidence_sequence() -> None:
    """C1: half as wide again as the fixed interval at the planned size."""
    assert tuned(10_000) == pytest.approx(0.028171, abs=1e-6)
    assert half_width(1.509231, 10_000, 10_000) == pytest.approx(0.045808, abs=1e-6)
    compared = compare(MONTH, 7)
    assert compared
    assert (compared.live.high - compared.live.low) / 2 > 0.045808, "the live tile is never narrower than that"


def test_k1_complier_effect() -> None:
    """K1: with 8 % who opened the tree all the same."""
    assert complier_effect(0.1, 0.08) == pytest.approx(0.108696, abs=1e-6)
    compared = compare([cell("holdout", 1000, 300, opted_in=80), cell("tree", 9000, 1800)], 7)
    assert compared and compared.complier_effect == pytest.approx(0.108696, abs=1e-6)


@pytest.mark.parametrize(("holdout", "tree", "size"), [(0.30, 0.20, 179), (0.30, 0.25, 725), (0.30, 0.28, 4561), (0.10, 0.09, 7779)])
def test_sizes(holdout: float, tree: float, size: int) -> None:
    """How many comparison problems show a difference at a share of 10 %."""
    assert needed(holdout, tree, 0.1) == pytest.approx(size, abs=1)


def test_e1_the_honest_month() -> None:
    """E1: 900 calls avoided, $0.70 a problem, $6,300 a month, each with its interval."""
    effect = newcombe(*N2)
    assert near(effect.times(9000), 900, 640.43, 1172.15, tolerance=0.01)
    money = savings(effect, 9000, 9000, dollars(8, 6.5, 9.5), dollars(0.1))
    assert near(money.per_problem, 70, 46.927, 94.191, tolerance=1e-3)
    assert near(money.net, 630_000, 422_346, 847_719, tolerance=1)
    assert near(money.with_cost.times(1 / 9000), 80, 52.48, 108.46, tolerance=0.01)
    assert near(product(effect, Interval(8, 6.5, 9.5)), 0.8, 0.52, 1.08, tolerance=0.005)
    assert break_even(10, 800) == pytest.approx(0.0125)


def test_e2_the_trap() -> None:
    """E2: where a comparison group has matured, the money is that of the effect less the cost to serve, and nothing else."""
    cells = [cell("holdout", 1000, 300), cell("tree", 9000, 1800, claimed=2700, claimed_called_7=270, would_yes=2000, would_called_7=200)]
    figure = headline(Material(cells, cells, feeds=True, prices=Prices(dollars(8), dollars(0.1))), 7)
    assert figure.tier == "incremental"
    assert figure.savings and figure.savings.net.estimate == pytest.approx(900 * 800 - 10 * 9000)
    assert (figure.claimed.count, figure.claimed.share) == (2700, 0.3)
    assert figure.verified and (figure.verified.count, figure.verified.share) == (2430, 0.27)
    reported = headline(Material(cells[1:], [], prices=Prices(dollars(8))), 7)
    assert reported.savings and reported.savings.gross.estimate == pytest.approx(2_160_000), "what the trap would have told"


def test_e3_simpson() -> None:
    """E3: strata by allocation, where pooling would claim two and a half times as much."""
    found = strata([
        cell("holdout", 200, 100, alloc="1"), cell("tree", 1800, 720, alloc="1"),
        cell("holdout", 400, 40, alloc="2", p_ppm=50_000), cell("tree", 7600, 608, alloc="2", p_ppm=50_000),
    ])  # fmt: skip
    assert near(uncorrected(arms(found, "problems", 7)), 0.036, 0.010358, 0.066673)
    assert near(newcombe((140, 600), (1328, 9400)), 0.092057, 0.059180, 0.128194)


def test_e4_window() -> None:
    """E4: a tree delays calls, so that a day flatters it; the headline is of seven."""
    cells = [cell("holdout", 1000, 300, called_1=250), cell("tree", 9000, 1800, called_1=1170)]
    effects = {window: uncorrected(arms(strata(cells), "problems", window)).estimate for window in (1, 7)}
    assert effects == {1: pytest.approx(0.12), 7: pytest.approx(0.10)}


def test_e5_late_call() -> None:
    """E5: a call of day 5 that comes in on day 9 takes the problem out of the verified ones; the same call again changes nothing."""
    monday = 1_769_990_400  # 2 February 2026
    keys = (Key("code", "7KQ4MX2PA"),)
    visit = VisitSummary("v1", "printer", "1", "printer", "", "", "", monday + 32_400, monday + 32_400, fixed=True, claimed_at=monday + 32_400,
                         keys=keys)  # fmt: skip
    call = CallRecord("crm", "c1", monday + 5 * 86_400, monday + 9 * 86_400, 480, keys=keys)

    def told(*calls: CallRecord) -> Counts:
        return problem_counts(derive([visit], calls, [], {}, ZoneInfo("UTC")).problems[0])

    before, after = told(), told(call)
    assert (before["claimed"] - before["claimed_called_7"], before["called_7"], before["reopened"]) == (1, 0, 0)
    assert (after["claimed"] - after["claimed_called_7"], after["called_7"], after["reopened"]) == (0, 1, 1)
    assert told(call, call, replace(call, received_at=call.received_at)) == after


def test_e6_dead_feed() -> None:
    """E6: days whose windows a silent feed falls into are unknown, and their problems in no verified share."""
    first = date(2026, 2, 2)
    days = [first + timedelta(days=n) for n in range(60)]
    dead = {first + timedelta(days=n) for n in (33, 34, 35)}
    silent = silent_days({"acd": {day: 40 for day in days if day not in dead}}, {}, {}, first, days[-1])
    assert silent == {"acd": dead}
    at = Maturity(7, days[-1] - timedelta(days=9), silent["acd"], feeds=True)
    visited = first + timedelta(days=30)
    assert at.is_unknown(visited) and not at.is_known(visited) and at.is_known(first)
    cells = [cell("tree", 200, 0, claimed=80, p_ppm=0, day=visited), cell("tree", 100, 0, claimed=40, p_ppm=0, day=first)]
    known = [each for each in cells if each.day and at.is_known(each.day)]
    figure = headline(Material(cells, known, unknown=200, feeds=True), 7)
    assert figure.verified and (figure.verified.count, figure.verified.of) == (40, 100)
    assert "unknown_days" in [note.code for note in figure.notes]


def test_e7_the_ten_to_one_claim() -> None:
    """E7: ten visits per call and $8 per visit at $25 a call are 3.2 calls avoided for each one taken."""
    taken = claim(10, 8, 25)
    assert taken.avoided_per_call == pytest.approx(3.2)
    assert (taken.rate_without, taken.rate_with) == (pytest.approx(0.42), pytest.approx(0.10))
    assert [round(needed_effect(8, cost), 2) for cost in (8, 20, 30)] == [1.00, 0.40, 0.27]


def test_strata_of_one_allocation_are_newcombe() -> None:
    """One stratum is Newcombe's interval itself."""
    compared = compare(MONTH, 7)
    assert compared
    assert compared.effects["problems"].uncorrected == difference(wilson(300, 1000), wilson(1800, 9000))
    assert arms(strata(MONTH), "problems", 7) == Arms(wilson(1800, 9000), wilson(300, 1000))
