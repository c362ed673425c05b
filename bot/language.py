"""The languages that the screens are written in."""

LANGUAGES = ("ru", "uk", "en")
"""The first one is spoken where nobody chose."""
