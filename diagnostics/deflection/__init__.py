"""Visits and calls to problems, tiers and savings: pure folds and estimators (docs/explanation/deflection.md)."""
