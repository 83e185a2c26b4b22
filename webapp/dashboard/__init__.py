"""The pages on which a manager reads what the guides are worth."""

from webapp.dashboard.views import pages

__all__ = ["pages"]
