"""Tests in a real Chromium against the real app."""
