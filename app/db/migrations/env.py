"""Runs migrations on the connection that app.db.schema hands over."""

from alembic import context

import app.db.records  # noqa: F401  (maps every table)
from app.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
