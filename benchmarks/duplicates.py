"""How fast duplicates are found: a lookup among 100,000 open concerns, filling that index, a session of 150 summarised.

    python -m benchmarks.duplicates
    python -m benchmarks.duplicates --concerns 20000

Concerns are made of short sentences with a place, a matter and an effect each, in two spellings, so that common words
have long lists as in life. Processor time of one process, in milliseconds.
"""

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random
from time import process_time

from handlers.understanding.briefing import Voice, summarise_session
from handlers.understanding.duplicates import Index, fingerprint, load
from handlers.understanding.grouping import group_fingerprints
from handlers.understanding.normalise import fold

SEED = 7
LOOKUPS = 300
SESSION = 150
CROWD = 5_000
_THINGS = (
    "đường bê tông,cầu treo,mương thoát nước,cống,đèn đường,cột điện,biến áp,nước máy,kênh tưới,trạm bơm,trường "
    "mầm non,trạm y tế,nhà văn hóa,sân bóng,loa,chợ,bãi rác,nghĩa trang,đê,trụ sở xã,cây xanh,biển báo,vỉa hè"
)
_WRONGS = (
    "bị hỏng nặng,bị ngập khi mưa,bị lấn chiếm,bị bỏ hoang,xuống cấp,bị nghẹt,gây ô nhiễm,rất ồn ban đêm,sạt lở,chưa "
    "được đầu tư,không có người trông coi,bị vỡ,tối om,thiếu nước,làm dở dang,nguy hiểm cho trẻ,thu phí không biên lai"
)
_EFFECTS = (
    "bà con đi lại khổ,trẻ con đi học nguy hiểm,đề nghị xã sửa sớm,đã phản ánh nhiều lần,mong chính quyền quan tâm,hai "
    "tháng nay chưa ai xuống,đề nghị công khai,xin kinh phí làm lại,người già không đi được,mùa mưa càng nặng"
)
_PLACES = "thôn,xóm,ấp,bản,tổ,khu phố"
_NAMES = (
    "An Bình Cẩm Đại Đông Đức Giang Hà Hải Hòa Hồng Kim Lạc Lâm Long Minh Mỹ Nam Phong Phú Quang Sơn Tân Thạch Thanh"
)


def texts(random: Random) -> Iterator[str]:
    """Yield made-up concerns without end."""
    things, wrongs, effects = (listed.split(",") for listed in (_THINGS, _WRONGS, _EFFECTS))
    places, names = _PLACES.split(","), _NAMES.split()
    while True:
        name = random.choice([f"{random.choice(names)} {random.choice(names)}", str(random.randint(1, 20))])
        where = f"{random.choice(places)} {name}"
        what = random.choice(things)
        text = f"{what.capitalize()} ở {where} {random.choice(wrongs)}, {random.choice(effects)}."
        yield fold(text) if random.random() < 0.25 else text


def main() -> None:
    """Reads the arguments, measures, prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.duplicates", description=__doc__)
    parser.add_argument("--concerns", type=int, default=100_000)
    print(table(parser.parse_args().concerns))


def table(concerns: int) -> str:
    """Measure everything and return the lines to print."""
    source = texts(Random(SEED))
    listed = list(islice(source, concerns))
    fingerprint(listed[0])
    start = process_time()
    stored = [fingerprint(text).dump() for text in listed]
    reading = process_time() - start
    start = process_time()
    index = Index()
    for number, line in enumerate(stored):
        index.add(str(number), load(line))
    filling = process_time() - start
    looked = sorted(_timed(index, text) for text in islice(source, LOOKUPS))
    return "\n".join(
        [
            f"reading a text into a fingerprint, stored   {1000 * reading / concerns:8.2f} ms each",
            f"a stored fingerprint                        {sum(map(len, stored)) / concerns:8.0f} bytes on average",
            f"filling the index of {concerns:,} from stored  {filling:7.1f} s in all",
            f"a lookup, its text read included: median    {1000 * looked[len(looked) // 2]:8.2f} ms",
            f"                         95th percentile    {1000 * looked[int(len(looked) * 0.95)]:8.2f} ms",
            f"                                 longest    {1000 * looked[-1]:8.2f} ms",
            f"grouping and summarising {SESSION} concerns        {_session(list(islice(source, SESSION))):8.2f} s",
            f"grouping {CROWD:,} texts                       {_grouping(list(islice(source, CROWD))):8.2f} s",
        ]
    )


def _timed(index: Index, text: str) -> float:
    start = process_time()
    index.find(text)
    return process_time() - start


def _grouping(listed: Sequence[str]) -> float:
    start = process_time()
    group_fingerprints([(str(number), fingerprint(text)) for number, text in enumerate(listed)])
    return process_time() - start


def _session(listed: Sequence[str]) -> float:
    start = process_time()
    taken = [(f"GM-{number:04d}", fingerprint(text)) for number, text in enumerate(listed)]
    groups = group_fingerprints(taken)
    summarise_session(
        Voice(
            code=code,
            text=text,
            topic=(*found.topics, "other")[0],
            kind="report",
            group=groups[code],
        )
        for (code, found), text in zip(taken, listed, strict=True)
    )
    return process_time() - start


if __name__ == "__main__":
    main()
