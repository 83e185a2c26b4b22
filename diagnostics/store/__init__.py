"""The visit log and the program store in an SQL database: SQLAlchemy Core on SQLite, where nothing else is given, or PostgreSQL.

All statements are plain SQL; what each database needs of its own stands in
`sqlite.py` and `postgres.py`. The tables are made by `migrations/`.
"""
