"""A stand-in of Telegram for the demo and the tests. See docs/SANDBOX.md for where it differs."""
