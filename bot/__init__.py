"""How the program runs: channels, intake, delivery, pages, wiring."""
