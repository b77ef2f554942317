"""DOCX in the format of state and of Party papers: `draw(paper, family)` in bot/documents/docx/draw.py."""
