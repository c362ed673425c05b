"""Silence has an owner: whatever would never move again is found, put right, and told."""
