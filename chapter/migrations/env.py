"""How Alembic reaches the database: through the app, foreign keys off while tables are rebuilt."""

from alembic import context
from flask import current_app
from sqlalchemy.sql.elements import False_, True_

from chapter.db import Base, UtcDateTime, Words


def plain(kind, item, autogen_context):
    """Write our own column types as the database's, so that old migrations don't need today's code; and yes and no as
    each database says them.
    """
    if kind == "type" and isinstance(item, UtcDateTime | Words):
        return "sa.DateTime()" if isinstance(item, UtcDateTime) else "sa.String(length=40)"
    if kind == "server_default" and isinstance(getattr(item, "arg", None), False_ | True_):
        return "sa.false()" if isinstance(item.arg, False_) else "sa.true()"
    return False


def is_ours(table, name, kind, is_reflected, compared_to):
    """Whether a table is SQLAlchemy's to look after; the index of search isn't."""
    return kind != "table" or not name.startswith("findable_index")


for index in (index for table in Base.metadata.tables.values() for index in table.indexes):
    # The models don't say it for PostgreSQL as well: that would load 4 MB into every server.
    if (where := index.dialect_kwargs.get("sqlite_where")) is not None:
        index.dialect_kwargs["postgresql_where"] = where

engine = current_app.extensions["migrate"].db.engine

with engine.connect() as connection:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=plain,
        include_object=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()
    if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
        raise RuntimeError(f"the migration would leave rows without their parents: {broken[:5]}")
    connection.commit()
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.commit()
