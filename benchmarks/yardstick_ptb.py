"""The yardstick: the same conversation as python-telegram-bot's documentation would have it, and nothing more.

ConversationHandler with PicklePersistence (written every 60 s), PTB's own Updater and httpx, updates one at a time as
ConversationHandler wants them. It keeps nothing before it answers: after a crash up to a minute of concerns is gone.
"""

import os
import warnings
from pathlib import Path
from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.warnings import PTBUserWarning

Data = dict[Any, Any]
Context = CallbackContext[ExtBot[None], Data, Data, Data]
WORDS, TOPIC, CONFIRM, RECEIPT = range(4)
_OVER = ConversationHandler.END


def _buttons(*pairs: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=value)] for label, value in pairs])


def _data(context: Context) -> Data:
    assert context.user_data is not None  # every update here has a user
    return context.user_data


def _message(update: Update) -> Message:
    assert update.message is not None  # the filters let nothing else in
    return update.message


async def _tapped(update: Update) -> CallbackQuery:
    query = update.callback_query
    assert query is not None  # the handlers let nothing else in
    await query.answer()
    return query


async def _say(query: CallbackQuery, text: str, markup: InlineKeyboardMarkup | None = None) -> None:
    assert isinstance(query.message, Message)  # a button hangs on one
    await query.message.reply_text(text, reply_markup=markup)


async def start(update: Update, _context: Context) -> None:
    """The menu."""
    await _message(update).reply_text("Ông/bà muốn làm gì?", reply_markup=_buttons(("Gửi ý kiến", "/gopy")))


async def gopy(update: Update, _context: Context) -> int:
    """Ask for the concern."""
    await _message(update).reply_text("Xin ông/bà viết ý kiến. Có thể gửi kèm ảnh, ghi âm, tài liệu hoặc vị trí.")
    return WORDS


async def words(update: Update, context: Context) -> int:
    """Keep the words, suggest topics."""
    message = _message(update)
    _data(context)["words"] = message.text
    choices = _buttons(("Giao thông", "transport"), ("Môi trường", "environment"), ("Lĩnh vực khác", "more"))
    await message.reply_text(
        "Ý kiến này về lĩnh vực nào? Theo tôi có lẽ là:\n- Giao thông\n- Môi trường", reply_markup=choices
    )
    return TOPIC


async def topic(update: Update, context: Context) -> int:
    """Keep the topic, show everything before it is sent."""
    query, data = await _tapped(update), _data(context)
    data["topic"] = query.data
    choices = _buttons(("Gửi", "send"), ("Sửa lời", "edit"), ("Thêm tệp", "files"), ("Bỏ", "drop"))
    await _say(query, f"Ông/bà xem lại trước khi gửi:\n\n{data['words']}\n\nLĩnh vực: {data['topic']}", choices)
    return CONFIRM


async def confirm(update: Update, context: Context) -> int:
    """Number the concern, give the receipt."""
    query, data = await _tapped(update), _data(context)
    number = context.bot_data["number"] = context.bot_data.get("number", 0) + 1
    code = f"GM-{number:04d}"
    data.setdefault("concerns", {})[code] = {"words": data.pop("words"), "topic": data.pop("topic")}
    choices = _buttons((f"Xem {code}", f"/tracuu {code}"), ("Gửi ý kiến khác", "/gopy"))
    await _say(query, f"Đã ghi nhận ý kiến của ông/bà. Mã số: {code}. Xin ông/bà giữ mã này để tra cứu.", choices)
    return RECEIPT


async def look(update: Update, context: Context) -> int:
    """Show one concern; the conversation is over."""
    query = await _tapped(update)
    code = (query.data or "").rpartition(" ")[2]
    concern = _data(context)["concerns"][code]
    await _say(query, f"{code}\n\n{concern['words']}\n\nTrạng thái: đã tiếp nhận.")
    return _OVER


def main() -> None:
    """Serve until stopped; where and with what token stands in the environment, as for the real program."""
    warnings.filterwarnings("ignore", category=PTBUserWarning, message=".*per_message=False.*")
    conversation = ConversationHandler[Context](
        entry_points=[CommandHandler("gopy", gopy)],
        states={
            WORDS: [MessageHandler(filters.TEXT & ~filters.COMMAND, words)],
            TOPIC: [CallbackQueryHandler(topic)],
            CONFIRM: [CallbackQueryHandler(confirm)],
            RECEIPT: [CallbackQueryHandler(look)],
        },
        fallbacks=[CommandHandler("gopy", gopy)],
        name="concern",
        persistent=True,
    )
    application = (
        Application.builder()
        .token(os.environ["TELEGRAM_TOKEN"])
        .base_url(os.environ["TELEGRAM_BASE_URL"])
        .persistence(PicklePersistence(Path(os.environ["DATA_DIR"]) / "yardstick.pickle"))
        .build()
    )
    application.add_handler(CommandHandler("start", start))
    application.add_handler(conversation)
    application.run_polling(allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main()
