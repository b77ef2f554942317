"""Offline training of the small model in `handlers/understanding/data`; nothing here runs in the bot."""
