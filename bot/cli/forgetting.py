"""Commands about what is not kept: what time has run out for, and what a person asks to be forgotten."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from bot.cli.house import centre_of, clock_of, opened
from bot.forgetting.sweeping import Sweeper, due, limits_at
from bot.picture.keeping import Shelf
from bot.settings import load_settings


def forget(wanted: Namespace) -> int:
    """What has been kept long enough, or how much that is."""
    settings = load_settings()
    timings, clock = centre_of(settings).timings, clock_of(settings)
    with opened(settings) as db:
        if wanted.dry_run:
            limits = limits_at(clock.now(), timings)
            swept = db.read_here(due, limits)
            for (what, count), before in zip(swept._asdict().items(), limits, strict=True):
                print(f"{what}: {count} from before {before:%Y-%m-%d %H:%M} UTC")
            print("Nothing was removed.")
            return 0
        shelf = Shelf(settings.data_dir / "pictures")
        swept = asyncio.run(Sweeper(db, clock, lambda: timings, shelf).once())
    print("Removed: {} pictures, {} updates, {} messages.".format(*swept))
    return 0
