"""One concern, and lists of them: read, assign, answer, release, correct, close."""
