"""The session of an action: a row loaded to be changed, and written, by prepared statements.

What the ORM does for a row of forty columns costs many times what it costs to read or write it. What makes a
row an object of the session, and what says which attributes changed, stays the ORM's: so validators hold, and
whatever is not one plain row of one table it loads and writes as ever.
Why: docs/decisions/0153-rows-by-prepared-statements.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Table, bindparam, inspect, select, update
from sqlalchemy.orm import InstanceState, Mapper, Session, attributes
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.elements import ClauseElement

from bot.db.prepared import Prepared, Way

_WHICH, _AS_READ = "this_key", "version_read"
"""Parameters that say which row is written. No column is called so."""


class NightSession(Session):
    """A `Session` that loads one row by its key, and writes changed rows, without the ORM's ways to it."""

    way: Way | None = None
    """How its statements go, where another's transaction and connection are for all of its life."""

    def get(self, entity: Any, ident: Any, *, with_for_update: Any = None, **more: Any) -> Any:
        """As of any Session. What is asked with anything but a lock goes the ORM's way."""
        rows = rows_of(entity)
        if rows is not None and rows.takes(ident) and not self._is_asked_more(with_for_update, more):
            key = identity_key(entity, ident)
            found = self.identity_map.get(key)
            if found is not None and with_for_update is None and not attributes.instance_state(found).expired:
                return found
            if found is None:
                if self.autoflush:
                    self.flush()
                return rows.load(self, key, lock=with_for_update is True)
        return super().get(entity, ident, with_for_update=with_for_update, **more)

    def _is_asked_more(self, with_for_update: Any, more: Mapping[str, Any]) -> bool:
        return (
            with_for_update not in (None, True)
            or any(more.values())
            or bool(self.dispatch.loaded_as_persistent)
        )

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """As of any Session: what is only changed rows is written here, and anything else by the ORM."""
        if self._is_clean():
            return
        if objects is None and not self._new and not self._deleted and not self.in_nested_transaction():
            self._write_rows()
        super().flush(objects)

    def _write_rows(self) -> None:
        """Each in the ORM's order, as far as it goes; what is left is the ORM's, with what is wrong of it."""
        changed = [attributes.instance_state(one) for one in self.dirty]
        if any(rows_of(state.mapper) is None for state in changed):
            return
        for state in sorted(changed, key=_order) if len(changed) > 1 else changed:
            rows = rows_of(state.mapper)
            if rows is None or not rows.write(self, state):
                return


_order = attrgetter("mapper.local_table.name", "key")


class Rows:
    """The rows of one table, each of which is an object of its own class and nothing more."""

    def __init__(self, mapper: Mapper[Any], table: Table) -> None:
        self._mapper = mapper
        self._key = str(mapper.primary_key[0].key)
        self._version = mapper.version_id_col.key if mapper.version_id_col is not None else None
        self._key_type = table.c[self._key].type.python_type
        self._may_change = set(table.columns.keys()) - {self._key, self._version}
        this = table.c[self._key] == bindparam(_WHICH)
        self._read = Prepared(select(table).where(this))
        self._read_locked = Prepared(select(table).where(this).with_for_update())
        as_read = () if self._version is None else (table.c[self._version] == bindparam(_AS_READ),)
        self._change = Prepared(update(table).where(this, *as_read))

    def takes(self, ident: object) -> bool:
        """Whether this can be one of its keys as the database has it."""
        return type(ident) is self._key_type

    def load(self, session: Session, key: Any, *, lock: bool) -> Any:
        """The row of this identity as an object of the session; None where there is none.

        It comes into the session as the ORM's own loading brings it there.
        """
        row = (self._read_locked if lock else self._read).named(session, **{_WHICH: key[1][0]})
        if row is None:
            return None
        one = self._mapper.class_manager.new_instance()
        attributes.instance_dict(one).update(row)
        state = attributes.instance_state(one)
        state.key, state.session_id = key, session.hash_key
        session.identity_map.add(state)
        return one

    def write(self, session: Session, state: InstanceState[Any]) -> bool:
        """Write what is changed of this one. False: nothing is written, and the ORM has to say why.

        A version counts up by one, and has to be still what it was when it was read.
        """
        values = _changed(state)
        if values is None or not values.keys() <= self._may_change:
            return False
        if values and not self._written(session, state, values):
            return False
        state._commit_all(state.dict, session.identity_map)
        return True

    def _written(self, session: Session, state: InstanceState[Any], values: Mapping[str, Any]) -> bool:
        row = {**values, _WHICH: state.dict[self._key]}
        if self._version is not None:
            row[_AS_READ] = state.dict[self._version]
            row[self._version] = row[_AS_READ] + 1
        try:
            if self._change.change(session, row) != 1:
                return False
        except (TypeError, ValueError):
            return False  # a value that its column does not take: nobody has been asked anything yet
        if self._version is not None:
            state.dict[self._version] = row[self._version]
        return True


def _changed(state: InstanceState[Any]) -> Mapping[str, Any] | None:
    """The attributes that are not any more what was read; None where that is more than values."""
    if state.expired_attributes:
        return None
    found, now = {}, state.dict
    for name, was in state.committed_state.items():
        value = now[name]
        if isinstance(value, ClauseElement) or hasattr(value, "__clause_element__"):
            return None
        if not state.manager[name].impl.is_equal(value, was):
            found[name] = value
    return found


@cache
def rows_of(entity: Any) -> Rows | None:
    """The rows of this class or mapper; None where the ORM knows more of them than their columns."""
    mapper: Mapper[Any] = inspect(entity)
    table = mapper.local_table
    return Rows(mapper, table) if isinstance(table, Table) and _is_plain(mapper, table) else None


def _is_plain(mapper: Mapper[Any], table: Table) -> bool:
    """One key, columns and nothing else, of which none gets a value by being written, and nobody listens."""
    columns = mapper.column_attrs
    return not (
        mapper.inherits
        or mapper.polymorphic_on is not None
        or len(mapper.primary_key) != 1
        or not len(mapper.attrs) == len(columns) == len(table.columns)
        or any(one.deferred or one.key != one.columns[0].key for one in columns)
        or any(one.onupdate or one.server_onupdate for one in table.columns)
        or mapper.class_manager.dispatch.load
        or mapper.dispatch.before_update
        or mapper.dispatch.after_update
    )
