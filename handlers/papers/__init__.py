"""What stands in the papers of a dialogue, before anything draws it."""
"""The papers of a dialogue: what each contains, its number, its words. What draws them is bot/documents/."""
