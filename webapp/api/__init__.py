"""For machines: calls, audits and signs of life, each request signed by the source that sends it."""

from webapp.api.signed import MAX_BODY, install
from webapp.api.views import pages

__all__ = ["MAX_BODY", "install", "pages"]
