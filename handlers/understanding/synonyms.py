"""Regional words and plain synonyms as one concept, for search.

A line is «word, word, …», with tone marks; each may be several syllables. Only words that mean the same thing stand
here: what is merely alike (`dialect.py`, for duplicates) would find what nobody asked for. A phrase alone on its line
keeps its syllables from being read as something else: there is no road in «hối lộ». Adding a line is enough.
"""

from functools import cache

from handlers.understanding.normalise import accented, fold_syllable, words

_ROWS = """
lợn, heo
ngô, bắp
sắn, khoai mì
lạc, đậu phộng
đường, lộ, đàng
ngõ, hẻm, kiệt
bát, chén
kênh, kinh
mương, rãnh
hỏng, hư, hư hỏng
vỡ, bể
ngập, ngập úng, úng
tắc, nghẹt, nghẽn
bẩn, dơ
hôi, thối, thúi
cột điện, trụ điện
mất điện, cúp điện, cắt điện
mất nước, cúp nước, cắt nước
nước máy, nước sạch, nước sinh hoạt
trạm biến áp, bình hạ thế
đèn đường, điện đường, đèn chiếu sáng
ổ gà, ổ voi, lỗ chỗ
sổ đỏ, sổ hồng, bìa đỏ, thẻ đỏ, giấy chứng nhận quyền sử dụng đất
đền bù, bồi thường
bệnh viện, nhà thương
trạm y tế, trạm xá
ô tô, xe hơi
xe máy, xe gắn máy, honda
thôn, ấp, xóm, làng
ốm, bệnh, đau ốm
người già, người cao tuổi
trẻ em, trẻ con, con nít, trẻ nhỏ
thả rông, chạy rông
trộm, trộm cắp, ăn trộm, mất trộm
chặt, đốn
ồn, ồn ào, om sòm
say rượu, say xỉn, xỉn
quả, trái
bao giờ, khi nào, chừng nào, khi mô
hóa đơn, biên lai
tiền lương, tiền công
công ty, xí nghiệp
sóng điện thoại, sóng di động
nạo vét, khơi thông
sạt lở, sạt, lở
ngã, té
dột, tốc mái
lấn chiếm, lấn
ủy ban nhân dân, ủy ban
chứng minh nhân dân, căn cước công dân, căn cước, thẻ căn cước
giấy khai sinh, khai sinh
trợ cấp, tiền trợ cấp
học phí, tiền học
nghĩa trang, nghĩa địa
hối lộ, đút lót
tiết lộ
lộ trình
bể nước, bể chứa
bể bơi, hồ bơi
kinh tế
kinh phí
kinh doanh
kinh nghiệm
kinh khủng
hiệu quả
kết quả
hậu quả
trái phép
trái luật
trái quy định
bên trái
dịch bệnh
lạc hậu
liên lạc
bắp cải
đường ống
đường dây
đường truyền
đường sắt
hư hao
lở mồm long móng
nhà văn hóa, nhà sinh hoạt cộng đồng
"""
_FEWEST_BARE = 4
"""A single syllable shorter than this, typed without marks, could be too many words: «lo» is not always «lộ»."""


@cache
def by_accent() -> dict[tuple[str, ...], str]:
    """Return the accented keys of a phrase -> its concept."""
    return {keys: concept for keys, _, concept in _phrases()}


@cache
def by_fold() -> dict[tuple[str, ...], str]:
    """Return the folded syllables of a phrase -> its concept, without those that are too short to be sure of."""
    found: dict[tuple[str, ...], str] = {}
    for _, bare, concept in _phrases():
        if len(bare) > 1 or len(bare[0]) >= _FEWEST_BARE:
            found.setdefault(bare, concept)
    return found


@cache
def longest() -> int:
    """Return the syllables of the longest phrase."""
    return max(len(keys) for keys, _, _ in _phrases())


@cache
def spelled() -> dict[str, tuple[str, ...]]:
    """Return concept -> its words as they are shown to people."""
    return {
        concept: tuple(word.strip() for word in row.split(","))
        for row, concept in ((row, _concept(row)) for row in _ROWS.strip().splitlines())
    }


def _phrases() -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    phrases = []
    for row in _ROWS.strip().splitlines():
        for phrase in row.split(","):
            listed = words(phrase)
            keys = tuple(accented(word) for word in listed)
            phrases.append((keys, tuple(fold_syllable(word) for word in listed), _concept(row)))
    return phrases


def _concept(row: str) -> str:
    """Return the first word's folded syllables in one: the concept's name."""
    return "".join(fold_syllable(word) for word in words(row.partition(",")[0]))
