"""What was promised for each session: kept in the database, counted anew when a date moves, marked when it is done."""
