"""The people who work with the guides: what an account is, what is written down about it, and its password."""
