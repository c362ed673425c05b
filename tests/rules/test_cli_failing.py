"""How a command says that a file could not be used."""

from __future__ import annotations

import errno

from bot.cli.failing import sentences


def test_a_place_that_is_closed_to_us_is_named_with_its_remedy() -> None:
    for closed in (errno.EACCES, errno.EPERM, errno.EROFS):
        (said,) = sentences(OSError(closed, "Not for you", "/srv/night"))
        assert said.startswith("/srv/night: Not for you. Let whoever runs this write there")
    assert sentences(OSError(errno.ENOENT, "No such file", "/srv/night")) == ["/srv/night: No such file"]
