"""What a local Telegram remembers: chats, their messages, and what each method does to them."""

import time
from dataclasses import dataclass, field, replace
from typing import Any

from tests.servers.telegram_html import BadMarkup, Entity, parse
from tests.servers.telegram_members import administrator, bot_user, check_may_write, member
from tests.servers.telegram_menus import Menus
from tests.servers.telegram_photos import described_photo, photo_fault
from tests.servers.telegram_previews import previewed
from tests.servers.telegram_refusal import Refusal

Json = dict[str, Any]

LONGEST_TEXT = 4_096  # UTF-16 units
LONGEST_CAPTION = 1_024
LONGEST_CALLBACK = 64  # bytes
LARGEST_DOCUMENT = 50 * 1024 * 1024  # bytes (core.telegram.org/bots/api#senddocument)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """A message as the users of a chat see it; a photo's text is its caption."""

    id: int
    chat: int
    text: str
    photo: bytes = b""
    document: bytes = b""
    by_bot: bool = False
    topic: int | None = None
    entities: tuple[Entity, ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()  # label and callback data
    rows: tuple[int, ...] = ()  # buttons in each row
    silent: bool = False
    preview: str = ""  # the link of which a preview is shown
    replies_to: int | None = None
    edits: int = 0


@dataclass
class Conversation:
    """One chat, with what may be wrong with it."""

    id: int
    kind: str
    title: str
    admins: set[int] = field(default_factory=set)
    closed_topics: set[int] = field(default_factory=set)
    standing: Json = field(default_factory=member)  # the bot's
    takes_photos: bool = True
    moved_to: int | None = None
    messages: dict[int, ChatMessage] = field(default_factory=dict)
    deleted: list[ChatMessage] = field(default_factory=list)

    def described(self) -> Json:
        """Describe the chat as the Bot API does."""
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.id, "type": self.kind, name: self.title}


class Chats:
    """All chats of the one bot."""

    def __init__(self) -> None:
        self._chats: dict[int, Conversation] = {}
        self._last_message = 0
        self.menus = Menus()

    def open(self, chat: int, kind: str = "private", title: str = "Ana") -> Conversation:
        """Open a chat, or give it when it is open."""
        standing = administrator(of_channel=True) if kind == "channel" else member()
        new = Conversation(id=chat, kind=kind, title=title, standing=standing)
        return self._chats.setdefault(chat, new)

    def add(self, chat: Conversation, message: ChatMessage) -> ChatMessage:
        """Keep a message under the next number."""
        self._last_message += 1
        kept = replace(message, id=self._last_message)
        chat.messages[kept.id] = kept
        return kept

    def perform(self, method: str, given: Json) -> Any:
        """Do what a method asks. Raises Refusal."""
        actions = {
            "getMe": self._me,
            "setMyCommands": lambda given: self.menus.set(given, self._kinds()),
            "getMyCommands": lambda given: self.menus.get(given, self._kinds()),
            "deleteMyCommands": lambda given: self.menus.delete(given, self._kinds()),
            "sendMessage": self._send,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageMedia": self._edit_media,
            "deleteMessage": self._delete,
            "getChatMember": self._member,
        }
        if method not in actions:
            raise Refusal(404, "Not Found")
        return actions[method](given)

    def _me(self, _: Json) -> Json:
        more = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        return {**bot_user(), **more}

    def _kinds(self) -> dict[int, str]:
        return {chat.id: chat.kind for chat in self._chats.values()}

    def _send(self, given: Json) -> Json:
        return self._show(given, ChatMessage(id=0, chat=given["chat_id"], **_previewed(given)))

    def _send_photo(self, given: Json) -> Json:
        chat = self._writable(given["chat_id"], given.get("message_thread_id"))
        if not chat.takes_photos:
            raise Refusal(400, "Bad Request: not enough rights to send photos to the chat")
        photo = _photo(given["photo"])
        return self._show(given, ChatMessage(id=0, chat=chat.id, photo=photo, **_caption(given)))

    def _send_document(self, given: Json) -> Json:
        document = given["document"]
        if not 0 < len(document) <= LARGEST_DOCUMENT:
            raise Refusal(400, "Bad Request: file must be non-empty")
        content = ChatMessage(id=0, chat=given["chat_id"], document=document, **_caption(given))
        return self._show(given, content)

    def _show(self, given: Json, content: ChatMessage) -> Json:
        chat = self._writable(given["chat_id"], given.get("message_thread_id"))
        buttons, rows = _keyboard(given)
        replied = given.get("reply_parameters", {})
        if replied and replied["message_id"] not in chat.messages:
            if not replied.get("allow_sending_without_reply"):
                raise Refusal(400, "Bad Request: message to be replied not found")
            replied = {}
        message = replace(
            content,
            by_bot=True,
            topic=given.get("message_thread_id"),
            buttons=buttons,
            rows=rows,
            silent=given.get("disable_notification", False),
            replies_to=replied.get("message_id"),
        )
        return shown(chat, self.add(chat, message))

    def _edit_text(self, given: Json) -> Json:
        return self._edit(given, "text", _previewed(given))

    def _edit_caption(self, given: Json) -> Json:
        return self._edit(given, "caption", _caption(given))

    def _edit_media(self, given: Json) -> Json:
        media = given["media"]
        return self._edit(given, "media", {"photo": _photo(media["media"]), **_caption(media)})

    def _edit(self, given: Json, what: str, content: Json) -> Json:
        chat = self._writable(given["chat_id"], None)
        old = chat.messages.get(given["message_id"])
        if old is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        if not old.by_bot:
            raise Refusal(400, "Bad Request: message can't be edited")
        if bool(old.photo) != (what in {"caption", "media"}):
            raise Refusal(400, f"Bad Request: there is no {what} in the message to edit")
        buttons, rows = _keyboard(given)
        new = replace(old, buttons=buttons, rows=rows, **content)
        if new == old:
            raise Refusal(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message",
            )
        chat.messages[old.id] = replace(new, edits=old.edits + 1)
        return shown(chat, chat.messages[old.id])

    def _delete(self, given: Json) -> bool:
        chat = self._writable(given["chat_id"], None)
        if given["message_id"] not in chat.messages:
            raise Refusal(400, "Bad Request: message to delete not found")
        chat.deleted.append(chat.messages.pop(given["message_id"]))
        return True

    def _member(self, given: Json) -> Json:
        chat = self._writable(given["chat_id"], None)
        user = person(given["user_id"])
        if given["user_id"] in chat.admins:
            return {"status": "creator", "user": user, "is_anonymous": False}
        return {"status": "member", "user": user}

    def _writable(self, chat_id: int, topic: int | None) -> Conversation:
        chat = self._chats.get(chat_id)
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.moved_to:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, reason, migrate_to_chat_id=chat.moved_to)
        check_may_write(chat.kind, chat.standing)
        if topic in chat.closed_topics:
            raise Refusal(400, "Bad Request: TOPIC_CLOSED")
        return chat


