"""What is remembered: records and the statements that read and write them."""
