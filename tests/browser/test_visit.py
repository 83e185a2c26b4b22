"""A visit in a real browser: with and without JavaScript, by keyboard alone, in both colours, on a narrow phone, with a lost connection."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no annotations
from playwright.sync_api import Page, Route, expect
from waitress.server import create_server

from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from tests.browser.conftest import OpenPage
from webapp import create_app

TREES = Path(__file__).parents[1] / "webapp" / "trees"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
TO_THE_END = ("fill:302-4456781", "fill:2026-01-05", "fill:7,5", "fill:What is this?", "choose:red", "fill:Germany", "fill:Ann")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app with the tree that has every kind of page."""
    settings = Settings(database=f"sqlite:///{tmp_path_factory.mktemp('site')}/d.sqlite3", start_limit="10000 per minute")
    services = build(settings)
    assert not publish_folder(services, TREES).violations
    listening = create_server(create_app(services, settings), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.effective_port}"
    listening.close()
    thread.join(timeout=5)


def starts(page: Page, site: str) -> None:
    page.goto(f"{site}/t/router-lights")
    page.get_by_role("button", name="Start").click()
    at(page, "light")


def chooses(page: Page, label: str) -> None:
    page.locator(".answer", has_text=label).click()
    page.get_by_role("button", name="Continue").click()


def at(page: Page, place: str) -> None:
    expect(page).to_have_url(re.compile(f"/{place}$"))


def fills(page: Page, what: str) -> None:
    how, _, value = what.partition(":")
    heading = page.locator("h1").inner_text()
    if how == "choose":
        page.locator("#answer").select_option(value)
    else:
        page.locator("#answer").fill(value)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("h1")).not_to_have_text(heading)


def each_kind(page: Page, site: str) -> Iterator[str]:
    """Walks over every kind of page and stops at each."""
    for url, name in [("/", "home"), ("/area/home", "area"), ("/t/router-lights", "intro"), ("/resume", "resume"), ("/nowhere", "error")]:
        page.goto(site + url)
        yield name
    starts(page, site)
    yield "question"
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#problem")).to_be_visible()
    yield "question with a problem"
    chooses(page, "Green and steady")
    at(page, "system")
    chooses(page, "Windows")
    at(page, "signs")
    yield "checkboxes"
    chooses(page, "None of these")
    at(page, "restart")
    yield "instruction"
    page.goto(page.url.replace("restart", "light"))
    yield "an earlier step"
    chooses(page, "Green and flashing")
    at(page, "restart")
    yield "instruction with answers set aside"
    page.get_by_role("button", name="I can’t do this").click()
    at(page, "note")
    yield "information"
    page.get_by_role("button", name="Continue").click()
    at(page, "order")
    for what in TO_THE_END:
        yield page.locator("h1").inner_text()
        fills(page, what)
    at(page, "person")
    yield "hand-off"
    page.goto(page.url.replace("person", "talk-to-someone"))
    yield "the way to a person"
    starts(page, site)
    chooses(page, "Off")
    at(page, "danger")
    yield "stop"
    starts(page, site)
    chooses(page, "Green and flashing")
    page.get_by_role("button", name="Yes, it works now").click()
    at(page, "resolved")
    yield "solved"


def test_focus_and_title_follow(open_page: OpenPage, site: str) -> None:
    """After each click the new heading has the focus, the title names it, and the page was not loaded anew."""
    page = open_page(viewport=DESKTOP)
    starts(page, site)
    expect(page.locator("h1")).to_be_focused()
    page.evaluate("window.marked = true")
    chooses(page, "Green and steady")
    at(page, "system")
    expect(page.locator("h1")).to_be_focused()
    expect(page).to_have_title(re.compile("^Which system runs"))
    assert page.evaluate("window.marked") is True
    assert page.evaluate("scrollY") == 0


