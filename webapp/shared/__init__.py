"""What the pages of every feature need: services, headers, languages, errors, static files."""
