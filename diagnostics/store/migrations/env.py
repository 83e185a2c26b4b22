"""Alembic's way in: runs the steps on the connection that `store.migrate` hands over, inside its transaction."""

from alembic import context

from diagnostics.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
