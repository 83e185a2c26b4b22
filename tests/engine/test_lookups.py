"""A look-up is asked for by a page and answered by the caller; its result holds while its keys are unchanged."""

from decimal import Decimal

from diagnostics.engine import Fetch, Reply, advance, page
from tests.engine.guides import begin, change, end, fetched, guide, say, shown

ORDERS = guide("""
    number: {question: Which order?, input: text, fact: order, next: find}
    find: {lookup: orders, keep: [price], results: {sent: wait, lost: bad}, unavailable: bad}
    wait: {information: Wait, next: good}
""")


def test_a_lookup_asks_its_caller() -> None:
    """With the facts that the library declares as its keys."""
    now = page(ORDERS, say(ORDERS, begin(ORDERS), "17"))
    assert isinstance(now, Fetch)
    assert (now.place, now.step.source, now.keys) == ("find", "orders", (("order", "17"),))


def test_a_result_leads_on_and_its_facts_are_kept() -> None:
    """They come from the look-up."""
    state = fetched(ORDERS, say(ORDERS, begin(ORDERS), "17"), "sent", price=Decimal(5))
    assert (shown(state), state.facts["price"], state.origins["price"].source) == (["number", "find", "wait"], Decimal(5), "lookup")


def test_a_look_up_is_not_a_page() -> None:
    """The path holds it, and nobody can look at it."""
    state = fetched(ORDERS, say(ORDERS, begin(ORDERS), "17"), "sent")
    assert page(ORDERS, state, "find") is None


def test_changed_keys_discard_the_result() -> None:
    """Another number is looked up anew."""
    state = change(ORDERS, fetched(ORDERS, say(ORDERS, begin(ORDERS), "17"), "lost"), "number", "18")
    now = page(ORDERS, state)
    assert isinstance(now, Fetch)
    assert now.keys == (("order", "18"),)


def test_the_old_keys_bring_the_result_back() -> None:
    """What was fetched for the first number is still known, and nothing is fetched twice."""
    state = fetched(ORDERS, say(ORDERS, begin(ORDERS), "17"), "lost")
    there = fetched(ORDERS, change(ORDERS, state, "number", "18"), "sent")
    assert there.place == "wait"
    assert end(ORDERS, change(ORDERS, there, "number", "17")).outcome.id == "bad"


def test_a_result_for_other_keys_is_not_taken() -> None:
    """It comes too late: the customer has corrected the number meanwhile. It is kept for the day on which the old one returns."""
    state = say(ORDERS, begin(ORDERS), "18")
    late = advance(ORDERS, state, "find", Reply("lost", (), (("order", "17"),)))
    assert isinstance(page(ORDERS, late), Fetch)
    assert end(ORDERS, change(ORDERS, late, "number", "17")).outcome.id == "bad"


def test_a_result_without_keys_is_not_taken() -> None:
    """Nobody can tell what it was made with."""
    state = advance(ORDERS, say(ORDERS, begin(ORDERS), "18"), "find", Reply("lost"))
    assert state.place == "find"


def test_a_result_that_is_not_declared_is_not_taken() -> None:
    """The look-up is asked for again."""
    state = advance(ORDERS, say(ORDERS, begin(ORDERS), "18"), "find", Reply("sunk", (), (("order", "18"),)))
    assert state.place == "find"


def test_a_look_up_with_an_unknown_key_says_so() -> None:
    """The caller answers `unavailable` then."""
    early = guide("""
        find: {lookup: orders, results: {sent: good, lost: bad}, unavailable: number}
        number: {question: Which order?, input: text, fact: order, next: bad}
    """)
    now = page(early, begin(early))
    assert isinstance(now, Fetch)
    assert now.keys == (("order", None),)
    assert fetched(early, begin(early), "unavailable").place == "number"


def test_an_unknown_key_is_not_the_text_none() -> None:
    """What was fetched without a key does not answer a customer who types just that word."""
    early = guide("""
        find: {lookup: orders, results: {sent: good, lost: bad}, unavailable: number}
        number: {question: Which order?, input: text, fact: order, next: again}
        again: {lookup: orders, results: {sent: good, lost: bad}, unavailable: bad}
    """)
    state = say(early, fetched(early, begin(early), "unavailable"), "None")
    assert isinstance(page(early, state), Fetch)
