"""The way in: areas, a tree's introduction, and going on with a visit by its code."""

from webapp.home.views import pages

__all__ = ["pages"]
