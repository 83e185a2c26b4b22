"""Random requests to the whole app: any route, any method, any form, any header. Never a 5xx or a traceback, always the safe headers."""

import logging
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.webapp.conftest import VISIT
from webapp.shared.headers import ALWAYS

WORDS = st.sampled_from([
    "", "light", "signs", "restart", "order", "metres", "person", "red", "nothing", "cannot", "go_on", "fixed", "pass", "not_fixed", "302-4456781",
    "2026-01-05", "0001-01-01", "9999-12-31", "7", "-0", "1e15", "NaN", "de", "Germany", "ERR_RED", VISIT, "w" * 22, "router-lights",
    "talk-to-someone", "did-it-help", "..", "%", "{name}", "%EE%80%809%EE%80%81", "\ue0009\ue001",
])  # fmt: skip
TEXT = st.one_of(WORDS, WORDS, st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
SEGMENT = TEXT.map(lambda text: quote(text, safe=""))
RAW = st.binary(max_size=6).map(lambda octets: "".join(f"%{octet:02x}" for octet in octets))
PATHS = st.one_of(
    st.builds("/v/{}/{}".format, st.just(VISIT), SEGMENT), st.builds("/v/{}/{}".format, st.just(VISIT), SEGMENT),
    st.builds("/t/router-lights?{}={}".format, SEGMENT, SEGMENT), st.builds("/t/{}/{}".format, SEGMENT, SEGMENT), st.just("/t/router-lights"),
    st.builds("/{}/{}".format, st.sampled_from(["v", "t", "area", "i", "static"]), SEGMENT | RAW), st.builds("/{}".format, SEGMENT | RAW),
    st.sampled_from(["/", "/resume", "/healthz"]),
)  # fmt: skip
FIELDS = ["answer", "answer", "answer", "visit", "entry", "code", "fixed", "typed", "measured", "remember", "fact.os", "fact.metres"]
NAMES = st.one_of(st.sampled_from(FIELDS), TEXT)
FORMS = st.lists(st.tuples(NAMES, TEXT), max_size=5)
HEADER = st.sampled_from([
    "Origin", "Host", "Accept-Language", "Accept-Encoding", "Cookie", "Sec-Fetch-Site", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port",
    "X-Forwarded-Proto", "If-None-Match", "If-Modified-Since", "Range", "Content-Type", "HX-Request", "DNT",
])  # fmt: skip
VALUE = st.one_of(
    st.sampled_from(["null", "http://[", "[::1]", "a..b", "en;q=nan", "br;q=", "visitor=" + "v" * 22, "same-origin", "1", "*", "bytes=-1",
                     "multipart/form-data; boundary=x"]),
    st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30),
)  # fmt: skip
HEADERS = st.lists(st.tuples(HEADER, VALUE), max_size=2)
METHODS = st.sampled_from(["GET", "GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "PATCH"])
REQUESTS = st.lists(st.tuples(METHODS, PATHS, FORMS, HEADERS), min_size=1, max_size=6)


@pytest.mark.parametrize("proxies", [0, 1])
def test_no_request_breaks_the_app(make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture, proxies: int) -> None:
    """Whatever comes in whatever order is answered below 500, with the safe headers and without an error in the log."""
    caplog.set_level(logging.WARNING)
    free = "100000 per minute"
    app = make_app(proxies=proxies, answer_limit=free, start_limit=free, code_limit=free)
    app.test_client().post("/t/router-lights", data={"visit": VISIT})

    @seed(20261122)
    @settings(max_examples=250, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(REQUESTS)
    def ask(requests: list[tuple[str, str, list[tuple[str, str]], list[tuple[str, str]]]]) -> None:
        client = app.test_client()
        for method, path, form, headers in requests:
            sent: dict[str, list[str]] = {}
            for name, value in form:
                sent.setdefault(name, []).append(value)
            response = client.open(path, method=method, data=sent if method not in ("GET", "HEAD") else None, headers=headers)
            assert response.status_code < 500 and "Traceback" not in response.text
            assert all(name in response.headers for name in ALWAYS)
            assert response.location is None or response.location.startswith(("/t/", "/v/"))

    ask()
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
