"""The ways people type: plain, without marks, chat spelling, north-central, southern, spoken, long, official."""

from random import Random

from handlers.understanding.normalise import fold

STYLES = (
    *("plain",) * 4,
    *("official",) * 5,
    *("nodiacritics",) * 3,
    *("teencode",) * 2,
    "teencode-bare",
    *("central",) * 2,
    *("southern",) * 2,
    "northern",
    "dialect-bare",
    *("voice",) * 2,
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
    "bây giờ": ("bây chừ", "chừ", "bi chừ"),
    "hôm nay": ("hôm ni", "bữa ni"),
    "hiện nay": ("chừ", "dạo ni"),
    "năm nay": ("năm ni",),
    "thế này": ("như ri", "ri"),
    "như thế": ("rứa", "như rứa"),
    "ở đâu": ("ở mô",),
    "người già": ("mấy mệ mấy ôn", "mấy ôn"),
    "bà cụ": ("mệ",),
    "cô": ("o", "cô"),
    "bà": ("mệ", "bà"),
    "mẹ": ("mạ", "mệ", "mẹ"),
    "bố": ("ba", "bọ"),
    "trẻ con": ("con nít", "lũ nhỏ"),
    "hỏng": ("hư", "hỏng"),
    "ngã": ("bổ", "té"),
    "ruộng": ("rọng", "ruộng"),
    "nhìn": ("ngó", "dòm"),
    "mưa to": ("mưa to hung",),
    "không có": ("nỏ có", "không có"),
    "một": ("mộc", "một"),
    "chúng nó": ("bọn hắn", "tụi hắn"),
    "nó": ("hắn",),
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
    "bây giờ": ("bi giờ", "giờ"),
    "hôm nay": ("bữa nay",),
    "hiện nay": ("giờ", "hổm rày"),
    "không có": ("hổng có", "hông có"),
    "ông ấy": ("ổng",),
    "bà ấy": ("bả",),
    "bẩn": ("dơ",),
    "ngã": ("té",),
    "vỡ": ("bể",),
    "tắc": ("nghẹt",),
    "thối": ("thúi",),
    "hôi thối": ("hôi rình", "thúi quắc"),
    "gọi": ("kêu",),
    "thuyền": ("ghe",),
    "hàng xóm": ("lối xóm", "nhà kế bên"),
    "trẻ con": ("con nít",),
    "trẻ em": ("con nít", "sắp nhỏ"),
    "các cháu": ("sắp nhỏ", "mấy đứa nhỏ"),
    "thật": ("thiệt",),
    "bệnh": ("bịnh",),
    "chân": ("cẳng", "chân"),
    "to": ("bự",),
    "cả ngày": ("tối ngày",),
    "suốt ngày": ("tối ngày",),
    "mọi người": ("bà con", "ai nấy"),
    "xe máy": ("xe honda", "xe máy"),
    "chúng nó": ("tụi nó",),
    "rẫy": ("rẫy", "vườn"),
    "chính": ("chánh", "chính"),
    "học sinh": ("học trò", "học sinh"),
    "người dân": ("bà con", "dân tui"),
    "tốn": ("hao", "tốn"),
    "nhìn": ("ngó", "dòm"),
}

NORTHERN = {
    "trời": ("giời",),
    "trả": ("giả", "trả"),
    "không": ("chả", "không", "đếch"),
    "rồi": ("dồi", "rồi"),
    "nhiều": ("lắm", "nhiều"),
    "bố": ("bu", "thầy", "bố"),
    "mẹ": ("u", "bầm", "mẹ"),
    "nhé": ("nhá",),
    "thế": ("thế này", "thế"),
    "bà con": ("các cụ các bác", "bà con"),
    "cháu": ("cháu", "con cháu"),
    "mãi": ("mãi giời", "mãi"),
    "sao": ("nàm sao", "sao"),
    "làm": ("nàm", "làm"),
    "lợn": ("nợn", "lợn"),
    "lúa": ("núa", "lúa"),
}

FILLERS = (
    "ờ",
    "thì",
    "là",
    "ấy",
    "á",
    "dạ",
    "à",
    "ừm",
    "nói chung là",
    "kiểu như",
    "cái",
    "mà",
    "nó",
    "với lại",
    "là cái",
    "ý là",
)


def restyle(text: str, style: str, random: Random) -> str:
    """Return the text in a style; «plain» and «official» and «long» leave it nearly as it is."""
    if style == "nodiacritics":
        return fold(text).replace("?", "")
    if style.startswith("teencode"):
        text = _swap(_lower(text), TEENCODE, 0.75, random)
        text += random.choice(("", "", " huhu", " nha", " á", " ạ", " 😢", "...", " đi ạ"))
        return fold(text) if style == "teencode-bare" else text
    if style in {"central", "southern", "northern", "dialect-bare"}:
        table = random.choice((CENTRAL, SOUTHERN)) if style == "dialect-bare" else _tables[style]
        text = _swap(_lower(text), table, 0.85, random)
        text += random.choice(("", "", " hè", " nghe", " hỉ", " nờ", " hen", " đó nghen", " đa"))
        return fold(text) if style == "dialect-bare" else text
    if style == "voice":
        return _speak(_lower(text), random)
    return _slip(text, random) if style == "plain" else text


_tables = {"central": CENTRAL, "southern": SOUTHERN, "northern": NORTHERN}


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
    start = random.choice(
        ("", "", "dạ ", "alo ", "dạ thưa ", "ờ ", "tôi nói là ", "à cho tôi nói ", "dạ em chào anh chị ")
    )
    return (
        start
        + " ".join(out)
        + random.choice(("", "", " ạ", " thế thôi ạ", " đấy ạ", " nha", " luôn á", " giúp cho bà con", " cảm ơn"))
    )


def _slip(text: str, random: Random) -> str:
    """Drop the marks of a word now and then, as hurried typing does."""
    return " ".join(fold(word) if random.random() < 0.04 else word for word in text.split(" "))
