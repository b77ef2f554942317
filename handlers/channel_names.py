"""A channel's name as people say it."""

from handlers.texts import N_, Texts

CHANNELS = {
    "telegram": N_("channel.telegram"),
    "web_chat": N_("channel.web_chat"),
    "zalo_bot": N_("channel.zalo_bot"),
    "zalo_oa": N_("channel.zalo_oa"),
    "no_door": N_("channel.no_door"),
}


def channel_name(texts: Texts, channel: str) -> str:
    """The name of the channel with this stored value; the value itself when none is known."""
    return texts.t(CHANNELS[channel]) if channel in CHANNELS else channel
