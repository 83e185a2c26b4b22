"""The running app's services and settings, for the views."""

from typing import cast

from flask import Flask, current_app

from diagnostics.service.services import Services
from diagnostics.settings import Settings

KEY = "diagnostics"


def keep(app: Flask, services: Services, settings: Settings) -> None:
    app.extensions[KEY] = (services, settings)


def services() -> Services:
    return cast(tuple[Services, Settings], current_app.extensions[KEY])[0]


def settings() -> Settings:
    return cast(tuple[Services, Settings], current_app.extensions[KEY])[1]
