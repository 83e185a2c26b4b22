"""Figures to the numbers of their drawings: pure geometry, which the macros of `templates/dashboard/charts` write as SVG."""
