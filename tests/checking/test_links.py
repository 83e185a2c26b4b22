"""Links are tried as a browser would, and only where the public internet is."""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import sleep

import pytest
import trustme

from diagnostics.checking.links import Asking, check_links, is_public, links_in
from diagnostics.lint.subject import Spot
from diagnostics.model.read import read_tree
from diagnostics.source.reader import Document, read_bytes
from diagnostics.violations import Severity, Span

Answers = Mapping[tuple[str, str], tuple[int, str]]


@dataclass
class Site:
    """A https server of its own. `answers`: (method, path) → (status, where it sends on to); `asked`: what it was asked."""

    port: int
    authority: trustme.CA
    asked: list[tuple[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: Lock = field(default_factory=Lock)

    def asking(self, **other: object) -> Asking:
        trust = ssl.create_default_context()
        self.authority.configure_trust(trust)
        return Asking(**{"seconds": 2, "allows": lambda address: address == "127.0.0.1", "trust": trust, **other})  # type: ignore[arg-type]

    def address(self, path: str) -> str:
        return f"https://127.0.0.1:{self.port}{path}"


ANSWERS: Answers = {
    ("HEAD", "/well"): (200, ""),
    ("HEAD", "/slow"): (200, ""),
    ("HEAD", "/only-get"): (405, ""), ("GET", "/only-get"): (200, ""),
    ("HEAD", "/gone"): (404, ""), ("GET", "/gone"): (404, ""),
    ("HEAD", "/removed"): (410, ""), ("GET", "/removed"): (410, ""),
    ("HEAD", "/moved"): (301, "/well"),
    ("HEAD", "/language"): (302, "/well"),
    ("HEAD", "/slash"): (308, "/slash/"), ("HEAD", "/slash/"): (200, ""),
    ("HEAD", "/moved-and-gone"): (301, "/gone"),
    ("HEAD", "/round"): (302, "/round"),
    ("HEAD", "/no-programs"): (403, ""), ("GET", "/no-programs"): (403, ""),
    ("HEAD", "/too-many"): (429, ""),
    ("HEAD", "/plain"): (302, "http://127.0.0.1/"),
    ("HEAD", "/inside"): (302, "https://127.0.0.2/secret"),
}  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    authority = trustme.CA()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            with site.lock:
                site.asked.append((self.command, self.path))
                site.at_once += self.path.startswith("/slow")
                site.most_at_once = max(site.most_at_once, site.at_once)
            sleep(0.05 if self.path.startswith("/slow") else 0)
            if self.path == "/silent":
                sleep(1.5)
            status, target = ANSWERS.get((self.command, self.path.partition("?")[0]), (500, ""))
            with site.lock:
                site.at_once -= self.path.startswith("/slow")
            self.send_response(status)
            if target:
                self.send_header("Location", target)
            self.end_headers()

        do_GET = do_HEAD

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_address[1], authority)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()


def told(site: Site, *paths: str, **other: object) -> list[tuple[str, str]]:
    """The (code, message) of each path."""
    links = {site.address(path): [Spot("", Span("a.yml", 1, 1), "")] for path in paths}
    return [(violation.code, violation.message) for violation in check_links(links, site.asking(**other))]


def test_pages_that_are_there_are_not_told_of(site: Site) -> None:
    """Also those that only GET finds, that send on for the reader's language, and that add a slash."""
    assert told(site, "/well", "/only-get", "/language", "/slash", "/well?q=ä b") == []


@pytest.mark.parametrize("path", ["/gone", "/removed", "/moved-and-gone"])
def test_a_page_that_is_gone_is_an_error(site: Site, path: str) -> None:
    """GET is asked before it is said."""
    [violation] = check_links({site.address(path): [Spot("", Span("a.yml", 3, 7), "line")]}, site.asking())
    assert (violation.code, violation.severity, violation.span, violation.source) == ("LI001", Severity.ERROR, Span("a.yml", 3, 7), "line")
    assert "gone" in violation.message


def test_a_page_that_has_moved_says_where(site: Site) -> None:
    """A warning: it can still be reached."""
    [violation] = check_links({site.address("/moved"): [Spot("", Span("a.yml", 1, 1), "")]}, site.asking())
    assert (violation.code, violation.severity) == ("LI002", Severity.WARNING)
    assert site.address("/well") in violation.message


@pytest.mark.parametrize("path", ["/no-programs", "/too-many", "/round", "/unknown", "/silent"])
def test_what_is_unsure_is_told_apart(site: Site, path: str) -> None:
    """Refused, too often, round and round, a fault of the site, no answer in time."""
    [violation] = check_links({site.address(path): [Spot("", Span("a.yml", 1, 1), "")]}, site.asking(seconds=0.5))
    assert (violation.code, violation.severity) == ("LI003", Severity.WARNING)


def test_every_place_of_an_address_is_told_and_the_address_asked_once(site: Site) -> None:
    """A link that ten trees share is one request."""
    site.asked.clear()
    spots = [Spot("", Span(f"{name}.yml", 1, 1), "") for name in "abc"]
    assert [v.span.file for v in check_links({site.address("/gone"): spots}, site.asking())] == ["a.yml", "b.yml", "c.yml"]
    assert site.asked == [("HEAD", "/gone"), ("GET", "/gone")]


def test_a_host_is_not_flooded(site: Site) -> None:
    """However many links lead there."""
    site.most_at_once = 0
    assert told(site, *(f"/slow?{number}" for number in range(12)), per_host=2) == []
    assert site.most_at_once <= 2


def test_no_private_address_is_asked(site: Site) -> None:
    """Neither named, nor looked up, nor by way of a public page that sends on."""
    site.asked.clear()
    links = {address: [Spot("", Span("a.yml", 1, 1), "")] for address in (site.address("/well"), f"https://localhost:{site.port}/well")}
    assert {violation.code for violation in check_links(links, Asking(seconds=1))} == {"LI004"}
    assert site.asked == []
    assert [code for code, _ in told(site, "/inside", "/plain")] == ["LI004", "LI004"]


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b:1::1",
])  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    """Whatever way they are written."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_addresses_that_are_public(address: str) -> None:
    """The others."""
    assert is_public(address)


def test_a_certificate_that_proves_nothing_is_an_error(site: Site) -> None:
    """The site's authority is not trusted."""
    assert [code for code, _ in told(site, "/well", trust=ssl.create_default_context())] == ["LI001"]


