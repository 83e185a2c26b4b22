"""Use cases: what the pages, the API and the command line do, on protocols only."""
