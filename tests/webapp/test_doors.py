"""Everything that is not a customer's page is closed: each route by itself, whoever adds it."""

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from tests.webapp.conftest import Colleague
from webapp.shared import access

OPEN = {
    "static", "healthz", "home.index", "home.area", "home.intro", "home.start", "home.resume_form", "home.resume",
    "visit.resume", "visit.show", "visit.answer", "visit.talk", "visit.person", "visit.did_it_help", "visit.image",
    "visit.contact", "visit.try_the_guide", "visit.would_have_called", "visit.words", "visit.tell_us",
    "auth.sign_in", "auth.enter", "api.openapi",
}  # fmt: skip
"""The addresses that answer everybody. Whoever adds one here opens it to the world."""


def value(converter: BaseConverter) -> object:
    """Something that the converter takes."""
    match converter:
        case AnyConverter():
            return sorted(converter.items)[0]
        case IntegerConverter():
            return 1
    return "x"


def address(rule: Rule) -> str:
    """Some address that the rule matches."""
    built = rule.build({name: value(converter) for name, converter in rule._converters.items()})
    assert built is not None
    return built[1]


def test_every_route_is_open_by_name_or_refuses(make_app: Callable[..., Flask]) -> None:
    """Each address with each of its methods: on the list above, or a stranger is led to the sign-in, or answered 401, as by addresses for
    programs, which sign what they send."""
    app = make_app()
    found = set()
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"OPTIONS"}:
            if rule.endpoint in OPEN:
                found.add(rule.endpoint)
                continue
            response = app.test_client().open(address(rule), method=method)
            refused = response.status_code == 401 or (response.status_code == 303 and response.location.split("?")[0] == "/sign-in")
            assert refused, f"{method} {rule.rule} answers {response.status_code} to a stranger"
            assert response.headers["Cache-Control"] == "no-store"
    assert found == OPEN, "the list names addresses that do not exist"


def test_a_forged_session_is_a_stranger(make_app: Callable[..., Flask]) -> None:
    """A cookie that is signed with another key, or not at all, opens nothing."""
    app = make_app()
    other = Flask("other")
    other.secret_key = b"k" * 32
    forged = other.session_interface.get_signing_serializer(other)  # type: ignore[attr-defined]  # the one of signed cookies
    for cookie in (forged.dumps({"_user_id": "x", "since": 9e9}), "e30.x.y", "", "\x00", "." * 4000):
        client = app.test_client()
        client.set_cookie("staff", cookie)
        client.set_cookie("remember_token", cookie)
        assert client.get("/account").status_code == 303


@pytest.fixture
def app_with_rooms(make_app: Callable[..., Flask]) -> Flask:
    """The app with features for a manager, for admins by being unmarked, and an API."""
    app = make_app()
    rooms = Blueprint("figures", __name__)

    @rooms.route("/figures", methods=["GET", "POST"])
    @access.needs("manager")
    def index() -> str:
        return "figures"

    @rooms.get("/unmarked")
    def unmarked() -> str:
        return "unmarked"

    @rooms.route("/api/v9/figures", methods=["GET", "POST"])
    @access.needs("manager")
    def api() -> str:
        return "figures"

    @rooms.post("/api/v9/signed")
    @access.everyone(token=False)
    def signed() -> str:
        return "signed"

    app.register_blueprint(rooms)
    access.offer(app, "manager", "figures.index", "Figures")
    return app


def test_a_role_opens_its_pages(app_with_rooms: Flask, colleague: Callable[..., Colleague]) -> None:
    """A manager sees a manager's page and its entry in the navigation; an agent sees neither; an admin sees all."""
    for role, status in (("manager", 200), ("agent", 403), ("author", 403), ("admin", 200)):
        somebody = colleague(role, name=role, app=app_with_rooms)
        assert somebody.opens("/figures").status_code == status
        assert (">Figures</a>" in somebody.opens("/account").text) is (status == 200)


def test_a_wrong_role_is_told_so(app_with_rooms: Flask, colleague: Callable[..., Colleague]) -> None:
    """A page of ours with the navigation and the way out, in no cache."""
    response = colleague("agent", app=app_with_rooms).opens("/figures")
    assert response.status_code == 403 and "needs a role that you do not have" in response.text and "Sign out" in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_a_view_without_a_mark_is_for_admins(app_with_rooms: Flask, colleague: Callable[..., Colleague]) -> None:
    """Whoever forgets the mark has opened nothing."""
    assert colleague("manager", "agent", "author", app=app_with_rooms).opens("/unmarked").status_code == 403
    assert colleague("admin", name="root", app=app_with_rooms).opens("/unmarked").text == "unmarked"


def test_the_api_answers_programs_in_their_language(app_with_rooms: Flask, colleague: Callable[..., Colleague]) -> None:
    """401 and 403 as problem documents; no redirect, no page."""
    stranger = app_with_rooms.test_client().get("/api/v9/figures")
    agent = colleague("agent", app=app_with_rooms).opens("/api/v9/figures")
    for response, status in ((stranger, 401), (agent, 403)):
        assert response.status_code == status == response.get_json(force=True)["status"]
        assert response.mimetype == "application/problem+json" and {"title", "detail"} <= response.get_json(force=True).keys()
    assert "WWW-Authenticate" in stranger.headers


def test_only_a_view_that_says_so_takes_forms_without_a_token(app_with_rooms: Flask, colleague: Callable[..., Colleague]) -> None:
    """A request that carries a signature of its own needs none; whatever a session opens does."""
    manager = colleague("manager", app=app_with_rooms)
    manager.opens("/account")
    for url in ("/figures", "/api/v9/figures"):
        assert manager.client.post(url).status_code == 400
        assert manager.client.post(url, headers={"X-CSRFToken": manager.token}).text == "figures"
    assert app_with_rooms.test_client().post("/api/v9/signed").text == "signed"


@pytest.mark.parametrize("path", ["/x", "/x?a=1&b=%2F%2F", "/v/1/a.b~2", "/", "/x#y", "/a:b@c"])
def test_own_paths(path: str) -> None:
    """Whatever begins at our root."""
    assert access.own_path(path) == path


@pytest.mark.parametrize("text", [
    None, "", "x", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
    " //evil.example", "https://evil.example", "http:/x", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b", "/ä", "/\0", "/" + "x" * 2000, "/a b",
    "\u200b//evil.example", "data:text/html,x", "/\u2028/evil.example", "//[", "?x", "#x", "../x",
])  # fmt: skip
def test_other_paths(text: str | None) -> None:
    """Anything that some browser may read as another place."""
    assert access.own_path(text) is None
