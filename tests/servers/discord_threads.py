"""The threads of a local Discord, in its text channel and in its forum."""

from dataclasses import dataclass

from tests.servers import discord_shapes as shapes
from tests.servers.discord_channels import Channels, Refusal
from tests.servers.discord_guild import MODERATED, TAGS, channel
from tests.servers.discord_shapes import APPLICATION, GUILD, NOW, Json


@dataclass
class Thread:
    """A thread. One that began at a message, or with one, has its id."""

    id: str
    parent: str
    name: str
    tags: tuple[str, ...] = ()
    owner: str = APPLICATION
    is_archived: bool = False
    minutes: int = 4_320

    @property
    def shape(self) -> Json:
        """The thread on the wire."""
        return {
            "id": self.id,
            "type": 11,
            "flags": 0,
            "guild_id": GUILD,
            "parent_id": self.parent,
            "name": self.name,
            "owner_id": self.owner,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "applied_tags": [number for number, name in TAGS.items() if name in self.tags],
            "thread_metadata": {
                "archived": self.is_archived,
                "archive_timestamp": NOW,
                "auto_archive_duration": self.minutes,
                "locked": False,
                "create_timestamp": NOW,
            },
        }


class Threads:
    """All threads of the guild."""

    def __init__(self, channels: Channels) -> None:
        self.all: dict[str, Thread] = {}
        self.requires_tag = False
        self._channels = channels

    def post(self, parent: str, body: Json) -> Json:
        """Open a post in the forum."""
        self._channels.writable(parent)
        if parent not in self._channels.forums or "message" not in body:
            raise Refusal(400, 50_024, "Cannot execute action on this channel type")
        if "nonce" in body["message"] or "enforce_nonce" in body["message"]:
            raise Refusal(400, 50_035, "Invalid Form Body: a post has no nonce")
        tags = tuple(TAGS.get(str(number), "") for number in body.get("applied_tags") or ())
        if not all(tags) or len(set(tags)) < len(tags):
            raise Refusal(400, 50_035, "Invalid Form Body: applied_tags")
        if MODERATED.intersection(tags):
            raise Refusal(403, 50_013, "Missing Permissions")
        if self.requires_tag and not tags:
            raise Refusal(400, 40_067, "A tag is required to create a forum post in this channel")
        number = self._channels.number()
        first = self._channels.begin(number, body["message"])
        thread = self._opened(number, parent, body, tags)
        return thread.shape | {"message": shapes.message(first)}

    def begin_at(self, parent: str, message: str, body: Json) -> Json:
        """Open a thread at a message."""
        if message in self.all:
            raise Refusal(400, 160_004, "A thread has already been created for this message")
        if self._channels.messages[message].channel != parent:
            raise Refusal(404, 10_008, "Unknown Message")
        self._channels.admit(message)
        return self._opened(message, parent, body, ()).shape

    def active(self) -> Json:
        """Give the threads that were not put away."""
        shown = [thread.shape for thread in self.all.values() if not thread.is_archived]
        return {"threads": shown, "members": [], "has_more": False}

    def put_away(self, number: str) -> None:
        """Let some days pass without a word."""
        self.all[number].is_archived = True
        self._channels.archived.add(number)

    def change(self, number: str, body: Json) -> Json:
        """Take a thread out of the archive."""
        self._channels.writable(number)
        thread = self.all[number]
        thread.is_archived = body.get("archived", thread.is_archived)
        if not thread.is_archived:
            self._channels.archived.discard(number)
        return thread.shape

    def delete(self, number: str) -> None:
        """Take a thread away, with all that stands in it."""
        del self.all[number]
        self._channels.remove(number)

    def described(self, number: str) -> Json:
        """Describe a channel or a thread."""
        self._channels.writable(number)
        if number in self.all:
            return self.all[number].shape
        return channel(number, is_forum=number in self._channels.forums)

    def _opened(self, number: str, parent: str, body: Json, tags: tuple[str, ...]) -> Thread:
        minutes = body.get("auto_archive_duration") or 4_320
        thread = Thread(id=number, parent=parent, name=body["name"], tags=tags, minutes=minutes)
        self.all[number] = thread
        return thread
