"""The web app: services and settings to a Flask application."""

from collections.abc import Callable

from flask import Flask
from flask_babel import lazy_gettext
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from diagnostics.deflection.intervals import wilson
from diagnostics.service.services import Services
from diagnostics.settings import Settings
from webapp import api, auth, calls, costs, dashboard, home, preview, visit
from webapp.shared import access, assets, context, errors, headers, host, limits, locale, origin, population, uploads

MAX_BODY = 64 * 1024
"""Bytes of one request. The longest thing that anybody sends is a pasted message of 5,000 characters."""

OPEN = ("home", "visit", "preview", "static", "healthz")
"""The blueprints and endpoints that are customers': open to everybody. Everything else asks who is there."""


def create_app(services: Services, settings: Settings, board: preview.Board | None = None) -> Flask:
    """The pages of customers and staff on these services. Two apps share nothing. With a `board` they are an author's preview."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY, MAX_FORM_PARTS=200, COMPRESS_ALGORITHM=["br", "gzip"])
    app.url_map.merge_slashes = False  # else `//` is sent on to an address made of whatever `Host` says
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    context.keep(app, services, settings)
    population.know(app, settings.datacentres)
    headers.protect(app)
    Compress(app)
    origin.guard(app)
    locale.speak(app)
    assets.offer(app)
    errors.explain(app)
    auth.install(app, services)
    uploads.allow(app, calls.UPLOADS)
    access.guard(app, customers=OPEN)
    if board is not None:
        preview.install(app, board)
    api.install(app, settings)
    _open_rooms(app)
    wilson(0, 1)  # loads the statistics now, and not while a manager waits for a first page
    app.add_url_rule("/healthz", "healthz", lambda: ("ok", {"Content-Type": "text/plain"}))
    writes = dict.fromkeys(("visit.answer", "visit.talk", "visit.did_it_help", "visit.would_have_called", "visit.try_the_guide", "visit.tell_us"),
                           settings.answer_limit)  # fmt: skip
    machines = dict.fromkeys(("api.calls", "api.audit", "api.heartbeat"), settings.feed_limit)
    limits.limit(app, {"home.start": settings.start_limit, "home.resume": settings.code_limit, **writes, **machines},
                 failures=dict.fromkeys(("auth.enter", "auth.change_password"), settings.sign_in_limit))  # fmt: skip
    app.wsgi_app = host.check(app.wsgi_app)  # type: ignore[method-assign, assignment]  # Flask's documented way
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_port=n)  # type: ignore[method-assign]  # Flask's documented way
    return app


def _open_rooms(app: Flask) -> None:
    """The pages of each feature; those of staff are offered in the order in which they stand here."""
    for pages in (home.pages, visit.pages, auth.pages, dashboard.pages, api.pages, calls.desk, calls.pages, costs.pages):
        app.register_blueprint(pages)
    access.offer(app, "manager", "dashboard.index", lazy_gettext("Dashboard"))
    access.offer(app, "agent", "desk.page", lazy_gettext("Note a call"))
    access.offer(app, "manager", "calls.imports", lazy_gettext("Calls"))
    access.offer(app, "manager", "costs.index", lazy_gettext("Costs"))


def taken_in(app: Flask) -> Callable[[str, str], int]:
    """How many bytes of a body the web server before this app should take in, by path and `Cookie`."""
    files = frozenset(str(rule) for rule in app.url_map.iter_rules() if rule.endpoint in calls.UPLOADS)
    return uploads.taken_in(app, files, api.MAX_BODY)
