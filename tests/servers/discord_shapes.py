"""What Discord's objects look like on the wire."""

from dataclasses import dataclass
from typing import Any

from tests.servers.png import size_of

Json = dict[str, Any]

APPLICATION = "700000000000000001"
GUILD = "800000000000000001"
CHANNEL = "900000000000000001"
MEMBER = "600000000000000001"
ROLE = "500000000000000001"
CLOSED_ROLE = "500000000000000002"

MANAGE_GUILD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7

NOW = "2026-01-01T00:00:00+00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file at a message."""

    id: str
    filename: str
    description: str
    content: bytes

    @property
    def address(self) -> str:
        """Where Discord shows it."""
        return f"https://cdn.discordapp.com/attachments/{CHANNEL}/{self.id}/{self.filename}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message as the users of a channel see it."""

    id: str
    channel: str
    content: str = ""
    embeds: tuple[Json, ...] = ()
    components: tuple[Json, ...] = ()
    flags: int = 0
    nonce: str | None = None
    mentions: tuple[str, ...] = ("everyone", "roles", "users")  # what it may call
    edits: int = 0
    replies_to: str = ""  # id of the message that it answers
    attachments: tuple["Attachment", ...] = ()

    @property
    def ephemeral(self) -> bool:
        """Tell whether only the asker sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def thinking(self) -> bool:
        """Tell whether it only announces an answer."""
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """Give all words of the message, as markdown."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [
                embed.get("title", ""),
                embed.get("description", ""),
                embed.get("footer", {}).get("text", ""),
            ]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> dict[str, str]:
        """Give the buttons: custom id by label."""
        return {
            button["label"]: button["custom_id"] for row in self.components for button in row["components"]
        }


def user(number: str, name: str, *, bot: bool = False) -> Json:
    """Describe a user."""
    return {
        "id": number,
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    } | ({"bot": True} if bot else {})


def bot_user() -> Json:
    """Describe the bot itself."""
    return user(APPLICATION, "troopwire", bot=True)


def own_user() -> Json:
    """Describe the bot as it sees itself."""
    return bot_user() | {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


def application() -> Json:
    """Describe the application."""
    return {
        "id": APPLICATION,
        "name": "Troopwire",
        "icon": None,
        "description": "",
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "role_connections_verification_url": None,
        "eligible_oauth2_scopes": [],
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user(MEMBER, "ana"),
        "team": None,
        "interactions_endpoint_url": None,
        "redirect_uris": [],
        "max_participants": None,
        "type": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
    }


def private_channel(number: str, recipient: str) -> Json:
    """Describe the private channel with a user."""
    recipients = [user(recipient, "ana")]
    return {"id": number, "type": 1, "last_message_id": None, "flags": 0, "recipients": recipients}


def command(number: str, registered: Json) -> Json:
    """Describe a command as it was registered."""
    permissions = registered.get("default_member_permissions")
    return registered | {
        "id": number,
        "application_id": APPLICATION,
        "version": "1",
        "default_member_permissions": None if permissions is None else str(permissions),
    }


def is_offered(command: Json, permissions: int, place: int) -> bool:
    """Tell whether a member with these permissions finds a command in a place: see `LocalDiscord.menu`."""
    needed = int(command["default_member_permissions"] or 0)
    return place in command["contexts"] and (place != 0 or permissions & needed == needed)


def owners(place: int, *, is_member: bool) -> Json:
    """Say who installed the bot: the guild, the user for himself, or, in its own chat, nobody (0) and he."""
    if place == 0 and is_member:
        return {"0": GUILD}
    return {"1": MEMBER} if place != 1 else {"0": "0", "1": MEMBER}


def in_private(number: str, place: int) -> Json:
    """The same of a private chat: with the bot, or between others."""
    kind = {1: 1, 2: 3}[place]
    recipients = [user(MEMBER, "ana")]
    where = {"id": number, "type": kind, "last_message_id": None, "flags": 0, "recipients": recipients}
    if kind == 3:
        where |= {"name": None, "icon": None, "owner_id": MEMBER}
    return {"channel": where, "user": user(MEMBER, "ana")}


def message(shown: ShownMessage, *, is_read: bool = False) -> Json:
    """Describe a message; its nonce is told to its sender once, and to nobody who reads it later."""
    return {
        "id": shown.id,
        "channel_id": shown.channel,
        "type": 0,
        "author": bot_user(),
        "content": shown.content,
        "embeds": [{"type": "rich"} | _with_addresses(embed, shown) for embed in shown.embeds],
        "components": [_numbered(row) for row in shown.components],
        "attachments": [_attachment(attachment) for attachment in shown.attachments],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "timestamp": NOW,
        "edited_timestamp": NOW if shown.edits else None,
        "flags": shown.flags,
    } | ({"nonce": shown.nonce} if shown.nonce and not is_read else {})


def _attachment(attachment: Attachment) -> Json:
    described = {
        "id": attachment.id,
        "filename": attachment.filename,
        "size": len(attachment.content),
        "url": attachment.address,
        "proxy_url": attachment.address,
        "description": attachment.description,
    }
    if not attachment.filename.endswith(".png"):
        return described | {"content_type": "text/plain; charset=utf-8"}
    width, height = size_of(attachment.content)
    return described | {"width": width, "height": height, "content_type": "image/png"}


def _with_addresses(embed: Json, shown: ShownMessage) -> Json:
    """Show an attached image where the embed names it, as Discord does."""
    known = {f"attachment://{attachment.filename}": attachment.address for attachment in shown.attachments}
    if "image" not in embed:
        return embed
    return embed | {"image": {"url": known.get(embed["image"]["url"], embed["image"]["url"])}}


def _numbered(row: Json) -> Json:
    buttons = [{"id": number, **button} for number, button in enumerate(row["components"], 2)]
    return {"id": 1, **row, "components": buttons}
