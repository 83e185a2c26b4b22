"""The languages that there are, and the one that a request gets."""

from babel import Locale
from flask import Flask, g, request
from flask_babel import Babel, get_babel, get_locale


def speak(app: Flask) -> None:
    """Translates the interface by `Accept-Language`, limited to the languages of `webapp/translations`."""
    Babel(app, default_locale="en", locale_selector=_chosen)  # type: ignore[no-untyped-call]  # Flask-Babel is half typed
    app.context_processor(lambda: {"locale": locale().language, "direction": locale().text_direction})


def _chosen() -> str:
    return request.accept_languages.best_match(_available()) or "en"


def _available() -> list[str]:
    return ["en", *(str(known) for known in get_babel().instance.list_translations() if str(known) != "en")]  # type: ignore[no-untyped-call]  # as above


def locale() -> Locale:
    """The locale of this request. A page asks for it with every number."""
    if "locale" not in g:
        g.locale = get_locale() or Locale("en")
    found: Locale = g.locale
    return found
