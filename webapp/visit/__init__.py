"""A visit: one step per page, the way to a person, and how it ended."""

from webapp.visit.views import pages

__all__ = ["pages"]
