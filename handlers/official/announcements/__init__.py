"""Announcements: written by one person, released by another, sent to many."""
