"""Wording that trees share."""
