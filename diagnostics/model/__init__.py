"""What an author wrote: the tables of the language, and records read by them, every violation collected."""
