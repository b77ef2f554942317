"""Verbs of `doithoai` with a family of their own; bot/cli.py has the others and puts all together."""
