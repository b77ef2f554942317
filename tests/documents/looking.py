"""What can be seen of a drawn page: pictures read back, and boxes of text that lie over each other."""

from io import BytesIO
from itertools import combinations

from PIL import Image

from bot.documents.png.drawing import Page

Box = tuple[float, float, float, float]


def picture(png: bytes) -> Image.Image:
    """A PNG as pixels of red, green and blue."""
    return Image.open(BytesIO(png)).convert("RGB")


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Pairs of lines of text whose boxes lie over each other by more than a pixel."""
    return [(one, other) for (one, a), (other, b) in combinations(page.words, 2) if one and other and _meet(a, b)]


def _meet(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1


def outside(page: Page) -> list[str]:
    """Lines of text that do not lie wholly on the page."""
    return [
        words
        for words, (left, top, right, bottom) in page.words
        if left < 0 or top < 0 or right > page.width or bottom > page.height
    ]


def said(page: Page) -> str:
    """All words of a page, in the order of drawing."""
    return " ".join(words for words, _ in page.words)