def test_a_name_that_cannot_be_is_no_exception(site: Site) -> None:
    """Nor is an address that is nonsense."""
    bad = ["https://" + "a" * 300 + ".example/", "https://[::1/", "https://exa mple.com/", "https://\u0000/", "https://x:99999/"]
    links = {address: [Spot("", Span("a.yml", 1, 1), "")] for address in bad}
    assert {violation.code for violation in check_links(links, site.asking())} <= {"LI001", "LI003", "LI004"}


def test_links_are_found_with_their_places() -> None:
    """In Markdown, films and offers; not where a fact is inserted, and not without https."""
    text = """\
tree: a
steps:
  one:
    instruction: One
    actions: ["See [a](https://example.com/a) and [b](https://example.com/{name})", "[c](http://example.com/c) or <https://example.com/d>"]
    video: https://example.com/film
    not_fixed: end
  end: {outcome: resolved, says: Done, offer: {title: Cable, url: "https://example.com/cable"}}
"""
    document = read_bytes(text.encode(), "a.yml")
    assert isinstance(document, Document)
    found = [(address, spot.span.line, spot.span.column, spot.span.length) for address, spot in links_in(read_tree(document))]
    assert found == [
        ("https://example.com/a", 5, 24, 21),
        ("https://example.com/d", 5, 116, 21),
        ("https://example.com/film", 6, 12, 24),
        ("https://example.com/cable", 8, 68, 25),
    ]
