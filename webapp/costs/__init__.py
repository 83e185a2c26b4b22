"""The cost book: what a call costs, as staff enter it."""

from webapp.costs.views import pages

__all__ = ["pages"]
