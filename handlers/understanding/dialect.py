"""Regional words and near-synonyms as one concept, for comparing what two people say of the same matter.

A line is «concept = word, word …»
A line is «concept = accent-blind; the concept is what `duplicates` counts, and «!» marks what is
wrong: two concerns that name different wrongs are less likely one matter. Adding a line is enough.
"""

from functools import cache

from handlers.understanding.normalise import fold

_ROWS = """
!huhong = ổ gà, ổ voi, lỗ chỗ
!huhong = hư, hỏng, đứt, đứt cáp, hỏng cáp, nát hết, nát, xuống cấp, hư hỏng
!huhong = hư hại, gãy, bong tróc, bể, vỡ, mục, rách nát, tan nát, tả tơi
sua = sửa, sửa chữa, khắc phục, tu sửa, nâng cấp, cải tạo, làm lại, vá, dặm vá, tu bổ, trùng tu, xây lại
lapdat = lắp, gắn, lắp đặt, lắp thêm, trang bị, đặt thêm
lon = lợn, heo
trau = trâu, tru
ngo = ngô, bắp
lua = lúa, ló
san = sắn, khoai mì
lac = lạc, đậu phộng
!nghet = tắc, nghẹt, nghẽn, tắc nghẽn, bị lấp, bồi lấp, bít, ứ, ứ đọng
mương = mương, rãnh, cống, cống rãnh
mương = mương rãnh, rãnh thoát nước, mương thoát nước, cống thoát nước, hệ thống thoát nước
naovet = nạo vét, khơi thông, vét, khơi, thông cống
kenh = kênh, kinh, kênh mương, kênh tưới, kênh nội đồng, mương tưới
!ngap = ngập, ngập úng, úng, ngập nước, ngập lụt, nước tràn
duong = đường, lộ, đàng, con đường, tuyến đường, đường sá, con lộ, đường liên thôn
hem = hẻm, ngõ, kiệt
den = đèn, đèn đường, đèn chiếu sáng, bóng đèn, điện đường, chiếu sáng
!toiom = tối om, tối thui, tối mù
dien = điện, nguồn điện, điện lưới
!yeu = yếu, chập chờn, sụt áp, không đủ tải
!matdien = mất điện, cúp điện, cắt điện
bienap = trạm biến áp, bình hạ thế, biến áp
nuocmay = nước máy, nước sạch, nước sinh hoạt
!matnuoc = mất nước, cúp nước, cắt nước
!duc = đục, đục ngầu, vàng khè, bẩn, phèn
!rac = rác, rác thải, bãi rác, đống rác
!moihoi = hôi, hôi thối, bốc mùi, mùi hôi, thúi, hôi rình, hôi tanh, mùi, thối
!onhiem = ô nhiễm, gây ô nhiễm, xả thải, xả phân, xả nước thải, xả
!onao = ồn, ồn ào, gây ồn, inh ỏi, ầm ĩ
cahat = hát, karaoke, hát karaoke, hát hò
khuya = khuya, thâu đêm, ban đêm, nửa đêm, sáng sớm
ngu = ngủ, ngủ được, ngủ nghê, mất ngủ
sodo = sổ đỏ, sổ hồng, bìa đỏ, giấy chứng nhận quyền sử dụng đất, giấy chứng nhận, thẻ đỏ
denbu = đền bù, bồi thường, áp giá
tramyte = trạm y tế, trạm xá
benhvien = bệnh viện, nhà thương
truong = trường, trường học, nhà trường
giaovien = giáo viên, cô giáo, thầy giáo, thầy cô
hocsinh = học sinh, các cháu, trẻ em, trẻ, con em
!thutien = thu, thu tiền, bắt đóng, đóng, đóng tiền, nộp tiền
phieuthu = phiếu thu, biên lai, hóa đơn, vé, phiếu
luong = lương, tiền lương, tiền công
!noluong = nợ lương, chậm lương, quỵt lương, chưa được trả lương
loa = loa, loa phát thanh, loa truyền thanh, truyền thanh, cụm loa
ngheo = nghèo, hộ nghèo, nhà nghèo
giau = giàu, khá giả, có ô tô, có xe hơi
oto = ô tô, xe hơi
trocap = trợ cấp, tiền trợ cấp, chế độ
nguoigia = người cao tuổi, người già, ông bà già
!chotharong = thả rông, chạy rông
!trom = trộm, ăn trộm, trộm cắp, mất trộm
!satlo = sạt, sạt lở, lở, sụt, sụt lún
!sapdo = đổ, ngã, nghiêng, gãy đổ, sắp đổ, xiêu
chatcay = chặt, đốn, cắt tỉa, mé
congty = công ty, cty, xí nghiệp, nhà máy
batlai = đi lại nhiều lần, đi tới đi lui, hẹn đi hẹn lại, hành
!gat = quát, nạt, gắt, gắt gỏng, hách dịch, quát tháo, quát dân
khaisinh = khai sinh, giấy khai sinh
songdt = sóng, sóng điện thoại, mạng, internet
cau = cầu, cây cầu, chiếc cầu, cầu treo
xetai = xe tải, xe ben, xe hổ vồ
vaynho = vay, vay vốn, vốn vay
traiheo = trại heo, trại lợn, trại nuôi heo, chuồng heo, chuồng lợn, nuôi heo, nuôi lợn
makhong = chưa có, không có, chưa thấy, hết
baogio = bao giờ, khi nào, chừng nào, khi mô, sao chưa có, sao chưa thấy
nan = lần, lượt, bận
quy = quỹ, tiền quỹ, quỹ lớp
!maidot = dột, tốc mái, mái dột
!thieu = thiếu giáo viên, thiếu nước, thiếu thuốc, không đủ, thiếu hụt
!chuot = chuột, chuột phá, ốc bươu vàng, sâu bệnh, rầy
!dich = dịch, dịch bệnh, dịch tả, chết hàng loạt
!latdo = lấn chiếm, lấn, chiếm, chiếm dụng
!danhnhau = đánh nhau, ẩu đả, chém nhau, gây rối
!maty = ma túy, nghiện, hút chích
!duaxe = đua xe, nẹt pô, lạng lách, phóng nhanh
!danhbac = đánh bạc, cờ bạc, đá gà, số đề
!kettoi = kẹt xe, ùn tắc, tắc đường, đậu kín
!bui = bụi, bụi mù, khói bụi, khói, khói đen
!bohoang = quy hoạch treo, dự án treo, bỏ hoang, dở dang, đắp chiếu
!chamtre = chậm, trễ, trễ hẹn, quá hạn, ngâm
xetho = bình xét, xét hộ, danh sách, không công bằng
cotdien = cột điện, trụ điện
!catsong = hút cát, khai thác cát, cát tặc
!tainan = tai nạn, va chạm
!luadao = lừa đảo, bị lừa
!matnap = mất nắp, không nắp, không có nắp, hở nắp, nắp cống, đậy nắp, hở miệng
te = té, té xuống, ngã xuống, ngã hoài, sụp bánh, trượt ngã
treem = cháu bé, trẻ con, trẻ nhỏ, con nít, em bé, mấy đứa nhỏ
!matsong = mất sóng, lõm sóng, không có sóng, sóng yếu, song dien thoai mat
!matsong = rớt mạng, mạng yếu, chập chờn mạng, phủ sóng, trạm phát sóng
!ngap = không thoát, không rút, nước rút, tiêu úng, thoát không kịp
!ngap = ngập trắng, ngập sâu, ngập tới, ứ nước, dội ngược, cống tiêu
!onao = cưa cắt, om sòm, um sùm, inh tai, nhức óc
!bui = bụi gỗ, bụi bặm, bụi bay, mù mịt, khói bụi, bụi đường
!dichuyen = di dời, dời đi, dời ra
xuong = xưởng, xưởng gỗ, xưởng mộc, xưởng cưa, cơ sở
!huhong = nát bươm, nát đường, cày nát, sụt lún, lún, lồi lõm, trơ đá, hư hỏng nặng
!maidot = dột nát, mưa ướt, dột mái
banghe = bàn ghế, ghế
!thieucongtrinh = chưa có nhà văn hóa, xây nhà văn hóa, xây sớm, mong xây
!toiom = không có bóng đèn, không có đèn, chưa có đèn, thiếu đèn, lắp đèn, gắn đèn, thiếu ánh sáng
!tainan = vụ tai nạn, đụng xe, tông xe, xe lam
!denhieu = đèn tín hiệu, đèn giao thông, đèn xanh đỏ, đèn xanh đèn đỏ, gắn đèn xanh
!hocthem = dạy thêm, học thêm, ép học thêm, bắt học thêm
!vesinh = nhà vệ sinh, wc
!dichuot = chuột cắn, diệt chuột, thuốc diệt chuột
!dongcua = đóng cửa, khóa cửa, không mở cửa, không làm việc
!chuacodien = chưa có điện, kéo điện, chưa có lưới điện
!matdien = mất điện liên tục, cúp điện hoài
!noluong = nợ lương thợ, chưa trả lương, giữ lương, quỵt tiền công
!thudo = thu phí, thu hai lần, thu quỹ, không vé, không có vé, không biên lai
!khongcap = chưa được cấp, chưa cấp, chưa có sổ, bị ngâm, chưa có kết quả
!datranh = lấn ranh, tranh chấp, ranh giới, lấn đất
!denbuthieu = bồi thường thiếu, áp giá thấp, đền bù thấp, chưa đền bù
!thieuthuoc = thiếu thuốc, hết thuốc, không có thuốc
!thieugv = thiếu giáo viên, thiếu cô, tuyển thêm giáo viên, một cô trông
!bodoi = bỏ hoang, bỏ không, đắp chiếu, dở dang, không hoàn thiện
!tangia = tăng giá, giá cao, rớt giá, ép giá
!chotthu = chó cắn, chó dữ, cắn người, cắn trẻ
!cuop = cướp giật, cướp, giật đồ
!danhbai = sòng bạc, tài xỉu, xóc đĩa
!duonghep = đường hẹp, mở rộng đường, quá hẹp
!thieunuoctuoi = thiếu nước tưới, khô hạn, hạn, nứt nẻ
!nuocban = nước đục, nước bẩn, nước vàng, mùi phèn
!sapdo = cây đổ, sắp ngã, nghiêng ra đường, mục gốc
!trehen = trễ hẹn, hẹn lại, hẹn lên hẹn xuống
!thaido = quát dân, hách dịch, gắt gỏng, nạt nộ
songho = sông, rạch
vuon = vườn, rẫy, nương
nhatro = nhà trọ, phòng trọ, khu trọ
conan = công an, công an xã
capnuoc = cấp nước, đường ống nước, ống nước
phat = phát, chi trả, nhận tiền
hoso = hồ sơ, giấy tờ, thủ tục
"""


@cache
def concepts() -> dict[str, str]:
    """Return folded word or phrase -> concept."""
    table = {}
    for row in _ROWS.strip().splitlines():
        concept, _, listed = row.partition(" = ")
        table.update({fold(word.strip()): fold(concept) for word in listed.split(",")})
    return table
