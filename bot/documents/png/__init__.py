"""Pictures by matplotlib. Import bot/documents/pictures.py instead: it loads these only when one is asked for."""
