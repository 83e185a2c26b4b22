"""Scenarios: an author's tests beside the tree. Walked through the engine, without any server."""
