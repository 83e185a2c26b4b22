"""Signing in and out, and a user's own account: the way into every page that is not a customer's."""

from webapp.auth.sessions import install
from webapp.auth.views import pages

__all__ = ["install", "pages"]
