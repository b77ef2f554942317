"""`/nhap`: what contributors file in chat, and send on."""
