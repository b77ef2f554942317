"""A dialogue plan: its schema, how it is read and checked, and the timeline that follows from it."""
