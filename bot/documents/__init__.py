"""Papers, tables and pictures, drawn from what `handlers.papers` holds. Nothing here asks the database."""
