"""Catalogue and git → what changed in each organization's account, when, and of which file; imports nothing itself."""
