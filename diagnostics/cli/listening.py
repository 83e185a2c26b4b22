"""A web app to a server that listens: waitress, which takes a large body in only where the app wants one."""

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONNECTIONS = 500
"""How many browsers may be connected at once. Each keeps its connection for a while, and a slow one for a minute."""


def listen(app: "WSGIApplication", most: Callable[[str, str], int], **how: Any) -> Any:
    """A server that listens, and answers as soon as it is run. `most` says of a path and the cookies sent to it how many bytes of a body
    are taken in; what is longer is refused before it is read. `how` are waitress' own adjustments.

    Raises:
        OSError, ValueError: the address cannot be listened on.
    """

    class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
        adj: Any

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            own = copy.copy(self.adj)
            own.max_request_body_size = most(self.path, self.headers.get("COOKIE", "")) + 1  # waitress refuses what is as long
            self.adj = own

    class Channel(HTTPChannel):  # type: ignore[misc]  # as above
        parser_class = Parser

    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, ident=None, channel_timeout=60, connection_limit=CONNECTIONS, asyncore_use_poll=True, **how)
    for one in sockets.values():
        one.channel_class = Channel
    return server
