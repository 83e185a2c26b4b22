"""Calls as people bring them in: an agent's page for one, a manager's for a file of them, and whether their sources are alive."""

from webapp.calls.files import UPLOADS, pages
from webapp.calls.noting import desk

__all__ = ["UPLOADS", "desk", "pages"]
