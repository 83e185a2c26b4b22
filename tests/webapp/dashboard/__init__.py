"""Tests of the pages for managers."""
