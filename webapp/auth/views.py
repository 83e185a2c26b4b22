"""Sign in, sign out, and the page about one's own account."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as BaseResponse

from diagnostics.accounts.account import ordered
from diagnostics.accounts.passwords import LONGEST, SHORTEST
from diagnostics.service.accounts import AccountError
from webapp.auth import sessions
from webapp.shared import access
from webapp.shared.context import services

pages = Blueprint("auth", __name__, template_folder="templates")

Answered = str | BaseResponse | tuple[str, int]

LONGEST_NAME = 64


@pages.get("/sign-in")
@access.everyone()
def sign_in() -> Answered:
    wanted = access.own_path(request.args.get("next"))
    return redirect(wanted or _first_page(), 303) if access.person() else _form(wanted)


@pages.post("/sign-in")
@access.everyone()
def enter() -> Answered:
    sent, wanted = request.form, access.own_path(request.form.get("next"))
    name, password = sent.get("name", ""), sent.get("password", "")
    account = services().accounts.sign_in(name[: LONGEST_NAME + 1], password[: LONGEST + 1], str(request.remote_addr or "")[:64])
    if account is None:
        return _form(wanted, name, _("This name and password do not belong together. Please compare both and try again.")), 422
    sessions.enter(account)
    return redirect(wanted or _first_page(), 303)


@pages.post("/sign-out")
@access.member()
def sign_out() -> BaseResponse:
    sessions.leave()
    return redirect(url_for("auth.sign_in"), 303)


@pages.get("/account")
@access.member()
def account() -> str:
    return _account(done=request.args.get("changed") == "1")


@pages.post("/account/password")
@access.member()
def change_password() -> Answered:
    me, sent = _me(), request.form
    old, new = sent.get("old", ""), sent.get("new", "")
    if new != sent.get("again", ""):
        return _account(again=_("The two new passwords differ.")), 422
    try:
        changed = services().accounts.change_password(me.name, old[: LONGEST + 1], new[: LONGEST + 1])
    except AccountError:
        return _account(new=_("Use at least %(shortest)d characters, several different ones, and not your user name.", shortest=SHORTEST)), 422
    if changed is None:
        return _account(old=_("This is not your password as it is now.")), 422
    sessions.enter(changed)
    return redirect(url_for("auth.account", changed=1), 303)


@pages.errorhandler(CSRFError)
def too_old(error: CSRFError) -> Answered:
    """The form had no token, or one of another session: the page lay open for too long, or the browser keeps no cookies."""
    said = _("This page lay open for too long, or your browser keeps no cookies. Please try again.")
    if access.person():
        return _account(old=said), 400
    return _form(access.own_path(request.form.get("next")), request.form.get("name", ""), said), 400


def _me() -> access.Person:
    me = access.person()
    assert me is not None, "the guard lets nobody else in"
    return me


def _first_page() -> str:
    """Where a sign-in leads by itself."""
    return next((feature.address for feature in access.features()), url_for("auth.account"))


def _form(wanted: str | None, name: str = "", problem: str | None = None) -> str:
    return render_template("auth/sign_in.html", wanted=wanted, name=name[:LONGEST_NAME], problem=problem)


def _account(done: bool = False, **problems: str) -> str:
    """`problems` are by the field that they stand above."""
    roles = {"author": _("writes guides"), "agent": _("talks to customers"), "manager": _("reads the figures"), "admin": _("may do everything")}
    me = _me()
    return render_template("auth/account.html", me=me, roles=[(role, roles[role]) for role in ordered(me.roles)], done=done, problems=problems,
                           shortest=SHORTEST, longest=LONGEST)  # fmt: skip
