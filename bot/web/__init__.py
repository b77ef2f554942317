"""Webhooks, chat page, health."""
