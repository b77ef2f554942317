"""`/nhom`: concerns that are one matter, merged and split by people; what is done for a whole group."""
