"""The web app: services and settings to a Flask application."""

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from diagnostics.service.services import Services
from diagnostics.settings import Settings
from webapp import home, visit
from webapp.shared import assets, context, errors, headers, host, limits, locale, origin

MAX_BODY = 64 * 1024
"""Bytes of one request. The longest thing that anybody sends is a pasted message of 5,000 characters."""


def create_app(services: Services, settings: Settings) -> Flask:
    """The customers' pages on these services. Two apps share nothing."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY, MAX_FORM_PARTS=200, COMPRESS_ALGORITHM=["br", "gzip"])
    app.url_map.merge_slashes = False  # else `//` is sent on to an address made of whatever `Host` says
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    context.keep(app, services, settings)
    headers.protect(app)
    Compress(app)
    origin.guard(app)
    locale.speak(app)
    assets.offer(app)
    errors.explain(app)
    app.register_blueprint(home.pages)
    app.register_blueprint(visit.pages)
    app.add_url_rule("/healthz", "healthz", lambda: ("ok", {"Content-Type": "text/plain"}))
    writes = dict.fromkeys(("visit.answer", "visit.talk", "visit.did_it_help"), settings.answer_limit)
    limits.limit(app, {"home.start": settings.start_limit, "home.resume": settings.code_limit, **writes})
    app.wsgi_app = host.check(app.wsgi_app)  # type: ignore[method-assign, assignment]  # Flask's documented way
    if settings.proxies:
        n = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_port=n)  # type: ignore[method-assign]  # Flask's documented way
    return app
