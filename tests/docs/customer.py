"""Clicks to pages: a browser without scripts, that knows links, forms with answers to choose from, and buttons."""

import re
from html import unescape
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
"""What sends no name of a browser is taken for a robot, and no robot's visits are counted."""


class Customer:
    """Somebody with a browser. `page` is what it shows."""

    def __init__(self, address: str) -> None:
        self._load(address)

    def clicks(self, words: str) -> None:
        """A link, an answer (and then the button below it), or a button, by its words."""
        if link := re.search(rf'<a href="([^"]+)"[^>]*>(?:<\w+>)?{re.escape(words)}<', self.page):
            return self._load(link[1])
        form = next((form for form in re.findall(r"<form.*?</form>", self.page, re.S) if words in form), None)
        assert form is not None, f"nothing here says {words}:\n{self.page}"
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
        if answer := re.search(rf'name="answer" value="([^"]+)">(?:(?!name="answer").)*?{re.escape(words)}<', form, re.S):
            fields["answer"] = answer[1]
        target = re.search(r'action="([^"]+)"', form)
        self._load(target[1] if target else "", fields)

    def _load(self, address: str, fields: dict[str, str] | None = None) -> None:
        at = urljoin(getattr(self, "address", ""), address)
        request = Request(at, urlencode(fields).encode() if fields is not None else None, {"User-Agent": BROWSER})
        with urlopen(request, timeout=20) as answer:
            self.address, self.page = answer.url, unescape(answer.read().decode()).replace("’", "'")
