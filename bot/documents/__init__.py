"""What people print: drawn from content that handlers gathered. Never queries, reads no clock."""
