"""Pure rules on records."""
