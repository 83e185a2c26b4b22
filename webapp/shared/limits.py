"""How often one address may do something."""

from collections.abc import Callable, Mapping
from ipaddress import AddressValueError, IPv6Address
from typing import cast

from flask import Flask
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def limit(app: Flask, limits: Mapping[str, str]) -> None:
    """Limits views by their endpoints. Counted in this process; every app counts for itself."""
    limiter = Limiter(_customer, app=app, storage_uri="memory://", strategy="moving-window")
    for endpoint, allowed in limits.items():
        view = cast(Callable[..., ResponseReturnValue], app.view_functions[endpoint])  # ours are not async
        app.view_functions[endpoint] = limiter.limit(allowed)(view)


def _customer() -> str:
    """The address that is asking. Of IPv6 the network of 64 bits: who has one such address has all 2⁶⁴ of them."""
    address = get_remote_address()
    try:
        ipv6 = IPv6Address(address)
    except AddressValueError:
        return address
    return str(ipv6.ipv4_mapped or f"{int(ipv6) >> 64:x}/64")
