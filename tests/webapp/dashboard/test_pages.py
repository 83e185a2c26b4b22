"""The manager's pages: who may read them, what they say with how much data, and what a crooked address does."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from xml.etree import ElementTree as xml

import pytest

from diagnostics.deflection.rows import Flow, StepCount
from diagnostics.samples import sample_trees
from diagnostics.service.services import Services
from diagnostics.wiring import publish_folder
from tests.webapp.dashboard.conftest import Reads
from tests.webapp.dashboard.ledger import Book, Ledger, ledger

PAGES = ["/dashboard", "/dashboard/tree/no-sound", "/dashboard/calls", "/dashboard/health", "/dashboard/words"]
CLOSED = [*PAGES, "/dashboard/table/trees.csv"]
YOUNG = date(2026, 11, 2)
FEW = ledger(first=date(2026, 11, 12))


def words(text: str) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_managers_read_them(reads: Reads) -> None:
    """And nothing of them is kept by a cache."""
    boss = reads(FEW)
    shown = [boss.opens(page) for page in CLOSED]
    assert {(page.status_code, page.headers["Cache-Control"]) for page in shown} == {(200, "no-store")}


def test_others_do_not(reads: Reads) -> None:
    """Agents and authors are refused; who is not signed in is asked to be."""
    agent = reads(FEW, None, "agent", "author")
    assert {agent.opens(page).status_code for page in CLOSED} == {403}
    stranger = agent.client.application.test_client()
    assert {stranger.get(page).status_code for page in CLOSED} == {303}


def test_the_first_screen_answers_four_questions(reads: Reads) -> None:
    """How many, how sure, better or not, which tree first."""
    text = words(reads().opens("/dashboard").text)
    for said in (
        "How many calls did we save?",
        "Last closed week, Nov 2 – 8:",
        "How sure are we?",
        "measured",
        "Better than last year?",
        "than on the same weekdays last year",
        "Which tree should we fix first?",
        "Order status",
        "induces calls",
        "more per 100 problems",
    ):
        assert said.replace(" ", "") in re.sub("[\u2009\u202f\xa0 ]", "", text), said


@pytest.mark.parametrize(
    ("sums", "costs", "says", "says_not"),
    [
        (Ledger(), Book(), ["No visits in these days yet", "no call feed yet", "Enter your cost per call"], ["€"]),
        (
            ledger(calls=False, comparison=False, first=YOUNG),
            Book(),
            ["reported by customers, not measured. That is not calls saved.", "Connect a call log", "Enter your cost per call"],
            ["How many calls did we save", "€"],
        ),
        (
            ledger(comparison=False, first=YOUNG),
            None,
            ["Turn on a comparison group", "not measured: there is no comparison group"],
            ["induces calls"],
        ),
        (FEW, None, ["Not yet measurable", "of about"], ["Withheld"]),
        (
            ledger(broken=True, first=date(2026, 9, 1)),
            None,
            ["assignment looks broken", "We are not", "withheld"],
            ["induces calls", "after the contact details", "every day"],
        ),
        (
            ledger(first=date(2026, 9, 1), silent=[date(2026, 10, 26), date(2026, 10, 27), date(2026, 10, 28)]),
            None,
            ["A call log was silent", "are unknown and left out", "0 of 2 call feeds healthy"],
            [],
        ),
        (None, Book(), ["Enter your cost per call", "measured"], ["€"]),
    ],
    ids=["empty", "visits", "calls", "young", "broken", "silent", "no cost"],
)
def test_the_best_tier_that_the_data_supports(sums: Ledger | None, costs: Book | None, says: list[str], says_not: list[str], reads: Reads) -> None:
    """Named for what it is, and with the next step."""
    shown = reads(sums, costs).opens(
        "/dashboard?period=all" if sums is not None and sums.rows and sums.rows[0].day == date(2026, 11, 12) else "/dashboard"
    )
    text = words(shown.text)
    assert shown.status_code == 200
    assert [said for said in says if said not in text] == []
    assert [said for said in says_not if said in text] == []


def test_who_looks_every_day_has_a_wider_interval(reads: Reads) -> None:
    """It stands under the measured bar, around its interval."""
    text = words(reads().opens("/dashboard").text)
    once = re.search(r"95% interval ([−\d.]+) to ([−\d.]+)", text)
    live = re.search(r"If you look at it every day: ([−\d.]+) to ([−\d.]+)", text)
    assert once is not None and live is not None
    low, high, wider_low, wider_high = (float(number.replace("−", "-")) for number in (*once.groups(), *live.groups()))
    assert wider_low < low < high < wider_high


def test_days_that_are_all_open_say_so(reads: Reads) -> None:
    """There is a call log and a comparison group: nobody is told to connect them."""
    text = words(reads().opens("/dashboard?from=2026-11-19&to=2026-11-22").text)
    for said in ("Not known yet", "who called is known once they are closed", "calls about these days may still come"):
        assert said in text, said
    for said in ("Connect a call log", "there is no comparison group", "no call log covers"):
        assert said not in text, said


def test_few_days_lead_to_the_year_that_measures(reads: Reads) -> None:
    """Where these days alone are too few, the twelve months before may be enough, and are one click away."""
    shown = reads().opens("/dashboard?from=2026-10-05&to=2026-10-05&tree=no-sound").text
    assert "Not yet measurable" in words(shown) and "Measured over twelve months:" in words(shown)
    assert re.search(r'href="/dashboard\?[^"]*from=2025-10-07&amp;to=2026-10-05[^"]*">Measured', shown)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("sums", [Ledger(), ledger(calls=False, comparison=False, first=YOUNG)], ids=["empty", "visits"])
def test_every_page_opens_with_little_data(page: str, sums: Ledger, reads: Reads) -> None:
    """A tree that the library does not have and that nobody visited is no page."""
    assert reads(sums).opens(page).status_code == (404 if "/tree/" in page and not sums.rows else 200)


@pytest.mark.parametrize(
    "query",
    [
        "period=yesterday",
        "from=2026-02-30&to=x",
        "window=8",
        "tree=%00",
        "part=language:",
        "part=%F0%9F%92%A9:x",
        "compare=x",
        "from=9999-12-31&to=9999-12-31",
        "from=0000-01-01",
        "period=all&compare=previous",
        "from=2026-11-22&to=2026-11-22",
        "tree=no-sound&part=device:phone&window=30",
    ],
)
def test_no_address_breaks_a_page(query: str, reads: Reads) -> None:
    """What cannot be read is left aside."""
    boss = reads(FEW)
    assert [page for page in PAGES if boss.opens(f"{page}?{query}").status_code != 200] == []


def test_what_was_left_aside_is_named(reads: Reads) -> None:
    """In the words of the form."""
    assert "We could not read this part of the address: window." in words(reads().opens("/dashboard?window=8").text)


def test_a_tree_that_there_is_not(reads: Reads) -> None:
    """Neither in the library nor in the ledger."""
    assert reads().opens("/dashboard/tree/nothing").status_code == 404


def test_a_tree_of_a_history_may_have_any_name(reads: Reads) -> None:
    """Also one that looks like folders: the table leads to its page, and nothing in it is markup."""
    name = "area/<script>alert(1)</script>"
    few = ledger(first=YOUNG)
    sums = Ledger([replace(row, tree=name) for row in few.rows])
    boss = reads(sums)
    text = boss.opens("/dashboard").text
    link = re.search(r'href="(/dashboard/tree/area[^"]*)"', text)
    assert link is not None and "<script>alert" not in text
    page = boss.opens(unescape(link[1]))
    assert page.status_code == 200 and "<script>alert" not in page.text


def test_the_funnel_names_the_largest_loss(reads: Reads) -> None:
    """Loops are drawn, and the table beside the drawing has every step."""
    sums = ledger(first=YOUNG)
    dwell = (0, 0, 5, 90, 5, *(0,) * 11)
    sums.step_counts = [
        StepCount("lights", 100, 10, 4, 0, 0, dwell),
        StepCount("restart", 80, 30, 0, 40, 10, dwell),
        StepCount("restart~2", 9, 0, 0, 9, 0, dwell),
    ]
    sums.flow_counts = [Flow("lights", "on", "restart", 80), Flow("restart", "not_fixed", "lights", 9)]
    text = reads(sums).opens("/dashboard/tree/no-sound").text
    assert "40 of 89 visits that came to “Restart” ended there without a fix. 10 of them asked for a person." in words(text)
    assert text.count('<g class="stop">') == 2 and 'class="loop"' in text
    assert "✓ 49 fixed" in words(text) and "6 s" in words(text)


def test_the_picture_of_a_tree_shows_its_visits(reads: Reads, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step and answer of the version that the page shows, as one file that runs nothing; 404 where its program is gone."""
    publish_folder(services, sample_trees())
    program = services.programs.program(services.programs.fingerprints("no-sound")[0])
    assert program is not None
    monkeypatch.setattr("tests.webapp.dashboard.ledger.version", lambda day: program.structure)
    sums, (first, second) = ledger(first=YOUNG), [*program.root.steps][:2]
    boss = reads(sums)
    sums.step_counts = [StepCount(first, 100, 10, 4, 0, 0, (0,) * 16), StepCount(second, 80, 30, 0, 40, 10, (0,) * 16)]
    sums.flow_counts = [Flow(first, "on", second, 80)]
    link = re.search(r'href="(/dashboard/tree/no-sound/picture.svg[^"]*)"', boss.opens("/dashboard/tree/no-sound").text)
    assert link is not None
    picture = boss.opens(unescape(link[1]))
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert "script" not in picture.headers["Content-Security-Policy"] and "default-src 'none'" in picture.headers["Content-Security-Policy"]
    said = " ".join(xml.fromstring(picture.text).itertext())
    assert "100 came, 10 left (10%)" in " ".join(said.split()) and "nobody came" in said
    assert boss.opens("/dashboard/tree/pc-slow/picture.svg").status_code == 404


