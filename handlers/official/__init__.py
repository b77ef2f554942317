"""One file a conversation with officials."""
