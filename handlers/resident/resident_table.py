"""The residents' rows of the table of commands."""

from handlers.resident import (
    area,
    cancel,
    hoidap,
    language,
    link,
    my_data,
    phone,
    register,
    sessions,
    start,
    submit,
    subscribe,
    track,
    words,
)
from handlers.table import Command, Step
from handlers.texts import N_

COMMANDS: dict[str, Command] = {
    "gopy": Command(handler=submit.gopy, help_id=N_("help.gopy")),
    "tracuu": Command(handler=track.tracuu, help_id=N_("help.tracuu")),
    "lich": Command(handler=sessions.lich, help_id=N_("help.lich")),
    "dangky": Command(handler=register.dangky, help_id=N_("help.dangky")),
    "hoidap": Command(handler=hoidap.hoidap, help_id=N_("help.hoidap")),
    "huy": Command(handler=cancel.huy, help_id=N_("help.huy")),
    "xom": Command(handler=area.xom, help_id=N_("help.xom")),
    "ngonngu": Command(handler=language.ngonngu, help_id=N_("help.ngonngu")),
    "dangkytin": Command(handler=subscribe.dangkytin, help_id=N_("help.dangkytin")),
    "lienket": Command(handler=link.lienket, help_id=N_("help.lienket")),
    "dienthoai": Command(handler=phone.dienthoai, help_id=N_("help.dienthoai")),
    "dulieu": Command(handler=my_data.dulieu, help_id=N_("help.dulieu")),
    "menu": Command(handler=start.menu, help_id=N_("help.menu")),
    "start": Command(handler=start.start, help_id=N_("help.start")),
}
STEPS: dict[str, Step] = {
    "start.consent": start.take_consent,
    "start.area": start.take_area,
    "area.change": area.take_change,
    "language.choose": language.take_language,
    "link.confirm": link.take_confirm,
    "link.part": link.take_part,
    "submit.text": submit.take_text,
    "submit.guide": submit.take_guide,
    "submit.topic": submit.take_topic,
    "submit.alike": submit.take_alike,
    "submit.confirm": submit.take_confirm,
    "submit.files": submit.take_files,
    "submit.edit": submit.take_edit,
    "submit.merge": submit.take_merge,
    "register.session": register.take_session,
    "register.topic": register.take_topic,
    "register.content": register.take_content,
    "register.representing": register.take_representing,
    "register.group": register.take_group,
    "register.confirm": register.take_confirm,
    "register.withdraw": register.take_withdraw,
    "hoidap.words": hoidap.take_words,
    "phone.number": phone.take_phone,
    "data.withdraw": my_data.take_withdraw,
}
UNASKED: dict[str, Step] = {
    "words": words.words,
    "old_choice": words.old_choice,
    "unsupported": words.unsupported,
    "refused": words.refused,
}
