"""`/phien`: sessions looked at, made, changed and cancelled."""
