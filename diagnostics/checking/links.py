"""The links of trees to those that are dead: each address is asked once, on request only.

A tree is somebody else's text, and the machine that checks it stands inside a network: so only https is asked, only at addresses that are public,
and what was looked up is what is connected to; a name that changes its address in between gains nothing. Nothing is sent but the request, and
of the answer only its head is read.
"""

import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from threading import BoundedSemaphore, Lock
from urllib.parse import quote, urljoin, urlsplit

from diagnostics.lint.subject import Spot
from diagnostics.model.read import WrittenTree
from diagnostics.model.shapes import At, Record
from diagnostics.program.texts import BRACES
from diagnostics.translations.units import texts_of
from diagnostics.violations import Severity, Violation, clipped

_LINK = re.compile(r"\]\(\s*<?(https://[^)\s>]+)|<(https://[^>\s]+)>", re.IGNORECASE)
_MOVED = frozenset((301, 308))
_ELSEWHERE = frozenset((302, 303, 307))
_GONE = frozenset((404, 410))
_NOT_BY_HEAD = frozenset((400, 403, 404, 405, 406, 410, 500, 501))
"""Answers that some sites give to HEAD for pages that they give to GET."""
_HOPS = 5
AGENT = "diagnostics-link-check"


@dataclass(frozen=True, slots=True)
class Asking:
    """How links are asked for. `seconds` is the time for each connection and each answer; `allows` says of an address (as numbers) whether it may
    be connected to; `at_once` and `per_host` bound the connections; `trust` is whom certificates must come from."""

    seconds: float = 10
    at_once: int = 8
    per_host: int = 2
    allows: Callable[[str], bool] = field(default=lambda address: is_public(address))
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one address: the code of a violation (empty where all is well), and what is wrong."""

    code: str = ""
    message: str = ""
    hint: str = ""


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet: not private, not of this machine or link, not reserved, not a way around that."""
    ip = ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not getattr(ip, "is_site_local", False)


def links_in(written: WrittenTree) -> Iterator[tuple[str, Spot]]:
    """The https addresses of a tree in the order of the file, each with its place; those into which facts are inserted are not among them."""
    document = written.document

    def spot(address: str, at: At) -> tuple[str, Spot]:
        span = document.violation_inside("", at.node, address, 0, "").span
        return address, Spot(address, span, document.line(span.line))

    for text in texts_of(written):
        if "https://" in text.at.value.lower():
            for match in _LINK.finditer(text.at.value):
                if not BRACES.search(address := match[1] or match[2]):
                    yield spot(address, text.at)
    for step in written.steps.values():
        offer = step.record.get("offer")
        for at in (step.record.get("video"), offer.get("url") if isinstance(offer, Record) else None):
            if at is not None:
                yield spot(at.value, at)


def check_links(links: Mapping[str, Sequence[Spot]], asking: Asking | None = None) -> Iterator[Violation]:
    """What is wrong with addresses, at each of their places. Takes as long as the sites do, a few seconds for hundreds of links."""
    asking = asking or Asking()
    hosts = _Hosts(asking.per_host)
    with ThreadPoolExecutor(asking.at_once) as pool:
        for (address, spots), told in zip(links.items(), pool.map(lambda one: _try(one, asking, hosts), links), strict=True):
            severity = Severity.ERROR if told.code == "LI001" else Severity.WARNING
            if told.code:
                says = f"`{clipped(address, 80)}` {told.message}"
                yield from (Violation(told.code, spot.span, says, told.hint, spot.source, severity) for spot in spots)


class _Hosts:
    """How many connections each host has."""

    def __init__(self, most: int) -> None:
        self._most, self._lock, self._by_name = most, Lock(), dict[str, BoundedSemaphore]()

    def of(self, name: str) -> BoundedSemaphore:
        with self._lock:
            return self._by_name.setdefault(name, BoundedSemaphore(self._most))


def _try(address: str, asking: Asking, hosts: _Hosts) -> Told:
    try:
        return _follow(address, asking, hosts)
    except _NotAllowedError as refused:
        return Told("LI004", str(refused), "lead to a public page with https")
    except ssl.SSLCertVerificationError as error:
        reason = clipped(error.verify_message or "its certificate is wrong")
        return Told("LI001", f"cannot prove who it is: {reason}", "customers would be warned of it")
    except socket.gaierror as error:
        if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
            return Told("LI001", "leads to a site that does not exist", "is the name spelled right?")
        return Told("LI003", "could not be looked up", "is there a connection to the internet? try again later")
    except TimeoutError:
        return Told("LI003", f"did not answer within {asking.seconds:g} seconds", "open it in a browser; try again later")
    except (OSError, HTTPException, ValueError, UnicodeError) as error:
        return Told("LI003", f"could not be reached: {clipped(str(error)) or type(error).__name__}", "open it in a browser; try again later")


def _follow(address: str, asking: Asking, hosts: _Hosts) -> Told:
    """Asks, and goes where the site sends it, as a browser does."""
    here, moved = address, ""
    for _ in range(_HOPS):
        status, target = _ask(here, asking, hosts)
        if status in _MOVED | _ELSEWHERE and target:
            here = urljoin(here, target)
            moved = here if status in _MOVED and moved == "" else moved
            continue
        if status in _GONE:
            return Told("LI001", f"leads to a page that is gone ({status})", "find where it stands now, or remove the link")
        if status >= 400:
            return Told("LI003", f"answered {status}, which may be meant for programs only", "open it in a browser")
        return Told("LI002", f"has moved to `{clipped(moved, 120)}`", "write that address") if moved and _differs(address, moved) else Told()
    return Told("LI003", f"sends on more than {_HOPS} times", "open it in a browser")


def _differs(address: str, moved: str) -> bool:
    """Whether it moved at all: many sites only add the reader's language or a slash."""
    return moved.rstrip("/").lower() != address.partition("#")[0].rstrip("/").lower()


class _NotAllowedError(Exception):
    """An address that is not to be asked; the text says why."""


def _ask(address: str, asking: Asking, hosts: _Hosts) -> tuple[int, str]:
    """The status of an address and where it sends on to. HEAD first; GET where HEAD may not tell the truth."""
    parts = urlsplit(address)
    if parts.scheme.lower() != "https" or not parts.hostname:
        raise _NotAllowedError("is sent on to a page without https")
    host, port = parts.hostname, parts.port or 443
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else "")
    with hosts.of(host):
        peer = _look_up(host, port, asking)
        status, target = _request("HEAD", host, port, path, peer, asking)
        return _request("GET", host, port, path, peer, asking) if status in _NOT_BY_HEAD else (status, target)


def _look_up(host: str, port: int, asking: Asking) -> str:
    """One address of a host that may be connected to; every one that it has must be."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(asking.allows, found)):
        raise _NotAllowedError("leads into a private network, and is not followed")
    return found[0]


def _request(method: str, host: str, port: int, path: str, peer: str, asking: Asking) -> tuple[int, str]:
    connection = _Pinned(host, port, peer, asking)
    try:
        connection.request(method, path, headers={"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.5"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()


class _Pinned(HTTPSConnection):
    """A connection to the address that was looked up and allowed, with the host's own name in certificate and request."""

    def __init__(self, host: str, port: int, peer: str, asking: Asking) -> None:
        super().__init__(host, port, timeout=asking.seconds, context=asking.trust)
        self._peer, self._trust = peer, asking.trust

    def connect(self) -> None:
        plain = socket.create_connection((self._peer, self.port), self.timeout)
        try:
            self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
