"""Backups: one file for either kind of database, proved when it is made; and the way back from one.

Why this way: docs/decisions/0105-one-kind-of-backup.md.
"""
