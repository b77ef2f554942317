"""What is decided: conversations, rules and texts, with no network and no clock."""
