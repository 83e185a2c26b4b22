"""The checks of a browser, run by a real one: ask, run, result, and the way around each of them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no annotations
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage

ANSWER_WITHIN = 12_000
"""Milliseconds for a network check to finish: eight requests and their pauses."""


def start(page: Page, server: str, kind: str) -> None:
    """Goes to the check of a kind."""
    page.goto(f"{server}/t/browser-checks")
    page.locator("main form button.primary").click()
    page.get_by_label(kind.capitalize(), exact=True).check()
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_url(re.compile(f"/{kind}$"))


def result(page: Page, heading: str) -> None:
    expect(page.locator(".check-result h2")).to_have_text(heading, timeout=ANSWER_WITHIN)
    expect(page.locator(".check-result h2")).to_be_focused()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").locator("visible=true").click()
    page.wait_for_url(re.compile("/(passed|failed|unclear)$"))


def test_network_finds_the_server(page: Page, server: str) -> None:
    """Eight answers pass the check; the facts are shown and the visit goes on as measured."""
    start(page, server, "network")
    page.get_by_role("button", name="Start the check").click()
    result(page, "This device is online")
    expect(page.locator(".check-facts")).to_contain_text("8 of 8")
    sent = page.locator(".check-done input").evaluate_all("inputs => Object.fromEntries(inputs.map((i) => [i.name, i.value]))")
    assert sent["answer"] == "pass" and sent["measured"] == "1"
    assert set(sent) == {"answer", "measured", "fact.latency_ms"} and int(sent["fact.latency_ms"]) >= 0
    go_on(page)
    expect(page).to_have_url(re.compile("/passed$"))


def test_network_tells_a_lost_server_at_once(page: Page, server: str) -> None:
    """Three lost requests in a row are enough, and no time of an answer is made up."""
    start(page, server, "network")
    page.route("**/healthz", lambda route: route.abort())
    page.get_by_role("button", name="Start the check").click()
    result(page, "Our server does not answer")
    expect(page.locator(".check-facts")).to_contain_text("0 of 3")
    assert page.locator("input[name='fact.latency_ms']").count() == 0
    go_on(page)
    expect(page).to_have_url(re.compile("/failed$"))


def test_network_tells_a_connection_that_drops(page: Page, server: str) -> None:
    """Every second answer lost is a failure of its own name."""
    start(page, server, "network")
    met = 0

    def every_second(route: Route) -> None:
        nonlocal met
        met += 1
        route.abort() if met % 2 else route.continue_()

    page.route("**/healthz", every_second)
    page.get_by_role("button", name="Start the check").click()
    result(page, "The connection drops out")
    expect(page.locator(".check-facts")).to_contain_text("4 of 8")


def test_network_does_not_take_a_sign_in_page_for_the_server(page: Page, server: str) -> None:
    """A redirect to another page is no answer of ours."""
    start(page, server, "network")
    page.route("**/healthz", lambda route: route.fulfill(status=302, headers={"Location": "http://127.0.0.1:9/sign-in"}))
    page.get_by_role("button", name="Start the check").click()
    result(page, "The network wants you to sign in first")


def test_a_result_can_be_checked_again_or_denied(page: Page, server: str) -> None:
    """The customer's own word counts in the end, and is not sent as measured."""
    start(page, server, "network")
    page.get_by_role("button", name="Start the check").click()
    result(page, "This device is online")
    page.get_by_role("button", name="Check again").click()
    result(page, "This device is online")
    page.get_by_role("button", name="That’s not right").click()
    expect(page.locator(".check-manual legend")).to_be_focused()
    assert page.locator(".check-manual input[name=measured]").count() == 0
    page.get_by_label("No, or only now and then").check()
    go_on(page)
    expect(page).to_have_url(re.compile("/failed$"))


def test_a_check_can_be_skipped_while_it_runs(page: Page, server: str) -> None:
    """Skipping ends the requests and shows the question; the check can be had back."""
    start(page, server, "network")
    page.get_by_role("button", name="Start the check").click()
    page.get_by_role("button", name="Skip the check").click()
    expect(page.locator(".check-manual")).to_be_visible()
    expect(page.locator(".check-panel")).to_be_hidden()
    page.get_by_role("button", name="Let the browser check instead").click()
    expect(page.get_by_role("button", name="Start the check")).to_be_focused()


