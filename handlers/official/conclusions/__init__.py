"""A session's conclusion: written item by item, released by another person."""