def test_a_problem_has_the_focus(open_page: OpenPage, site: str) -> None:
    """What is wrong is focused and in the title; Back is not held up by it."""
    page = open_page(viewport=DESKTOP)
    starts(page, site)
    for _ in range(2):
        page.get_by_role("button", name="Continue").click()
        expect(page).to_have_title(re.compile("^Error: "))
        expect(page.locator("#problem")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("button", name="Start")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_back_forward_and_reload(open_page: OpenPage, site: str, script: bool) -> None:
    """The browser's own buttons show each page as it is, the saved answer chosen, with and without JavaScript."""
    page = open_page(viewport=DESKTOP, java_script_enabled=script)
    starts(page, site)
    chooses(page, "Green and steady")
    at(page, "system")
    chooses(page, "Windows")
    at(page, "signs")
    page.go_back()
    at(page, "system")
    expect(page.locator("h1")).to_have_text("Which system runs on the computer?")
    expect(page.get_by_label("Windows")).to_be_checked()
    page.go_back()
    at(page, "light")
    expect(page.get_by_label("Green and steady")).to_be_checked()
    page.go_forward()
    at(page, "system")
    expect(page.get_by_label("Windows")).to_be_checked()
    page.reload()
    expect(page.get_by_label("Windows")).to_be_checked()
    expect(page.locator("h1")).to_have_text("Which system runs on the computer?")


def test_the_same_without_javascript(open_page: OpenPage, site: str) -> None:
    """Every kind of page can be passed without a script."""
    page = open_page(viewport=PHONE, java_script_enabled=False)
    seen = list(each_kind(page, site))
    assert seen[-1] == "solved" and len(seen) > 20


def test_by_keyboard_alone(open_page: OpenPage, site: str) -> None:
    """From the home page to the solution with Tab, arrows, space and Enter, every stop visible above the bar."""
    page = open_page(viewport=DESKTOP)
    page.goto(site)

    def tab_to(name: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if name in page.evaluate("document.activeElement.closest('label, a, button')?.innerText ?? ''"):
                return
        raise AssertionError(f"Tab does not reach {name}")

    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
    tab_to("The router’s lights")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/t/router-lights$"))
    expect(page.locator("h1")).to_be_focused()
    tab_to("Start")
    page.keyboard.press("Enter")
    at(page, "light")
    expect(page.locator("h1")).to_be_focused()
    tab_to("Green and steady")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Green and flashing")).to_be_checked()
    tab_to("Continue")
    covered = page.evaluate("document.activeElement.getBoundingClientRect().bottom - document.querySelector('.help-bar').getBoundingClientRect().top")
    assert covered <= 0
    page.keyboard.press("Enter")
    at(page, "restart")
    tab_to("Yes, it works now")
    page.keyboard.press("Enter")
    at(page, "resolved")


@pytest.mark.parametrize(("size", "colours"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_axe_finds_nothing(open_page: OpenPage, site: str, size: dict[str, int], colours: str) -> None:
    """No page kind has a violation of WCAG 2.2 A or AA, nor of axe's good practice. The page is judged whole: a bar that lies over the
    end of the visible part is not a target that is too small."""
    page = open_page(viewport={**size, "height": 3000}, color_scheme=colours, bypass_csp=True)
    found = {}
    for kind in each_kind(page, site):
        result = Axe().run(page, options={"preload": False})
        found[kind] = [(v["id"], [node["target"] for node in v["nodes"]]) for v in result.response["violations"]]
    assert not {kind: violations for kind, violations in found.items() if violations}


def test_fits_a_narrow_phone(open_page: OpenPage, site: str) -> None:
    """At 320 pixels nothing scrolls sideways, and what is pressed is 44 pixels high, links within a sentence apart."""
    page = open_page(viewport={"width": 320, "height": 600})
    pressed = ".button, .plain-button, .answer, .back, summary, .ways a, .so-far a, .area li a, input.code, .links a"
    small = "els => els.filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    for kind in each_kind(page, site):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, kind
        assert not page.locator(pressed).evaluate_all(small), kind


def test_a_double_click_is_one_answer(open_page: OpenPage, site: str) -> None:
    """The button that was pressed waits, says so, and does not send again."""
    page = open_page(viewport=DESKTOP)
    starts(page, site)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/v/**", slowly)
    page.locator(".answer", has_text="Green and flashing").click()
    page.get_by_role("button", name="Continue").dblclick()
    at(page, "restart")
    assert len(sent) == 1


def test_a_lost_connection_is_said(open_page: OpenPage, site: str) -> None:
    """The page stays with its answer, says that the server cannot be reached, and the next try goes through."""
    page = open_page(viewport=PHONE)
    starts(page, site)
    page.evaluate("console.error = () => {}")  # htmx reports the lost request there, rightly
    page.route("**/light", lambda route: route.abort())
    page.locator(".answer", has_text="Green and flashing").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Your answers are kept")
    expect(page.get_by_role("button", name="Continue")).to_be_enabled()
    page.unroute("**/light")
    page.get_by_role("button", name="Continue").click()
    at(page, "restart")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_none_of_these_stands_alone(open_page: OpenPage, site: str) -> None:
    """Choosing it takes the others back, and the other way round."""
    page = open_page(viewport=PHONE)
    starts(page, site)
    chooses(page, "Red")
    at(page, "signs")
    page.get_by_label("Smoke").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("Smoke")).not_to_be_checked()
    page.get_by_label("A humming noise").check()
    expect(page.get_by_label("None of these")).not_to_be_checked()


def test_answers_stand_open_where_there_is_room(open_page: OpenPage, site: str) -> None:
    """The summary is folded on a phone and open on a desktop."""
    for size, is_open in ((PHONE, False), (DESKTOP, True)):
        page = open_page(viewport=size)
        starts(page, site)
        chooses(page, "Green and flashing")
        at(page, "restart")
        assert page.locator("details.summary").evaluate("e => e.open") is is_open


def test_print(open_page: OpenPage, site: str) -> None:
    """On paper there are the code, the ways and the time, and nothing to press."""
    page = open_page(viewport=DESKTOP)
    starts(page, site)
    chooses(page, "Off")
    at(page, "danger")
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Printed ")).to_be_visible()
    expect(page.locator(".slip .code")).to_be_visible()
    for gone in (".help-bar", ".back", ".links", ".ways .go"):
        expect(page.locator(gone).first).to_be_hidden()
