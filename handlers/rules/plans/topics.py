"""The table of topics shipped with the program; a plan that has its own ``topics`` replaces it whole."""

from __future__ import annotations

from handlers.rules.plans.parts import Key, Part, Text


class Topic(Part):
    """A field of life a concern is about, with its label in both languages."""

    id: Key
    vi: Text
    en: Text


DEFAULT_TOPICS: tuple[Topic, ...] = (
    Topic(id="land", vi="Đất đai", en="Land"),
    Topic(id="construction", vi="Xây dựng, trật tự xây dựng", en="Construction"),
    Topic(id="transport", vi="Giao thông", en="Roads and transport"),
    Topic(id="environment", vi="Môi trường, rác thải", en="Environment"),
    Topic(id="utilities", vi="Điện, nước, thoát nước", en="Power, water and drainage"),
    Topic(id="agriculture", vi="Nông nghiệp, thủy lợi", en="Agriculture"),
    Topic(id="education", vi="Giáo dục", en="Education"),
    Topic(id="health", vi="Y tế, an toàn thực phẩm", en="Health"),
    Topic(id="welfare", vi="Chính sách, an sinh xã hội", en="Welfare"),
    Topic(id="jobs", vi="Việc làm, vay vốn", en="Jobs and loans"),
    Topic(id="security", vi="An ninh trật tự", en="Security and order"),
    Topic(id="admin", vi="Thủ tục hành chính", en="Administrative procedures"),
    Topic(id="party", vi="Xây dựng Đảng, chính quyền", en="Party and government"),
    Topic(id="culture", vi="Văn hóa, thể thao", en="Culture and sport"),
    Topic(id="finance", vi="Tài chính, thuế, phí", en="Finance, taxes and fees"),
    Topic(id="other", vi="Việc khác", en="Other"),
)
