"""The last page: "would you have called us otherwise?" and a few words."""

from collections.abc import Callable

import pytest
from flask import Flask

from diagnostics.service.services import Services
from diagnostics.visits import events
from tests.webapp.conftest import VISIT, Clock, Customer
from tests.webapp.test_outcome import TO_EXPLAINED

ASKED = "Would you have called us otherwise?"
WORDS = "Anything you want to tell us?"


@pytest.fixture
def solved(customer: Customer) -> Customer:
    """A customer on the last page, who has said that an instruction fixed it."""
    customer.starts()
    customer.answers("flashing")
    customer.answers("fixed")
    return customer


def said(services: Services, kind: str) -> list[dict[str, object]]:
    return [dict(event.body) for event in services.visits._log.read(VISIT) if event.type == kind]


@pytest.mark.parametrize(("answer", "kept"), [("yes", True), ("no", False), ("unsure", None)])
def test_one_tap_and_thanks(solved: Customer, services: Services, answer: str, kept: bool | None) -> None:
    """Each of the three answers is kept once and thanked for; the question is gone."""
    assert ASKED in solved.text
    for _ in range(2):
        text = solved.sends(f"/v/{VISIT}/would-have-called", would=answer)
        assert ASKED not in text and "Thank you for telling us." in text and solved.place == "resolved"
    assert said(services, events.REPORTED) == [{"would_have_called": kept}]


def test_the_three_answers_look_alike(solved: Customer) -> None:
    """None of them is the main button."""
    form = solved.text.split(ASKED)[1].split("</form>")[0]
    assert form.count('class="button"') == 3 and "primary" not in form


def test_it_is_asked_after_a_yes_only(customer: Customer, services: Services) -> None:
    """Where no instruction has asked, first whether it helped; after a no, not at all."""
    customer.starts()
    for answer in TO_EXPLAINED:
        customer.answers(answer)
    assert ASKED not in customer.text
    customer.sends(f"/v/{VISIT}/would-have-called", would="yes")
    assert said(services, events.REPORTED) == []
    assert ASKED in customer.sends(f"/v/{VISIT}/did-it-help", fixed="yes")
    assert ASKED not in customer.sends(f"/v/{VISIT}/did-it-help", fixed="no")
    customer.sends(f"/v/{VISIT}/would-have-called", would="yes")
    assert said(services, events.REPORTED) == [{"fixed": True}, {"fixed": False}]


def test_the_word_on_the_problem_and_the_one_on_the_call_stand_apart(customer: Customer, services: Services) -> None:
    """Saying one does not take back the other."""
    customer.starts()
    for answer in TO_EXPLAINED:
        customer.answers(answer)
    customer.sends(f"/v/{VISIT}/did-it-help", fixed="yes")
    customer.sends(f"/v/{VISIT}/would-have-called", would="no")
    view = services.visits.view(VISIT)
    assert view is not None and (view.history.fixed, view.history.would) == (True, "no")


def test_nonsense_is_passed_over(solved: Customer, services: Services) -> None:
    """What is none of the answers, or comes before the end, keeps nothing."""
    assert ASKED in solved.sends(f"/v/{VISIT}/would-have-called", would="perhaps")
    solved.starts(visit="w" * 22)
    solved.sends(f"/v/{'w' * 22}/would-have-called", would="yes")
    assert solved.place == "light" and said(services, events.REPORTED) == []


def test_not_sure_takes_back_no_answer(solved: Customer, services: Services) -> None:
    """A yes can become a no; "not sure" afterwards, as by Back and a second tap, leaves it."""
    for answer in ("yes", "no", "unsure"):
        solved.sends(f"/v/{VISIT}/would-have-called", would=answer)
    assert said(services, events.REPORTED) == [{"would_have_called": True}, {"would_have_called": False}]


