"""A text for everybody to read: names of persons and numbers that lead to them are left out. Pure.

A machine's suggestion: a name in small letters is not recognised, so an official reads it before it is published.
"""

import unicodedata

import regex

LEFT_OUT = "(…)"
_NAME = r"\p{Lu}[\p{L}\p{M}]*\.?(?:\s+\p{Lu}[\p{L}\p{M}]*\.?){0,4}"
_HEADS = (
    r"ông bà|ông|bà|anh|chị|cô|chú|bác|cậu|mợ|thím|dì|cụ|em|cháu|đồng chí|đ/c|hộ|gia đình|nhà|con|vợ|chồng|mẹ|bố|cha|"
    r"tên là|tên|tôi là|họ tên|họ và tên|thầy|bác sĩ|y sĩ|bí thư|chủ tịch|trưởng thôn|trưởng xóm|trưởng ấp|trưởng bản|"
    r"kế toán|cán bộ|công an"
)
_PERSON = regex.compile(rf"(?<!\p{{L}})((?i:{_HEADS}))(\s*:\s*|\s+)({_NAME})")
_NUMBER = regex.compile(r"(?<![\d/])\+?\d(?:[ .\-]?\d){7,}(?!\d)")
_ADDRESS = regex.compile(r"\S+@\S+|https?://\S+|www\.\S+")


def without_names(text: str) -> str:
    """The text with «ông Nguyễn Văn A» as «ông (…)», and without phone numbers, card numbers and net addresses."""
    composed = unicodedata.normalize("NFC", text)
    plain = _PERSON.sub(rf"\1\2{LEFT_OUT}", composed)
    return _ADDRESS.sub(LEFT_OUT, _NUMBER.sub(LEFT_OUT, plain))
