"""One file a platform, the same function names in each."""
