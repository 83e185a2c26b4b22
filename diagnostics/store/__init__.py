"""The visit log and the program store in an SQL database: SQLAlchemy Core, SQLite in WAL mode where nothing else is given.

All statements are plain SQL; what SQLite needs of its own stands in `sqlite.py`. The tables are made by `migrations/`.
"""
