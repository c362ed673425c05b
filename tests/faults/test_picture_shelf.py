"""The shelf when the machine is what fails: full disks, killed processes, crashes, everybody at once."""

import asyncio
import fcntl
import os
import resource
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import get_native_id

import pytest

from bot.picture.keeping import PictureRefused, Shelf
from bot.picture.rules import LOOKS, Refusal
from tests.faults import pictures
from tests.faults.pictures import screenshot, sent

PNG = pictures.saved(screenshot(), "PNG")
LOOKS_LIKE = b"0" * LOOKS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
def decoder_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put this program in the decoder's place, under the name of the library that it imports first."""

    def replace(program: str) -> None:
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "PIL.py").write_text(textwrap.dedent(program))
        monkeypatch.setenv("PYTHONPATH", str(tmp_path / "other"))

    return replace


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def children() -> set[int]:
    """Processes that this thread started and that are not gone without a trace: zombies count."""
    return {int(pid) for pid in Path(f"/proc/self/task/{get_native_id()}/children").read_text().split()}


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@contextmanager
def disk_takes(size: int) -> Iterator[None]:
    """No file of ours may grow beyond `size` bytes: writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def kill_decoders(times: int, *, before: set[int]) -> None:
    """Kill the first so many decoders the moment they show up."""
    killed: set[int] = set()
    while len(killed) < times:
        for pid in children() - before - killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        await asyncio.sleep(0)


@pytest.fixture
def open_folder(folder: Path) -> Path:
    """One that somebody made before us, for all to read."""
    folder.mkdir(mode=0o755)
    return folder


async def test_only_we_may_read_what_is_kept(open_folder: Path) -> None:
    folder = open_folder
    kept = await Shelf(folder).keep(sent(PNG))
    place = Shelf(folder).path(kept.sha256, kept.mime)
    assert place.relative_to(folder).as_posix() == f"{kept.sha256[:2]}/{kept.sha256}.png"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, place.parent)} == {0o700}


@pytest.mark.parametrize(
    ("sha256", "mime"),
    [
        ("../../etc/passwd", "image/png"),
        ("a" * 63, "image/png"),
        ("A" * 64, "image/png"),
        ("a" * 64 + "\n", "image/png"),
        ("a" * 62 + "/.", "image/png"),
        ("а" * 64, "image/png"),
        ("", "image/png"),
        ("a" * 64, "image/webp"),
        ("a" * 64, "../png"),
        ("a" * 64, ""),
    ],
)
async def test_no_path_is_made_of_anything_but_a_hash_and_a_kind(
    folder: Path, sha256: str, mime: str
) -> None:
    with pytest.raises(ValueError, match="not "):
        Shelf(folder).path(sha256, mime)


async def test_the_same_picture_from_two_people_at_once_is_kept_once(folder: Path) -> None:
    shelf = Shelf(folder)
    one, other = await asyncio.gather(shelf.keep(sent(PNG)), shelf.keep(sent(PNG)))
    assert one == other
    assert len(files(folder)) == 1


async def test_an_album_and_a_bomb_at_once_come_out_each_as_it_should(folder: Path) -> None:
    shelf = Shelf(folder)
    album = [pictures.saved(screenshot(300 + n), "PNG") for n in range(6)]
    bomb = pictures.png(8000, 8000)
    *kept, refused = await asyncio.gather(
        *(shelf.keep(sent(one)) for one in (*album, bomb)), return_exceptions=True
    )
    assert isinstance(refused, PictureRefused)
    assert [getattr(one, "width", one) for one in kept] == [300 + n for n in range(6)]
    assert len(files(folder)) == 6


async def test_a_dropped_picture_is_gone_and_may_be_dropped_again(folder: Path) -> None:
    shelf = Shelf(folder)
    kept = await shelf.keep(sent(PNG))
    assert [await shelf.drop(kept.sha256), await shelf.drop(kept.sha256)] == [True, False]
    assert files(folder) == []
    with pytest.raises(FileNotFoundError):
        await shelf.read(kept.sha256, kept.mime)
    assert await shelf.keep(sent(PNG)) == kept


async def test_a_picture_damaged_on_disk_is_healed_when_it_comes_again(folder: Path) -> None:
    shelf = Shelf(folder)
    kept = await shelf.keep(sent(PNG))
    whole = await shelf.read(kept.sha256, kept.mime)
    shelf.path(kept.sha256, kept.mime).write_bytes(b"rot")
    await shelf.keep(sent(PNG))
    assert await shelf.read(kept.sha256, kept.mime) == whole


async def test_what_a_crash_left_unnoted_is_found_by_its_age(folder: Path) -> None:
    shelf = Shelf(folder)
    old, new = await shelf.keep(sent(PNG)), await shelf.keep(sent(pictures.png(50, 50)))
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    for kept, written in ((old, noon - timedelta(minutes=1)), (new, noon + timedelta(minutes=1))):
        os.utime(shelf.path(kept.sha256, kept.mime), (written.timestamp(),) * 2)
    assert await shelf.older_than(noon) == {old.sha256}


@pytest.mark.parametrize("fatal", ["Path.replace", "os.fsync"])
async def test_a_crash_before_the_last_step_leaves_no_half_picture(folder: Path, fatal: str) -> None:
    program = f"""
        import asyncio, os, signal, sys
        from pathlib import Path
        from bot.picture.keeping import Shelf
        from tests.faults.pictures import sent
        {fatal} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        asyncio.run(Shelf(Path(sys.argv[1])).keep(sent(sys.stdin.buffer.read())))
    """
    # The folder of this hash is there already: the first fsync is then that of the picture.
    kept = await Shelf(folder).keep(sent(PNG))
    await Shelf(folder).drop(kept.sha256)
    crashed = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", textwrap.dedent(program), folder),
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
    )
    await crashed.communicate(PNG)
    assert crashed.returncode == -signal.SIGKILL
    assert [path.parent.name for path in files(folder)] == ["arriving"]
    shelf = Shelf(folder)
    assert files(folder) == []
    assert await shelf.keep(sent(PNG)) == kept


def test_what_another_process_is_writing_is_not_thrown_away(folder: Path) -> None:
    Shelf(folder)
    (folder / "arriving" / "left").touch()
    with (folder / "arriving" / "written").open("wb") as written:
        fcntl.flock(written, fcntl.LOCK_EX)
        Shelf(folder)
        assert [path.name for path in files(folder)] == ["written"]
    Shelf(folder)
    assert files(folder) == []


async def test_a_disk_that_fills_while_receiving_is_no_fault_of_the_picture(folder: Path) -> None:
    shelf = Shelf(folder)
    large = pictures.saved(pictures.noise(300, 300), "JPEG")
    with disk_takes(16_384), pytest.raises(OSError, match="too large"):
        await shelf.keep(sent(large))
    assert files(folder) == []
    assert (await shelf.keep(sent(large))).width == 300


async def test_a_disk_that_fills_while_keeping_leaves_no_half_picture(folder: Path) -> None:
    shelf = Shelf(folder)
    small = pictures.saved(pictures.noise(300, 300), "WEBP", quality=1)
    assert len(small) < 16_384
    with disk_takes(16_384), pytest.raises(OSError, match="too large"):
        await shelf.keep(sent(small))
    assert files(folder) == []
    assert (await shelf.keep(sent(small))).size > 16_384


async def test_a_decoder_killed_once_is_started_again(folder: Path) -> None:
    shelf, before = Shelf(folder), children()
    kept, _ = await asyncio.gather(shelf.keep(sent(PNG)), kill_decoders(1, before=before))
    assert kept.width == 320
    assert children() == before


async def test_a_decoder_killed_twice_is_not_tried_for_ever(folder: Path) -> None:
    shelf, before = Shelf(folder), children()

    async def refused() -> Refusal:
        with pytest.raises(PictureRefused) as refused:
            await shelf.keep(sent(PNG))
        return refused.value.refusal

    answer, _ = await asyncio.gather(refused(), kill_decoders(2, before=before))
    assert answer is Refusal.BROKEN
    assert children() == before
    assert files(folder) == []


async def test_a_decoder_that_hangs_is_killed_and_leaves_no_zombie(
    folder: Path, decoder_is: Callable[[str], None]
) -> None:
    decoder_is("while True: pass")
    before = children()
    with pytest.raises(PictureRefused):
        await Shelf(folder, patience=0.05).keep(sent(PNG))
    assert children() == before


async def test_who_no_longer_waits_kills_the_decoder(folder: Path, decoder_is: Callable[[str], None]) -> None:
    decoder_is("while True: pass")
    before = children()

    async def impatient() -> None:
        async with asyncio.timeout(0.05):
            await Shelf(folder).keep(sent(PNG))

    with pytest.raises(TimeoutError):
        await impatient()
    assert children() == before
    assert files(folder) == []


async def test_nothing_stays_open_after_a_hundred_good_bad_and_broken_ones(folder: Path) -> None:
    shelf = Shelf(folder)
    await shelf.keep(sent(PNG))
    before = open_files()
    for bad in (PNG[:60], b"<html>", b"", pictures.svg()) * 25:
        with suppress(PictureRefused):
            await shelf.keep(sent(bad))
    await shelf.keep(sent(PNG))
    assert open_files() == before


async def test_a_download_that_breaks_off_says_so_and_leaves_nothing(folder: Path) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield PNG
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await Shelf(folder).keep(breaking())
    assert files(folder) == []


async def test_a_decoder_that_cannot_start_is_a_fault_of_the_machine(
    folder: Path, decoder_is: Callable[[str], None]
) -> None:
    decoder_is("raise ImportError('libjpeg.so.62 is missing')")
    with pytest.raises(ChildProcessError, match=r"libjpeg\.so\.62 is missing"):
        await Shelf(folder).keep(sent(PNG))


async def test_the_decoder_knows_no_secrets(
    folder: Path, decoder_is: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTSHIFT_TOKEN", "12345:secret")
    decoder_is("import os, sys; sys.exit('names: ' + ' '.join(os.environ))")
    with pytest.raises(ChildProcessError, match="names: ") as seen:
        await Shelf(folder).keep(sent(PNG))
    assert "TOKEN" not in str(seen.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"kept image/png 1 1 " + LOOKS_LIKE,
        b"kept image/png 1 1 " + LOOKS_LIKE + b"\n<script>",
        b"kept image/jpeg 1 1 " + LOOKS_LIKE + b"\n" + PNG,
        b"kept image/svg 1 1 " + LOOKS_LIKE + b"\n<svg>",
        b"kept ../../evil 1 1 " + LOOKS_LIKE + b"\n" + PNG,
        b"kept image/png 1 1234567890123 " + LOOKS_LIKE + b"\n" + PNG,
        b"kept image/png 1 1\n" + PNG,
        b"kept image/png 1 1 " + LOOKS_LIKE[1:] + b"g\n" + PNG,
        b"refused with-a-word-nobody-knows\n",
        b"kept image/png 1 1 " + LOOKS_LIKE + b"\n" + PNG + bytes(11_000_000),
    ],
    ids=range(11),
)
async def test_a_decoder_taken_over_by_a_picture_is_not_believed(
    folder: Path, decoder_is: Callable[[str], None], tmp_path: Path, answer: bytes
) -> None:
    (tmp_path / "answer").write_bytes(answer)
    decoder_is(f"""
        import os, pathlib
        os.write(1, pathlib.Path({str(tmp_path / "answer")!r}).read_bytes())
        os._exit(0)
    """)
    with pytest.raises(PictureRefused) as refused:
        await Shelf(folder).keep(sent(PNG))
    assert refused.value.refusal is Refusal.BROKEN
    assert files(folder) == []


@pytest.mark.parametrize(
    ("crime", "ends"),
    [
        ("bytearray(600 << 20)", "MemoryError"),
        ("open('grown', 'wb', 0).write(bytes(11 << 20)) == 11 << 20 or sys.exit('cut')", "cut"),
        ("sys.exit(str(resource.getrlimit(resource.RLIMIT_CPU)))", "(5, 6)"),
        ("sys.exit(str(resource.getrlimit(resource.RLIMIT_CORE)))", "(0, 0)"),
    ],
    ids=["memory", "file", "seconds", "core"],
)
async def test_the_decoder_lives_within_limits(tmp_path: Path, crime: str, ends: str) -> None:
    program = (
        f"import sys, resource; from bot.picture import decoding; decoding.limit_this_process(); {crime}"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    assert ends in said.decode()