def test_a_comment_is_kept_apart_and_without_who_wrote_it(solved: Customer, services: Services) -> None:
    """The words stand in the personal part only, without telephone numbers; a second one is not taken."""
    assert WORDS in solved.text
    text = solved.sends(f"/v/{VISIT}/tell-us", words="  It works!\r\nCall 020 7946 0101.  ", page="end")
    assert "Thank you for your comment." in text and WORDS not in text and solved.place == "resolved"
    solved.sends(f"/v/{VISIT}/tell-us", words="Once more")
    kept = [event for event in services.visits._log.read(VISIT) if event.type == events.COMMENT]
    assert [(event.body, event.personal) for event in kept] == [({"text": {"personal": True}}, {"text": "It works!\nCall [number]."})]
    assert services.visits.erase_personal(solved.code) == 1
    assert "Thank you for your comment." in solved.opens(f"/v/{VISIT}/resolved")


def test_an_empty_comment_is_none(solved: Customer, services: Services) -> None:
    """The page stays as it was."""
    assert WORDS in solved.sends(f"/v/{VISIT}/tell-us", words=" \r\n ")
    assert said(services, events.COMMENT) == []


def test_a_comment_that_is_too_long_comes_back(solved: Customer, services: Services) -> None:
    """With its text, to be shortened; a thousand characters are taken whole."""
    text = solved.sends(f"/v/{VISIT}/tell-us", words="a" * 1_001)
    assert solved.status == 422 and "at most 1000 characters, and this one has 1001" in text and "a" * 1_001 in text
    assert said(services, events.COMMENT) == []
    solved.sends(f"/v/{VISIT}/tell-us", words="b " * 499 + "bb")
    assert services.visits._log.read(VISIT)[-1].personal == {"text": "b " * 499 + "bb"}


def test_a_comment_at_a_hand_off(customer: Customer, services: Services) -> None:
    """Offered where a person was asked for, and it leads back there; before that, nothing is kept."""
    customer.starts()
    customer.sends(f"/v/{VISIT}/tell-us", words="too early")
    assert customer.place == "light" and said(services, events.COMMENT) == []
    assert WORDS in customer.sends(f"/v/{VISIT}/talk-to-someone")
    text = customer.sends(f"/v/{VISIT}/tell-us", words="It smells <b>odd</b>", page="person")
    assert customer.place == "talk-to-someone" and "Thank you for your comment." in text


def test_the_field_has_a_page_of_its_own(solved: Customer) -> None:
    """For who comes back to it by its address; where there is nothing to write, it leads to the visit."""
    assert WORDS in solved.opens(f"/v/{VISIT}/tell-us")
    solved.sends(f"/v/{VISIT}/tell-us", words="Thanks")
    assert solved.client.get(f"/v/{VISIT}/tell-us").location == f"/v/{VISIT}/resolved"


@pytest.mark.parametrize(("url", "fields"), [("would-have-called", {"would": "yes"}), ("tell-us", {"words": "hello"}), ("try-the-guide", {})])
def test_all_of_it_is_limited(make_app: Callable[..., Flask], url: str, fields: dict[str, str]) -> None:
    """Too many of them from one address get a kind page."""
    client = make_app(answer_limit="2 per minute").test_client()
    client.post("/t/router-lights", data={"visit": VISIT})
    assert [client.post(f"/v/{VISIT}/{url}", data=fields).status_code for _ in range(3)] == [303, 303, 429]


def test_a_closed_visit_takes_nothing(solved: Customer, clock: Clock, services: Services) -> None:
    """Neither an answer nor a comment."""
    before = len(services.visits._log.read(VISIT))
    clock.passes(days=15)
    for url, fields in (("would-have-called", {"would": "yes"}), ("tell-us", {"words": "late"}), ("tell-us", {"words": "x" * 1_001})):
        assert "This visit is closed" in solved.sends(f"/v/{VISIT}/{url}", **fields) and solved.status == 410
    assert solved.opens(f"/v/{VISIT}/tell-us") and solved.status == 410
    assert len(services.visits._log.read(VISIT)) == before
