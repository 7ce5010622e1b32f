"""What the one guild of a local Discord looks like on the wire: its channels, roles and members."""

from tests.servers.discord_shapes import CHANNEL, CLOSED_ROLE, GUILD, MEMBER, NOW, ROLE, Json, bot_user, user

FORUM = "900000000000000002"
STAFF = "900000000000000003"
"""A channel that the bot does not see."""

TAGS = {"10": "CORE", "11": "Opposes", "12": "Germany", "13": "Solved"}
MODERATED = frozenset({"CORE"})
"""Tags that only those who manage threads may give."""

REQUIRES_TAG = 1 << 4

ALLOWED = (1 << 10) | (1 << 11) | (1 << 14) | (1 << 15) | (1 << 16) | (1 << 35) | (1 << 38)
"""What everybody may in the guild: see, send, embed, attach, read what was said; open threads, send there."""


def channel(number: str = CHANNEL, *, is_forum: bool = False) -> Json:
    """Describe a text channel or a forum."""
    hidden = [{"id": GUILD, "type": 0, "allow": "0", "deny": str(ALLOWED)}] if number == STAFF else []
    return {
        "id": number,
        "type": 0,
        "name": {FORUM: "stories", STAFF: "staff"}.get(number, "news"),
        "position": 0,
        "permission_overwrites": hidden,
        "guild_id": GUILD,
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "last_message_id": None,
        "flags": 0,
    } | (_FORUM if is_forum or number == FORUM else {})


_FORUM = {
    "type": 15,
    "available_tags": [
        {"id": number, "name": name, "moderated": name in MODERATED, "emoji_id": None, "emoji_name": None}
        for number, name in TAGS.items()
    ],
    "default_reaction_emoji": None,
    "default_sort_order": None,
    "default_forum_layout": 0,
}


def in_guild(permissions: int, where: Json) -> Json:
    """Describe where an interaction takes place: the guild."""
    return {
        "guild_id": GUILD,
        "guild": {"id": GUILD, "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "channel": where | {"permissions": "0"},
        "member": member(user(MEMBER, "ana"), permissions),
    }


def role(number: str, name: str, *, mentionable: bool = False, permissions: int = 0) -> Json:
    """Describe a role of the guild."""
    return {
        "id": number,
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": mentionable,
        "flags": 0,
    }


def guild() -> Json:
    """Describe the one guild, as GUILD_CREATE does; a role that anybody may mention, and one that not."""
    roles = [
        role(GUILD, "@everyone", permissions=ALLOWED),
        role(ROLE, "Newsdesk", mentionable=True),
        role(CLOSED_ROLE, "Editors"),
    ]
    return {
        "id": GUILD,
        "name": "Newsroom",
        "owner_id": MEMBER,
        "member_count": 2,
        "large": False,
        "unavailable": False,
        "roles": roles,
        "channels": [channel(), channel(FORUM), channel(STAFF)],
        "threads": [],
        "members": [member(bot_user(), 0)],
        "emojis": [],
        "stickers": [],
        "features": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def member(who: Json, permissions: int) -> Json:
    """Describe a user as a member of the guild."""
    return {
        "user": who,
        "roles": [],
        "joined_at": NOW,
        "permissions": str(permissions),
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "pending": False,
        "communication_disabled_until": None,
    }