def test_keyboard_lights_up_what_is_pressed(page: Page, server: str) -> None:
    """Every expected key passes by itself; Tab and Enter do nothing else, and Escape twice ends it."""
    start(page, server, "keyboard")
    page.get_by_role("button", name="Start the check").click()
    expect(page.locator(".check-keyboard")).to_be_visible()
    address = page.url
    codes = page.evaluate(
        f"() => import('{server}/static/checks/keys.js').then((m) => m.KEYS.flat().filter((k) => k.expected).map((k) => k.code))"
    )
    for code in codes:
        if code != "Escape":
            page.keyboard.press(code)
    expect(page.locator(".check-count")).to_have_text(f"{len(codes) - 1} of {len(codes)} keys so far")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    result(page, "Every key that you pressed works")
    assert page.url == address
    go_on(page)
    expect(page).to_have_url(re.compile("/passed$"))


def test_keyboard_asks_about_the_keys_that_stayed_dark(page: Page, server: str) -> None:
    """A dark key fails only by the customer's word; a key that stays down is noted."""
    start(page, server, "keyboard")
    page.get_by_role("button", name="Start the check").click()
    expect(page.locator(".check-keyboard")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.down("g")
    expect(page.locator(".check-key.odd")).to_have_text("G", timeout=6_000)
    page.keyboard.up("g")
    page.get_by_role("button", name="I have pressed them all").click()
    expect(page.locator(".check-stage .check-facts")).to_contain_text("Did not light up")
    expect(page.locator(".check-stage .check-facts")).to_contain_text("Stayed down for 3 seconds")
    page.get_by_role("button", name="Press some more keys").click()
    expect(page.locator(".check-key.lit")).to_have_text(["A", "G"])
    page.get_by_role("button", name="I have pressed them all").click()
    page.get_by_role("button", name="Yes, at least one").click()
    result(page, "Some keys do not work")
    page.keyboard.press("Tab")  # keys work again
    expect(page.get_by_role("button", name="Continue").locator("visible=true")).to_be_focused()


def test_keyboard_is_not_offered_where_there_is_none(open_page: OpenPage, server: str) -> None:
    """On a touch-only device the question is asked straight away."""
    phone = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    start(phone, server, "keyboard")
    phone.wait_for_load_state("networkidle")
    expect(phone.locator(".check-manual")).to_be_visible()
    expect(phone.locator(".check-panel")).to_be_hidden()


def test_display_fills_the_screen_and_takes_the_customers_word(page: Page, server: str) -> None:
    """Six pictures, by tap and by key; what was seen is the customer's answer, not a measurement."""
    start(page, server, "display")
    page.get_by_role("button", name="Fill the screen").click()
    colour = page.locator(".check-colour")
    for shown in ("red", "green", "blue", "white", "black", "grey"):
        expect(colour).to_have_class(f"check-colour check-{shown}")
        box = colour.bounding_box()
        assert box is not None and box["x"] == box["y"] == 0
        assert [box["width"], box["height"]] == page.evaluate("[innerWidth, innerHeight]")
        page.keyboard.press("ArrowRight") if shown in ("green", "black") else colour.click()
    expect(colour).to_have_count(0)
    page.get_by_role("button", name="No, all was even").click()
    result(page, "The picture is clean")
    assert page.locator(".check-done input[name=measured]").count() == 0
    go_on(page)
    expect(page).to_have_url(re.compile("/passed$"))


def test_display_ends_with_escape(page: Page, server: str) -> None:
    """Escape leaves the colours; how many were seen is said."""
    start(page, server, "display")
    page.get_by_role("button", name="Fill the screen").click()
    page.locator(".check-colour").click()
    expect(page.locator(".check-colour.check-green")).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate("document.fullscreenElement && document.exitFullscreen()")  # headless has no window that would take the key
    expect(page.locator(".check-colours")).to_have_count(0)
    expect(page.locator(".check-stage")).to_contain_text("You saw 2 of 6 pictures.")
    page.get_by_role("button", name="Yes, I saw something").click()
    result(page, "The picture has a fault")


@pytest.mark.parametrize(("heard", "heading", "end"), [
    ("All three", "The sound works", "passed"),
    ("Only on the left", "One side is silent", "failed"),
    ("None", "The sound does not come through", "failed"),
    ("I can’t tell", "We could not find out", "unclear"),
])  # fmt: skip
def test_speaker_asks_which_tones_were_heard(page: Page, server: str, heard: str, heading: str, end: str) -> None:
    """Three tones are played; which ones came through is the customer's answer."""
    page.add_init_script("""
      window.played = [];
      const node = window.StereoPannerNode;
      window.StereoPannerNode = class extends node { constructor(context, options) { super(context, options); played.push(options.pan); } };
    """)
    page.clock.install()
    start(page, server, "speaker")
    page.get_by_role("button", name="Play the tones").click()
    expect(page.locator(".check-tile.lit")).to_have_text("Left")
    page.clock.run_for(10_000)
    assert page.evaluate("played") == [-1, 1, 0]
    page.get_by_role("button", name=heard, exact=True).click()
    result(page, heading)
    go_on(page)
    expect(page).to_have_url(re.compile(f"/{end}$"))


def test_leaving_the_page_ends_the_check(page: Page, server: str) -> None:
    """A check whose part of the page is swapped away stops asking the server."""
    start(page, server, "network")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/healthz") else None)
    page.get_by_role("button", name="Start the check").click()
    page.wait_for_timeout(400)
    page.evaluate("document.querySelector('[data-check]').remove()")
    page.wait_for_timeout(200)
    so_far = len(asked)
    page.wait_for_timeout(800)
    assert 0 < so_far == len(asked)


@pytest.mark.parametrize("kind", ["network", "keyboard", "display", "speaker", "camera"])
def test_without_javascript_the_question_is_the_check(open_page: OpenPage, server: str, kind: str) -> None:
    """Only the form shows, and it leads on."""
    plain = open_page(java_script_enabled=False)
    start(plain, server, kind)
    expect(plain.locator(".check-panel")).to_have_count(0) if kind == "camera" else expect(plain.locator(".check-panel")).to_be_hidden()
    expect(plain.get_by_role("button", name="Let the browser check instead").locator("visible=true")).to_have_count(0)
    plain.locator(".check-manual input[value=unavailable]").check()
    go_on(plain)
    expect(plain).to_have_url(re.compile("/unclear$"))


def test_an_earlier_answer_is_kept_when_the_customer_comes_back(page: Page, server: str) -> None:
    """On the way back the question shows the answer that was given, and the check is still offered."""
    start(page, server, "network")
    page.get_by_role("button", name="Skip the check").click()
    page.get_by_label("Yes, it opens").check()
    check = page.url
    go_on(page)
    page.goto(check)
    expect(page.get_by_label("Yes, it opens")).to_be_checked()
    expect(page.get_by_role("button", name="Let the browser check instead")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_a_check_is_accessible(open_page: OpenPage, server: str, scheme: str) -> None:
    """Axe finds nothing in the ask, the run, the question about it, the result and the manual form."""
    page = open_page(viewport={"width": 360, "height": 740}, color_scheme=scheme, bypass_csp=True)  # axe writes a style into the page

    def clean(state: str) -> None:
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        assert not found.response["violations"], f"{state}: {found.generate_report()}"

    start(page, server, "keyboard")
    clean("ask")
    page.get_by_role("button", name="Start the check").click()
    expect(page.locator(".check-keyboard")).to_be_visible()
    page.keyboard.press("q")
    clean("run")
    page.get_by_role("button", name="I have pressed them all").click()
    clean("question")
    page.get_by_role("button", name="Yes, at least one").click()
    clean("result")
    page.get_by_role("button", name="That’s not right").click()
    clean("manual form")
