"""What the bot is in a chat of a local Telegram, in the Bot API's own shapes (#chatmember)."""

from typing import Any

from tests.servers.telegram_refusal import Refusal

Json = dict[str, Any]

BOT_ID = 7_000_001
BOT_NAME = "troopwire_bot"

_MAY = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
)
_RULES = ("can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics")
_POWERS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def bot_user() -> Json:
    """Describe the bot itself."""
    return {"id": BOT_ID, "is_bot": True, "first_name": "Troopwire", "username": BOT_NAME}


def member() -> Json:
    """One of a chat's members; in a private chat, somebody who may be written to."""
    return {"status": "member", "user": bot_user()}


def left() -> Json:
    """Not in the chat, and free to come back."""
    return {"status": "left", "user": bot_user()}


def kicked() -> Json:
    """Thrown out of a chat; in a private one, blocked by the user."""
    return {"status": "kicked", "user": bot_user(), "until_date": 0}


def restricted(*, may_write: bool, is_member: bool = True) -> Json:
    """A member of a supergroup who may not do all that others may."""
    rights = dict.fromkeys(_MAY, may_write) | dict.fromkeys(_RULES, False)
    return {"status": "restricted", "user": bot_user(), "is_member": is_member, **rights, "until_date": 0}


def administrator(*, may_post: bool = True, of_channel: bool = False) -> Json:
    """An administrator; whether he may post is said in channels only."""
    posts = {"can_post_messages": may_post, "can_edit_messages": may_post} if of_channel else {}
    return {"status": "administrator", "user": bot_user(), **dict.fromkeys(_POWERS, False), **posts}


def is_present(standing: Json) -> bool:
    """Whether the bot hears what is said in the chat."""
    return standing["status"] not in {"left", "kicked"} and bool(standing.get("is_member", True))


def check_may_write(kind: str, standing: Json) -> None:
    """Turn down who may not write there. Raises Refusal."""
    if standing["status"] == "kicked":
        out = "blocked by the user" if kind == "private" else f"kicked from the {kind} chat"
        raise Refusal(403, f"Forbidden: bot was {out}")
    if not is_present(standing):
        raise Refusal(403, f"Forbidden: bot is not a member of the {kind} chat")
    if not standing.get("can_send_messages", True):
        raise Refusal(400, "Bad Request: not enough rights to send text messages to the chat")
    if kind == "channel" and not standing.get("can_post_messages"):
        raise Refusal(400, "Bad Request: need administrator rights in the channel chat")
