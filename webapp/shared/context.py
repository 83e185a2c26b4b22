"""The running app's services and settings, for the views; and the name of the site, for all templates."""

from typing import cast

from flask import Flask, current_app

from diagnostics.service.services import Services
from diagnostics.settings import Settings
from diagnostics.visits.log import StoreError

KEY = "diagnostics"
PRODUCT = "Diagnostics"


def keep(app: Flask, services: Services, settings: Settings) -> None:
    """Keeps both with the app: two apps of one process share nothing."""
    app.extensions[KEY] = (services, settings)
    app.jinja_env.globals["site_title"] = site_title


def services() -> Services:
    return cast(tuple[Services, Settings], current_app.extensions[KEY])[0]


def settings() -> Settings:
    return cast(tuple[Services, Settings], current_app.extensions[KEY])[1]


def site_title() -> str:
    """The title of the library in service. The product's own name before anything is published, and where the database is away."""
    try:
        serving = services().programs.serving()
    except StoreError:  # the page that says so has a name, too
        serving = None
    return serving.manifest.title if serving else PRODUCT
