"""The demo's months of visits and calls."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from diagnostics.analysis.check import check
from diagnostics.engine import Reply, Start, replay
from diagnostics.keyring import Keyring
from diagnostics.library.load import load
from diagnostics.publishing.publish import prepare
from diagnostics.samples import sample_trees
from diagnostics.samples.guides import GUIDES
from diagnostics.samples.history import DEAD, EARLIER, PHONE, Week, sample_history
from diagnostics.visits import codes
from diagnostics.visits import events as e
from diagnostics.visits.values import from_json

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
WEEKS = 6


@pytest.fixture(scope="module")
def programs():
    library = load(sample_trees())
    made = prepare(library, None, check(library).violations, set(), {})
    by_tree = {program.tree: program for program in made.programs}
    return {tree: (listed, by_tree[tree]) for tree, listed in made.manifest.trees.items()}


@pytest.fixture(scope="module")
def weeks(programs) -> list[Week]:
    return list(sample_history(programs, NOW, Keyring(b"k" * 32), range(1, WEEKS + 1)))


def test_every_guide_of_the_demo_ships(programs):
    """A renamed tree would silently leave the demo."""
    assert {guide.tree for guide in GUIDES} <= set(programs)


def test_the_same_day_shows_the_same(programs, weeks):
    """The dice are seeded, so two demos of one day agree, whatever weeks they begin with."""
    assert list(sample_history(programs, NOW, Keyring(b"k" * 32), (2, 1))) == weeks[1::-1]


def test_nothing_lies_in_the_future(weeks):
    """What has not been received by now is not there."""
    assert all(visit.events[-1].occurred_at <= NOW for week in weeks for visit in week.visits)
    assert all(call.received_at <= NOW.timestamp() for week in weeks for call in week.calls)


def test_visits_are_whole_logs(weeks):
    """Each begins with its start, counts without gaps, never goes back in time, and has a code of its own that can be read out."""
    visits = [visit for week in weeks for visit in week.visits]
    for visit in visits:
        assert visit.events[0].type == e.STARTED
        assert [event.seq for event in visit.events] == list(range(len(visit.events)))
        assert sorted(event.occurred_at for event in visit.events) == [event.occurred_at for event in visit.events]
        assert codes.read_code(visit.code) == visit.code
    assert len({visit.code for visit in visits}) == len({visit.events[0].visit_id for visit in visits}) == len(visits)


def test_a_visit_replays_to_the_end_that_it_tells(programs, weeks):
    """The paths are real: the engine, given the logged answers, comes to the logged end."""
    tried = 0
    for visit in (visit for week in weeks[:2] for visit in week.visits):
        end = next((event for event in visit.events if event.type == e.REACHED), None)
        said = [event for event in visit.events if event.type == e.ANSWERED]
        if end is None or end.structure == EARLIER or any(event.type == e.RETURNED for event in visit.events):
            continue
        if any(event.body["value"] == e.PERSONAL or "kept" in event.body for event in said):
            continue
        start = Start(visit.events[0].occurred_at.date())
        state = replay(programs[end.tree][1], start, {event.step: Reply(from_json(event.body["value"])) for event in said})
        assert state.outcome is not None and (state.place, state.outcome.kind) == (end.step, end.answer)
        tried += 1
    assert tried > 50


def test_one_in_ten_sees_the_contact_details_first(weeks):
    """As the start events say."""
    arms = Counter(visit.events[0].body["arm"] for week in weeks for visit in week.visits)
    assert 0.08 < arms["holdout"] / (arms["holdout"] + arms["tree"]) < 0.12
    shown = [any(event.type == "contact.shown" for event in v.events) for w in weeks for v in w.visits if v.events[0].body["arm"] == "holdout"]
    assert all(shown)


def test_a_dead_feed_is_part_of_the_story(programs):
    """For three days the telephone system sent nothing, and the weekly file went on."""
    calls = [call for week in sample_history(programs, NOW, Keyring(b"k" * 32), [22]) for call in week.calls]
    ages = [((NOW.timestamp() - call.started_at) / 86400, call.source) for call in calls]
    assert not [age for age, source in ages if source == PHONE and DEAD[0] <= age < DEAD[1]]
    assert [age for age, source in ages if source != PHONE and DEAD[0] <= age < DEAD[1]]
