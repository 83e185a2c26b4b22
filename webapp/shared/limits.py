"""How often one address may do something."""

from collections.abc import Callable, Mapping
from typing import cast

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def limit(app: Flask, limits: Mapping[str, str]) -> None:
    """Limits views by their endpoints. Counted in this process; every app counts for itself."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", strategy="moving-window")
    for endpoint, allowed in limits.items():
        view = cast(Callable[..., ResponseReturnValue], app.view_functions[endpoint])  # ours are not async
        app.view_functions[endpoint] = limiter.limit(allowed)(view)
