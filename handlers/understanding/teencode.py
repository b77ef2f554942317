"""Chat spellings, abbreviations and what they stand for. A new one is one more line; keys are lower case."""


def _table(rows: str) -> dict[str, str]:
    """Read lines «spelling spelling = meaning»."""
    table = {}
    for row in rows.strip().splitlines():
        spellings, _, meaning = row.partition("=")
        table.update({spelling: meaning.strip() for spelling in spellings.split()})
    return table


ANYWHERE = _table("""
hok hông hk hog hổng hôg khum kh k ko kg kô hơm khg khog kog = không
hk0 k0 kh0ng = không
dc đc đk dk đx dx dượt duoc_ đuợc = được
j gj = gì
wa wá qá wạ = quá
wên = quên
wan = quan
wy = quy
wyết = quyết
wận = quận
wỹ = quỹ
trc trk trướk = trước
trg = trường
đg = đường
nhìu nhìw nhiu nhìuu = nhiều
ngta = người ta
ng = người
ngừi ngừơi ngườii = người
bik bít biêt bjk bjt bjết = biết
mún = muốn
bùn = buồn
lun luôg = luôn
rùi rùii gòi òi = rồi
cx cug cũg = cũng
vs = với
nc nk = nước
ntn = như thế nào
ns = nói
lm = làm
lsao = làm sao
tn = thế nào
s = sao
z zậy zay v = vậy
zô dô = vô
zề dìa dề = về
zới = với
zợ = vợ
zụ = vụ
zui = vui
zào = vào
iu = yêu
thik thjk thíc = thích
mjh mìh mik mk = mình
mng mn mngười = mọi người
ae = anh em
ace = anh chị em
ac = anh chị
bn = bao nhiêu
bh bjo = bây giờ
hum = hôm
hnay = hôm nay
hqua = hôm qua
nhg nhưg = nhưng
vx vxx = vẫn
ck = chồng
vk = vợ
sn = sinh nhật
sđt sdt đt = điện thoại
ib inb = nhắn tin
rep = trả lời
tks thanks thank tnks thx camon = cảm ơn
oki okie ok okê oke uki = được
pls plz = xin
ad = quản trị
fb face = facebook
cmt = bình luận
pv = phục vụ
tg = thời gian
đv = đơn vị
xd xdựng = xây dựng
vsmt = vệ sinh môi trường
mt = môi trường
atgt = an toàn giao thông
atvstp = an toàn vệ sinh thực phẩm
tngt = tai nạn giao thông
gpmb = giải phóng mặt bằng
tđc = tái định cư
gcn = giấy chứng nhận
gcnqsdđ gcnqsd = giấy chứng nhận quyền sử dụng đất
qsdđ = quyền sử dụng đất
gplx = giấy phép lái xe
gpxd = giấy phép xây dựng
ubnd = ủy ban nhân dân
mttq = mặt trận tổ quốc
htx = hợp tác xã
bhyt = bảo hiểm y tế
bhxh = bảo hiểm xã hội
bhtn = bảo hiểm thất nghiệp
cmnd = chứng minh nhân dân
cccd = căn cước công dân
nvqs = nghĩa vụ quân sự
dvc = dịch vụ công
tthc = thủ tục hành chính
ntm = nông thôn mới
bvtv = bảo vệ thực vật
hs hsinh = học sinh
gv = giáo viên
gvcn = giáo viên chủ nhiệm
ph phhs = phụ huynh
sv = sinh viên
cty cti = công ty
dn = doanh nghiệp
nv = nhân viên
cb = cán bộ
ql = quốc lộ
tl = tỉnh lộ
bs = bác sĩ
bv = bệnh viện
kcn = khu công nghiệp
kdc = khu dân cư
kp = khu phố
tdp = tổ dân phố
nvh = nhà văn hóa
cskh = chăm sóc khách hàng
sxkd = sản xuất kinh doanh
pccc = phòng cháy chữa cháy
antt = an ninh trật tự
csgt = cảnh sát giao thông
csxh = chính sách xã hội
vd = ví dụ
bđs = bất động sản
t7 = thứ bảy
cn = chủ nhật
tr = triệu
""")
"""Spellings that mean one thing in every text."""

UNMARKED = _table("""
ngta = người ta
bit = biết
muk = mục
dag = đang
""")
"""Spellings read so only in a text without tone marks, where no marked word is hidden by them."""
