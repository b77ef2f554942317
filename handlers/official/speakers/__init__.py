"""The officials' room on the day of the dialogue: who speaks, who is next."""
