"""Hostile libraries, as somebody sends them in a pull request or an archive: they harm neither author, customer nor server."""
