"""Small words that are no concern: greetings, thanks, «ok», «hủy», and the name of a command without its stroke."""

from handlers.understanding.normalise import accent_key, fold


def _keys(*phrases: str) -> frozenset[str]:
    return frozenset(accent_key(phrase) for phrase in phrases)


_YES = _keys(
    *("ok", "oke", "okay", "yes", "send", "xong", "xong rồi", "vâng", "dạ", "dạ vâng", "ừ", "đúng", "đúng rồi", "được"),
    *("gửi", "gửi đi", "gửi luôn", "gửi nhé", "gui", "gui di", "gui luon", "đồng ý", "đồng ý gửi", "dong y"),
)
_CANCEL = _keys("hủy", "hủy bỏ", "huy bo", "bỏ", "bỏ đi", "thôi", "thôi bỏ", "thoát", "cancel")
_AGREED = _keys(
    "có", "co", "có đồng ý", "tôi đồng ý", "vâng", "dạ", "dạ có", "ok", "oke", "okay", "được", "yes", "dong y"
)
_DECLINED = _keys("không", "khong", "ko", "không đồng ý", "tôi không đồng ý", "không phải", "no")
_GREETING = _keys(
    *("chào", "xin chào", "chào bạn", "chào em", "chào anh", "chào chị", "chào ông", "chào bà", "chào cán bộ"),
    *("kính chào", "chào xã", "chao", "xin chao", "alo", "a lô", "alô", "alo alo", "hello", "hi", "good morning"),
)
_THANKS = _keys(
    *("cảm ơn", "cám ơn", "xin cảm ơn", "xin cám ơn", "cảm ơn nhiều", "cảm ơn xã", "cảm ơn bạn", "cảm ơn em", "tks"),
    *("cam on", "xin cam on", "cảm ơn ạ", "dạ cảm ơn", "thanks", "thank you", "ok cảm ơn", "vâng cảm ơn"),
)
_COMMANDS = {
    "menu": "menu",
    "tro giup": "trogiup",
    "giup": "trogiup",
    "giup toi": "trogiup",
    "help": "trogiup",
    "gop y": "gopy",
    "gopy": "gopy",
    "gui y kien": "gopy",
    "tra cuu": "tracuu",
    "tracuu": "tracuu",
    "lich": "lich",
    "dang ky": "dangky",
    "dangky": "dangky",
    "dang ky phat bieu": "dangky",
    "xem y kien da gui": "tracuu",
    "lich doi thoai": "lich",
    "du lieu": "dulieu",
    "hoi dap": "hoidap",
    "hoidap": "hoidap",
    "ngon ngu": "ngonngu",
    "english": "ngonngu",
    "tieng viet": "ngonngu",
}


def is_yes(text: str) -> bool:
    """Whether somebody says «yes, send it» in words of their own."""
    return accent_key(text) in _YES


def yes_or_no(text: str) -> str:
    """«yes» or «no» as the answer to a question of the bot in words of their own; "" for anything else."""
    key = accent_key(text)
    if key in _AGREED:
        return "yes"
    return "no" if key in _DECLINED else ""


def is_cancel(text: str) -> bool:
    """Whether somebody wants to leave. Written with its marks: «Huy» alone may be a name."""
    return accent_key(text) in _CANCEL


def is_greeting(text: str) -> bool:
    """Whether a message only greets."""
    return accent_key(text) in _GREETING


def is_thanks(text: str) -> bool:
    """Whether a message only thanks."""
    return accent_key(text) in _THANKS


def named_command(text: str) -> str | None:
    """The command that a message names in plain words («tra cứu»), or None."""
    return _COMMANDS.get(" ".join(fold(text).split()))
