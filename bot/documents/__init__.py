"""Papers, tables and pictures, drawn from what `handlers.papers` holds. Nothing here asks the database."""
"""What people print: drawn from content that handlers gathered. Never queries, reads no clock."""
