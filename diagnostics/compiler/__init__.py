"""Resolves what an author wrote into what runs: names, routes, expressions, texts."""
