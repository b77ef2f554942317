"""The ways people type: plain, without marks, chat spelling, north-central, southern, spoken, long, official."""

from random import Random

from handlers.understanding.normalise import fold

STYLES = (
    *("plain",) * 4,
    *("official",) * 5,
    *("nodiacritics",) * 3,
    *("teencode",) * 2,
    "teencode-bare",
    "central",
    "southern",
    "dialect-bare",
    "voice",
    *("long",) * 2,
)

TEENCODE = {
    "không": ("ko", "k", "hok", "hông", "kg", "khum"),
    "được": ("dc", "đc", "đk"),
    "gì": ("j", "gì"),
    "quá": ("wá", "qá", "quá"),
    "rồi": ("r", "rùi", "òi"),
    "với": ("vs", "zới"),
    "trước": ("trc",),
    "trường": ("trg", "trường"),
    "đường": ("đg", "đường"),
    "nhiều": ("nhìu", "nhiu"),
    "người": ("ng", "ngừi"),
    "biết": ("bít", "bik"),
    "muốn": ("mún",),
    "luôn": ("lun",),
    "cũng": ("cx", "cũg"),
    "nước": ("nc", "nước"),
    "làm": ("lm", "làm"),
    "mình": ("mk", "mìh"),
    "mọi người": ("mn",),
    "bao nhiêu": ("bn", "bao nhiu"),
    "vào": ("zô", "dô", "vào"),
    "vậy": ("z", "zậy", "v"),
    "tôi": ("t", "tui", "tôi"),
    "anh chị": ("ac",),
    "học sinh": ("hs", "học sinh"),
    "giáo viên": ("gv",),
    "công an": ("ca", "công an"),
    "điện thoại": ("đt",),
    "ủy ban": ("ub", "ubnd"),
    "sổ đỏ": ("sổ đỏ", "sđ"),
    "bảo hiểm y tế": ("bhyt",),
    "giấy chứng nhận": ("gcn",),
    "hiện nay": ("hnay",),
    "mấy": ("mấy", "mí"),
    "lắm": ("lém", "lắm"),
    "thôi": ("thui",),
    "như": ("nhw", "như"),
    "yêu": ("iu",),
}

CENTRAL = {
    "không": ("nỏ", "khôông", "không"),
    "này": ("ni",),
    "kia": ("tê",),
    "đâu": ("mô",),
    "sao": ("răng",),
    "thế": ("rứa",),
    "thế nào": ("răng",),
    "gì": ("chi",),
    "tôi": ("tui",),
    "chúng tôi": ("bầy tui", "bọn tui"),
    "bao giờ": ("khi mô", "bao chừ"),
    "khi nào": ("khi mô",),
    "giờ": ("chừ",),
    "đường": ("đàng", "đường"),
    "nước": ("nác", "nước"),
    "trâu": ("tru",),
    "lúa": ("ló", "lúa"),
    "làm": ("mần", "làm"),
    "thấy": ("chộ", "thấy"),
    "anh": ("eng", "anh"),
    "bà con": ("bà con", "bà con mềnh"),
    "nói": ("nói", "nhủ"),
    "lợn": ("lợn", "heo"),
    "nhiều": ("nhiều", "nhiều hung"),
    "quá": ("quá", "hung"),
    "cái": ("cấy", "cái"),
    "rất": ("rất", "hung"),
    "vào": ("vô",),
}

SOUTHERN = {
    "không": ("hông", "hổng", "không"),
    "tôi": ("tui",),
    "chúng tôi": ("tụi tui",),
    "thế": ("vậy",),
    "này": ("nầy", "này"),
    "vào": ("vô",),
    "lợn": ("heo",),
    "ngô": ("bắp",),
    "hỏng": ("hư",),
    "mất điện": ("cúp điện",),
    "ngõ": ("hẻm",),
    "thôn": ("ấp",),
    "xóm": ("xóm", "ấp"),
    "bố": ("ba", "tía"),
    "mẹ": ("má",),
    "rất": ("dữ lắm", "rất"),
    "bao giờ": ("chừng nào", "hồi nào"),
    "khi nào": ("chừng nào",),
    "quá": ("quá trời", "dữ thần"),
    "đường": ("lộ", "đường"),
    "ô tô": ("xe hơi",),
    "ốm": ("bịnh",),
    "bệnh viện": ("nhà thương", "bệnh viện"),
    "bắt": ("bắt", "bắt"),
    "giúp": ("giùm", "giúp"),
    "đắt": ("mắc",),
    "tiền": ("tiền",),
    "nhiều": ("quá trời", "nhiều"),
    "gì": ("gì", "giống gì"),
    "mãi": ("hoài", "miết"),
    "xem": ("coi",),
    "kênh": ("kinh", "kênh"),
    "lạc": ("đậu phộng",),
    "sắn": ("khoai mì",),
}

FILLERS = ("ờ", "thì", "là", "ấy", "dạ", "à", "nói chung là", "kiểu", "cái", "mà")


def restyle(text: str, style: str, random: Random) -> str:
    """Return the text in a style; «plain» and «official» and «long» leave it nearly as it is."""
    if style == "nodiacritics":
        return fold(text).replace("?", "")
    if style.startswith("teencode"):
        text = _swap(_lower(text), TEENCODE, 0.75, random)
        text += random.choice(("", "", " huhu", " nha", " á", " ạ", " 😢", "...", " đi ạ"))
        return fold(text) if style == "teencode-bare" else text
    if style in {"central", "southern", "dialect-bare"}:
        table = random.choice((CENTRAL, SOUTHERN)) if style == "dialect-bare" else _tables[style]
        text = _swap(_lower(text), table, 0.85, random)
        text += random.choice(("", "", " hè", " nghe", " hỉ", " nờ", " hen", " đó nghen", " đa"))
        return fold(text) if style == "dialect-bare" else text
    if style == "voice":
        return _speak(_lower(text), random)
    return _slip(text, random) if style == "plain" else text


_tables = {"central": CENTRAL, "southern": SOUTHERN}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _swap(text: str, table: dict[str, tuple[str, ...]], chance: float, random: Random) -> str:
    """Replace words and word pairs by their forms in the table."""
    words, out, index = text.split(" "), [], 0
    while index < len(words):
        for length in (3, 2, 1):
            key = " ".join(words[index : index + length]).rstrip(",.?;")
            if key in table and index + length <= len(words) and random.random() < chance:
                tail = words[index + length - 1]
                out.append(random.choice(table[key]) + tail[len(tail.rstrip(",.?;")) :])
                index += length
                break
        else:
            out.append(words[index])
            index += 1
    return " ".join(out)


def _speak(text: str, random: Random) -> str:
    """Write as a voice note is transcribed: no punctuation, fillers, small letters."""
    out = []
    for word in text.replace(",", "").replace(".", "").replace("?", "").replace(":", "").split():
        if random.random() < 0.08:
            out.append(random.choice(FILLERS))
        out.append(word)
    start = random.choice(("", "dạ ", "alo ", "dạ thưa ", "ờ ", "tôi nói là ", "phản ánh là "))
    return start + " ".join(out) + random.choice(("", " ạ", " thế thôi ạ", " đấy ạ"))


def _slip(text: str, random: Random) -> str:
    """Drop the marks of a word now and then, as hurried typing does."""
    return " ".join(fold(word) if random.random() < 0.04 else word for word in text.split(" "))
