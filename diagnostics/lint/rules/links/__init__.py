"""Addresses in texts."""
