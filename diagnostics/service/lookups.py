"""Runs look-ups: a time-out for each, and never an exception, so that no visit waits for a source that does not answer."""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import date
from decimal import Decimal

from diagnostics.conditions.expression import Value
from diagnostics.engine import Fetch, Reply
from diagnostics.program.types import Fact
from diagnostics.service.ports import Found, LookupProvider

log = logging.getLogger(__name__)

UNAVAILABLE = "unavailable"


class Lookups:
    """The providers of an installation by name. A name without a provider is always `unavailable`."""

    def __init__(self, providers: Mapping[str, LookupProvider], workers: int = 8) -> None:
        self._providers = dict(providers)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="lookup")

    def fetch(self, wanted: Fetch, facts: Mapping[str, Fact]) -> Reply:
        """The reply to a page that asks for a look-up. What the provider gives outside its declaration is dropped."""
        step = wanted.step
        found = self._found(wanted)
        if found.result not in step.results:
            log.warning("lookup %s gave a result that it does not declare", step.source)
            found = Found(UNAVAILABLE)
        kept = tuple((name, found.facts[name]) for name in step.keep if name in found.facts and _typed(found.facts[name], facts[name]))
        return Reply(found.result, kept, wanted.keys)

    def _found(self, wanted: Fetch) -> Found:
        provider = self._providers.get(wanted.step.source)
        keys = {name: value for name, value in wanted.keys if value is not None}
        if provider is None or len(keys) < len(wanted.keys):
            return Found(UNAVAILABLE)
        future = self._pool.submit(provider, keys)
        try:
            error = future.exception(timeout=wanted.step.timeout)
        except FutureTimeout:
            future.cancel()
            log.warning("lookup %s took longer than %s s", wanted.step.source, wanted.step.timeout)
            return Found(UNAVAILABLE)
        found = future.result() if error is None else None
        if isinstance(found, Found) and isinstance(found.result, str) and isinstance(found.facts, Mapping):
            return found
        # a provider is foreign code: whatever it raises or gives, the visit goes on; no value of it is logged
        log.warning("lookup %s failed: %s", wanted.step.source, "it did not give a Found" if error is None else type(error).__name__)
        return Found(UNAVAILABLE)


def _typed(value: Value, fact: Fact) -> bool:
    """Whether a provider's value is one that the fact can have."""
    if fact.values:
        return value in fact.values if isinstance(value, str) else isinstance(value, frozenset) and value <= fact.values.keys()
    if fact.kind in ("number", "money"):
        return isinstance(value, Decimal) and value.is_finite()
    return type(value) is (date if fact.kind == "date" else str)
