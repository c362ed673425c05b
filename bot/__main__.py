"""`python -m bot`, the same as `nightshift`."""

from bot.cli import main

raise SystemExit(main())
