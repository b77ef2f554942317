"""Texts of any length that were chosen to be bad: what understanding must read in time that grows with their length."""

SHAPES = {
    "sentences": "đường hỏng, đề nghị sửa. ",
    "places": "mương xóm 3 bị lấp, đề nghị nạo vét. ",
    "letters": "a",
    "marked letters": "ấ",
    "emoji": "😀",
    "khmer": "សូមជួយជួសជុលផ្លូវ ",
    "accusations": "chủ tịch xã ăn chặn ",
    "numbers": "3 ",
    "hamlets": "xóm 3 ",
    "names": "xã Trường Sa ",
    "loose marks": "a\u0301",
    "punctuation": ".,?! ",
    "english": "please repair the road ",
}


def of_length(name: str, characters: int) -> str:
    """Return the shape `name` again and again, up to so many characters."""
    piece = SHAPES[name]
    return (piece * (characters // len(piece) + 1))[:characters]