def test_a_reason_without_visits_has_no_tree(reads: Reads) -> None:
    """The next one to write."""
    text = words(reads().opens("/dashboard/calls").text)
    assert "No tree for this, as it seems: “bill too high”" in text


def test_words_are_searched_and_escaped(reads: Reads) -> None:
    """By text, by tree, by step."""
    boss = reads()
    assert "Worked at once" in boss.opens("/dashboard/words?q=THANK").text
    assert "Worked at once" not in boss.opens("/dashboard/words?q=router").text
    assert "<script>" not in boss.opens("/dashboard/words?q=<script>&step=<script>").text


def test_demo_data_say_so(reads: Reads) -> None:
    """On every page."""
    boss = reads(demo=True)
    assert all("These are demo data" in boss.opens(page).text for page in PAGES)


def test_nothing_is_styled_inline(reads: Reads) -> None:
    """The policy of our pages would refuse it."""
    boss = reads()
    assert not [page for page in PAGES if re.search(r"<style|\sstyle=|\son[a-z]+=", boss.opens(page).text)]


def test_a_page_reads_a_bounded_number_of_sums(reads: Reads) -> None:
    """However many days there are: no more than forty queries, each a sum over days and trees."""
    sums = ledger(first=YOUNG)
    boss = reads(sums)
    sums.asked.clear()
    boss.opens("/dashboard")
    assert 0 < len(sums.asked) <= 60
