"""Who may open what: closed unless it is said to be open. Feature rooms mark their views, `guard` asks before each request.

    @pages.get("/calls")
    @needs("manager")                   # below the route: the mark belongs to the function that Flask keeps
    def calls() -> str: ...

    access.offer(app, "manager", "calls.index", _("Calls"))    # an entry in the navigation of `staff.html`

Whoever is `admin` may open everything. A view without a mark is open to admins only; the customers' rooms are open to everybody, whole.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_babel.speaklater import LazyString
from flask_login import current_user
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as BaseResponse
from wtforms import ValidationError

from webapp.shared.origin import SAFE

Role = Literal["author", "agent", "manager", "admin"]
Asked = Role | Literal["everyone", "member"]
View = TypeVar("View", bound=Callable[..., object])

KEY = "diagnostics.access"
TOKEN = "csrf_token"
"""The field of a form in which `csrf_token()` stands. A script sends it as the header `X-CSRFToken`."""

LONGEST_PATH = 2_000
"""Characters of the address that a sign-in leads back to."""


class NotYours(Forbidden):
    """Who asks is known, and has not the role that the page needs."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    name: str
    roles: frozenset[str]

    def may(self, role: str) -> bool:
        return role in self.roles or "admin" in self.roles


@dataclass(frozen=True, slots=True)
class Feature:
    """An entry of the navigation. `is_here`: the page on which it stands belongs to it."""

    label: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What a view asks for. `member`: any account. `token`: whether a form that is sent to it carries a CSRF token."""

    asks: Asked
    token: bool = True


UNMARKED = Mark("admin")


def needs(role: Role) -> Callable[[View], View]:
    """Opens a view to one role."""
    return partial(_marked, Mark(role))


def member() -> Callable[[View], View]:
    """Opens a view to all who are signed in."""
    return partial(_marked, Mark("member"))


def everyone(*, token: bool = True) -> Callable[[View], View]:
    """Opens a view to all. `token=False` for what no browser sends, such as a request that carries a signature of its own."""
    return partial(_marked, Mark("everyone", token))


def _marked(mark: Mark, view: View) -> View:
    view.access = mark  # type: ignore[attr-defined]  # a function holds whatever is put on it
    return view


def guard(app: Flask, customers: Collection[str]) -> None:
    """Asks before each request. `customers` are the blueprints and endpoints that are open, without a session and without tokens."""
    app.extensions[KEY] = (frozenset(customers), list[tuple[Role, str, str | LazyString]]())
    app.before_request(_ask)
    app.after_request(_unkept)
    app.jinja_env.globals.update(person=person, features=features)


def offer(app: Flask, role: Role, endpoint: str, label: str | LazyString) -> None:
    """Puts a page into the navigation of those who may open it. The order is that of the calls; `label` may be translated lazily."""
    app.extensions[KEY][1].append((role, endpoint, label))


def person() -> Person | None:
    """Who asks. None: nobody is signed in."""
    if not current_user.is_authenticated:
        return None
    return Person(current_user.username, frozenset(role.name for role in current_user.roles))


def features() -> list[Feature]:
    """The navigation as the one who asks may see it."""
    me, here = person(), (request.endpoint or "").rpartition(".")[0]
    return [Feature(str(label), url_for(endpoint), here == endpoint.rpartition(".")[0])
            for role, endpoint, label in current_app.extensions[KEY][1] if me is not None and me.may(role)]  # fmt: skip


def is_customers(endpoint: str | None) -> bool:
    """Whether a page is for customers: it knows no session. An address that does not exist is one as well."""
    known = cast(frozenset[str], current_app.extensions[KEY][0])
    return endpoint is None or endpoint in known or endpoint.partition(".")[0] in known


def is_api() -> bool:
    return request.path.startswith("/api/")


def own_path(text: str | None) -> str | None:
    """A path of ours that a sign-in may lead back to, or None: browsers read `//host`, `/\\host` and controls within as another site."""
    fits = text is not None and len(text) <= LONGEST_PATH and text.isascii() and text.isprintable() and "\\" not in text and " " not in text
    if text is None or not fits or not text.startswith("/") or text.startswith("//"):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:  # such as `/x[`
        return None
    return text if not parts.scheme and not parts.netloc else None


def _ask() -> BaseResponse | None:
    """Nothing where the request may go on."""
    if is_customers(request.endpoint):
        return None
    mark: Mark = getattr(current_app.view_functions[str(request.endpoint)], "access", UNMARKED)
    if mark.asks != "everyone":
        me = person()
        if me is None:
            return _to_sign_in()
        if mark.asks != "member" and not me.may(mark.asks):
            raise NotYours
    if mark.token and request.method not in SAFE:
        _expect_token()
    return None


def _expect_token() -> None:
    """Flask-WTF compares; we look where the token is, since its own search fails at parts of a form that have no name."""
    try:
        validate_csrf(request.form.get(TOKEN) or request.headers.get("X-CSRFToken"))
    except ValidationError as error:
        raise CSRFError(error.args[0]) from None


def _to_sign_in() -> BaseResponse:
    if is_api():
        abort(401)
    wanted = request.full_path.rstrip("?") if request.method in SAFE else None
    return redirect(url_for("auth.sign_in", next=own_path(wanted)), 303)


def _unkept(response: Response) -> Response:
    """What staff see stays in no cache."""
    if not is_customers(request.endpoint):
        response.headers["Cache-Control"] = "no-store"
    return response

