"""What stands in the papers of a dialogue, before anything draws it."""
