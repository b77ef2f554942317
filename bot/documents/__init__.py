"""Papers, tables and pictures, drawn from what `handlers.papers` holds. Never queries, reads no clock."""
