"""How often one address may do something, and how often anybody may fail at one name."""

import hashlib
from collections.abc import Callable, Mapping
from ipaddress import AddressValueError, IPv6Address
from threading import Lock
from typing import cast

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage

from webapp.shared import access


class Counted(MemoryStorage):
    """The counting of `limits` in memory, one request at a time: two requests that wake its cleaner in the same moment start it twice, which
    raises."""

    STORAGE_SCHEME = ["counted"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: str) -> None:
        self._turn = Lock()
        super().__init__(uri, wrap_exceptions, **options)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        with self._turn:
            return super().acquire_entry(key, limit, expiry, amount)


def limit(app: Flask, limits: Mapping[str, str], failures: Mapping[str, str] | None = None) -> None:
    """Limits views by their endpoints. Counted in this process; every app counts for itself.

    Of `failures` only those requests count that are answered 422: by the address, and by the user name, whoever sends it.
    """
    limiter = Limiter(_customer, app=app, storage_uri="counted://", strategy="moving-window")
    for endpoint, allowed in limits.items():
        view = cast(Callable[..., ResponseReturnValue], app.view_functions[endpoint])  # ours are not async
        app.view_functions[endpoint] = limiter.limit(allowed)(view)
    for endpoint, allowed in (failures or {}).items():
        view = cast(Callable[..., ResponseReturnValue], app.view_functions[endpoint])
        by_address = limiter.limit(allowed, deduct_when=_failed)(view)
        app.view_functions[endpoint] = limiter.limit(allowed, key_func=_name, deduct_when=_failed)(by_address)


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _name() -> str:
    """The user name that a form holds, in few characters however long it is; where it holds none, that of who is signed in."""
    me = access.person()
    typed = request.form.get("name", "").strip().casefold() or (me.name if me else "")
    return "name:" + hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()[:32]


def _customer() -> str:
    """The address that is asking. Of IPv6 the network of 64 bits: who has one such address has all 2⁶⁴ of them."""
    address = get_remote_address()
    try:
        ipv6 = IPv6Address(address)
    except AddressValueError:
        return address
    return str(ipv6.ipv4_mapped or f"{int(ipv6) >> 64:x}/64")
