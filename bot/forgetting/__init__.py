"""What is not kept for ever, and what a person may ask for: their data, or that it is forgotten.

Why this way: docs/decisions/0106-forgotten-by-the-hour.md and 0107-words-can-be-forgotten.md.
"""
