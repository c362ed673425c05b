"""What alembic runs: on the connection that bot/migrating.py hands over, or on the settings' own database."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from bot.schema import metadata
from bot.tables import Moment


def main() -> None:
    if context.is_offline_mode():
        context.configure(
            dialect_name=context.config.attributes.get("dialect", "sqlite"),
            target_metadata=metadata,
            literal_binds=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        return
    connection: Connection | None = context.config.attributes.get("connection")
    if connection is not None:
        migrate_on(connection)
        return
    from bot.migrating import migration_engine
    from bot.settings import load_settings

    with migration_engine(load_settings().database_url).begin() as own:
        migrate_on(own)


def migrate_on(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        transactional_ddl=True,
    )
    context.run_migrations()


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Our own column types are written as what the database stores: a revision never changes later."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.BigInteger()"
    return False


main()
