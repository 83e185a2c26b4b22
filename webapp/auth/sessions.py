"""Flask-Security, Flask-WTF and the session cookie, set up so that customers' pages never see any of them."""

from typing import Any

from flask import Flask, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import current_user
from flask_security import Security, login_user, logout_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

from diagnostics.accounts.account import Account
from diagnostics.service.services import Services
from webapp.auth.datastore import LIFETIME, SINCE, Datastore, User
from webapp.shared.access import TOKEN, is_customers
from webapp.shared.context import services


class _Sessions(SecureCookieSessionInterface):
    """A signed cookie. Customers' pages neither set one nor differ by one, so that any cache may keep what it may keep."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not is_customers(request.endpoint):
            super().save_session(app, session, response)  # type: ignore[arg-type]  # as above


def install(app: Flask, given: Services) -> None:
    """Lets the app know users, and its templates the tokens of forms (`csrf_token()`)."""
    app.session_interface = _Sessions()
    app.config.update(
        SECRET_KEY=given.keyring.key("sign-in"), PERMANENT_SESSION_LIFETIME=LIFETIME, SESSION_COOKIE_NAME="staff",
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax",
        SESSION_PROTECTION=None,  # an address that changes under way ends no session, and the cookie is not written anew for it
        WTF_CSRF_SECRET_KEY=given.keyring.key("forms"), WTF_CSRF_FIELD_NAME=TOKEN, WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,  # `shared.access` checks, after it has asked who is there
        SECURITY_PASSWORD_SCHEMES=["argon2"], SECURITY_CLI_USERS_NAME=False, SECURITY_CLI_ROLES_NAME=False,
    )  # fmt: skip
    security = Security(app, Datastore(given), register_blueprint=False)
    _only_sessions(app, security)
    CSRFProtect(app)


def _only_sessions(app: Flask, security: Any) -> None:
    """Nobody is looked for before a page asks who is there, and nowhere but in the session: no token in an address, a header or a body."""
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    security.login_manager.request_loader(lambda request: None)


def enter(account: Account) -> None:
    """Begins a session that holds nothing of an earlier one."""
    session.clear()
    g.pop(TOKEN, None)
    login_user(User(account), remember=False, authn_via=["password"])
    session[SINCE] = int(services().clock().timestamp())


def leave() -> None:
    """Ends every session of the user, here and on other devices."""
    services().accounts.sign_out(current_user.username)
    logout_user()
    session.clear()
