"""Text in; topics, kind, duplicates and summary out, each with its reasons: pure, no network, no clock."""
