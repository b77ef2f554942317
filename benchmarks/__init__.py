"""What the program is measured with; `make bench` runs it."""
