"""Two checkouts of the program on one PostgreSQL database, and a witness that knows who wrote what."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.schema import REVISION
from bot.settings import CHECKOUT
from tests.faults.lives import Birth, Plainly
from tests.faults.replicas import Replicas

WHAT_RUNS = ("bot", "migrations", "runbooks", "alembic.ini", "pyproject.toml")
OLD, NEW = "of_before", "of_tomorrow"
"""As whom the bots of either version come to the server."""
_WRITTEN = ("timeline", "incidents", "outbox", "timers", "inbox", "people")
_WITNESS = (
    "CREATE TABLE witnessed (id bigserial PRIMARY KEY, who text DEFAULT session_user, what text, kind text)",
    (
        "CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO witnessed (what, kind) VALUES (TG_TABLE_NAME, TG_OP); RETURN NULL; END $$"
    ),
    *(
        f"CREATE TRIGGER witnessed AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION witness()"
        for table in _WRITTEN
    ),
    "CREATE TRIGGER witnessed AFTER INSERT ON replicas FOR EACH ROW EXECUTE FUNCTION witness()",
)
_MIGRATION = '''\
"""What tomorrow's program wants."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = {new!r}, {old!r}, None, None


def upgrade():
    op.create_table("of_tomorrow", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.add_column("outbox", sa.Column("of_tomorrow", sa.String(), nullable=False, server_default="x"))


def downgrade():
    op.drop_column("outbox", "of_tomorrow")
    op.drop_table("of_tomorrow")
'''


def copied(folder: Path) -> Path:
    """Another checkout of this very program."""
    folder.mkdir()
    for name in WHAT_RUNS:
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(CHECKOUT / name, folder / name)
    return folder


def of_before(folder: Path) -> Path:
    """A checkout of the version before this one: the same tables, other ways."""
    checkout = copied(folder)
    _says(checkout, 'VERSION = f"{REVISION}.', 'VERSION = f"{REVISION}.0"  # was: ')
    return checkout


def of_tomorrow(folder: Path) -> Path:
    """A checkout of the next version, which brings a migration."""
    checkout, new = copied(folder), f"{int(REVISION) + 1:04}"
    (checkout / "migrations" / "versions" / f"{new}_of_tomorrow.py").write_text(
        _MIGRATION.format(new=new, old=REVISION)
    )
    _says(checkout, f'REVISION = "{REVISION}"', f'REVISION = "{new}"')
    return checkout


def _says(checkout: Path, one: str, other: str) -> None:
    file = checkout / "bot" / "schema.py"
    before = file.read_text("utf-8")
    assert before.count(one) == 1, f"bot/schema.py does not say {one!r} any more"
    file.write_text(before.replace(one, other), "utf-8")


class Upgrade(Replicas):
    """Two bots of the old checkout; `install` is what the administrator does on one of the machines."""

    def between(self, old: Path, new: Path) -> None:
        """From which checkout to which; to be called before it begins."""
        self.checkouts: dict[str, Birth] = {OLD: Plainly(checkout=old), NEW: Plainly(checkout=new)}
        self.has = dict.fromkeys(range(self.count), OLD)
        with self.night.engine.begin() as connection:
            for who in self.checkouts:
                connection.exec_driver_sql(f"CREATE ROLE {who} SUPERUSER LOGIN")
            for statement in _WITNESS:
                connection.exec_driver_sql(statement)

    def birth_of(self, number: int) -> Birth:
        return self.checkouts[self.has[number]]

    def settings_of(self, number: int) -> dict[str, str]:
        url = make_url(self.database_url).set(username=self.has[number])
        return {"database_url": url.render_as_string(hide_password=False)}

    def install(self, number: int) -> None:
        """From its next start on this machine has the new version."""
        self.has[number] = NEW

    def versions(self) -> set[str]:
        """Of those that have a seat."""
        return {str(one) for (one,) in self.night.rows_or_none("SELECT version FROM replicas") or []}

    def wrote(self, who: str, since: int = 0) -> int:
        """How many rows bots of this version have touched after that one."""
        query = f"SELECT count(*) FROM witnessed WHERE who = '{who}' AND id > {since} AND what <> 'replicas'"  # noqa: S608
        return int(str(self.rows(query)[0][0]))

    def began(self) -> int:
        """Where among all that was witnessed the new version took its first seat."""
        query = f"SELECT min(id) FROM witnessed WHERE who = '{NEW}' AND what = 'replicas'"  # noqa: S608
        return int(str(self.rows(query)[0][0]))
