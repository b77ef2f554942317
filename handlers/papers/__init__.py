"""The papers of a dialogue: what each contains, its number, its words. What draws them is bot/documents/."""
