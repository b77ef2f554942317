"""One file a conversation with residents."""