def person(user: int) -> Json:
    """Describe a user."""
    return {"id": user, "is_bot": False, "first_name": f"User {user}"}


def shown(chat: Conversation, message: ChatMessage, author: int | None = None) -> Json:
    """Describe a message as the Bot API does."""
    described: Json = {
        "message_id": message.id,
        "date": int(time.time()),
        "chat": chat.described(),
    }
    if message.photo:
        described |= {"photo": described_photo(message.photo, message.id), "caption": message.text}
    elif message.document:
        file = {"file_id": f"document-{message.id}", "file_unique_id": f"unique-{message.id}"}
        described |= {"document": file | {"file_size": len(message.document)}, "caption": message.text}
    else:
        described["text"] = message.text
    if chat.kind == "channel":
        described["sender_chat"] = chat.described()
    else:
        described["from"] = bot_user() if message.by_bot else person(author or message.chat)
    if message.topic:
        described |= {"message_thread_id": message.topic, "is_topic_message": True}
    if message.edits:
        described["edit_date"] = int(time.time())
    return described


def _previewed(given: Json) -> Json:
    content = _text(given)
    return content | {"preview": previewed(given.get("link_preview_options", {}), content)}


def _text(given: Json) -> Json:
    content = _parsed(given["text"], given.get("parse_mode"))
    if not content["text"].strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if len(content["text"].encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise Refusal(400, "Bad Request: message is too long")
    return content


def _caption(given: Json) -> Json:
    content = _parsed(given.get("caption", ""), given.get("parse_mode"))
    if len(content["text"].encode("utf-16-le")) // 2 > LONGEST_CAPTION:
        raise Refusal(400, "Bad Request: message caption is too long")
    return content


def _parsed(text: str, mode: str | None) -> Json:
    if mode != "HTML":
        return {"text": text, "entities": ()}
    try:
        parsed, entities = parse(text)
    except BadMarkup as error:
        raise Refusal(400, f"Bad Request: can't parse entities: {error}") from error
    return {"text": parsed, "entities": entities}


def _photo(png: bytes) -> bytes:
    fault = photo_fault(png)
    if fault:
        raise Refusal(400, f"Bad Request: {fault}")
    return png


def _keyboard(given: Json) -> tuple[tuple[tuple[str, str], ...], tuple[int, ...]]:
    keyboard = given.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = tuple((button["text"], button["callback_data"]) for row in keyboard for button in row)
    for label, data in buttons:
        if not 1 <= len(data.encode()) <= LONGEST_CALLBACK:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if not label.strip():
            raise Refusal(400, "Bad Request: text buttons are allowed only with text")
    if len(buttons) > 100 or any(not 1 <= len(row) <= 8 for row in keyboard):
        raise Refusal(400, "Bad Request: reply markup is too long")
    return buttons, tuple(len(row) for row in keyboard)
