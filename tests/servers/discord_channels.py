"""What a local Discord remembers: messages by channel, and what became of each interaction."""

import itertools
import time
from dataclasses import dataclass, replace

from tests.servers import discord_shapes as shapes
from tests.servers.discord_files import attachments_of
from tests.servers.discord_guild import FORUM
from tests.servers.discord_limits import (
    LARGEST_FILE,
    Json,
    choice_faults,
    file_faults,
    is_empty,
    message_faults,
)
from tests.servers.discord_shapes import CHANNEL, LOADING, Attachment, ShownMessage

ANSWER_SECONDS = 3.0
"""An interaction that is not answered by then is lost."""

DEFERRED, MESSAGE, DEFERRED_CHANGE, CHANGE, SUGGESTIONS = 5, 4, 6, 7, 8


class Refusal(Exception):
    """A request that Discord turns down."""

    def __init__(self, status: int, code: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code
        self.reason = reason


@dataclass
class Interaction:
    """One command or press, and what came of it."""

    id: str
    token: str
    channel: str
    at: float
    answered: bool = False
    original: str = ""  # id of the first answer
    pressed: str = ""  # id of the message whose button was pressed
    is_typing: bool = False  # nothing is asked yet: suggestions are wanted
    typed: str = ""  # the command, as users read it above its answer


class Channels:
    """All that stands in the channels of the one guild."""

    def __init__(self) -> None:
        self.messages: dict[str, ShownMessage] = {}
        self.closed: set[str] = set()
        self.takes_files = True
        self.suggested: dict[str, list[Json]] = {}  # by interaction
        self.archived: set[str] = set()  # threads
        self.forums = {FORUM}
        self._known = {CHANNEL, FORUM}
        self._numbers = itertools.count(1_000_000_000_000_000_001)
        self._nonces: dict[tuple[str, str], str] = {}
        self._interactions: dict[str, Interaction] = {}

    def number(self) -> str:
        """Give a new id."""
        return str(next(self._numbers))

    def began(self, interaction: Interaction) -> None:
        """Remember that a user asked something."""
        self._interactions[interaction.token] = interaction

    def typed_for(self, number: str) -> str:
        """Give the command to which a message is the first answer; empty where there is none."""
        asked = (one.typed for one in self._interactions.values() if one.original == number)
        return next(asked, "")

    def open_private(self, user: str) -> str:
        """Give the private channel with a user; there is one for each."""
        self._known.add(user)
        return user

    def open_forum(self, number: str) -> None:
        """Let there be one more forum."""
        self.forums.add(number)
        self.admit(number)

    def create(self, channel: str, payload: Json) -> ShownMessage:
        """Show a new message; one with a nonce that is known already is shown once."""
        self.writable(channel)
        if channel in self.forums:
            raise Refusal(400, 50_008, "Cannot send messages in a non-text channel")
        self._check(payload)
        self.archived.discard(channel)
        nonce = payload.get("nonce")
        if payload.get("enforce_nonce") and (channel, nonce) in self._nonces:
            return self.messages[self._nonces[channel, str(nonce)]]
        message = self._shown(channel, payload)
        if nonce:
            self._nonces[channel, str(nonce)] = message.id
        return message

    def begin(self, thread: str, payload: Json) -> ShownMessage:
        """Show the message with which a post of a forum begins; it has the id of its thread."""
        self._check(payload)
        self.admit(thread)
        return self._shown(thread, payload, number=thread)

    def one(self, channel: str, number: str) -> ShownMessage:
        """Give a message."""
        self.writable(channel)
        found = self.messages.get(number)
        if found is None or found.channel != channel:
            raise Refusal(404, 10_008, "Unknown Message")
        return found

    def admit(self, channel: str) -> None:
        """Let there be a channel."""
        self._known.add(channel)

    def remove(self, channel: str) -> None:
        """Let there be no such channel any more, and nothing of what stood in it."""
        self._known.discard(channel)
        self.messages = {number: shown for number, shown in self.messages.items() if shown.channel != channel}

    def forget_nonces(self) -> None:
        """Let some minutes pass."""
        self._nonces.clear()

    def newest(self, channel: str, limit: int = 50) -> list[ShownMessage]:
        """Give the newest messages of a channel, the newest first; what one user alone sees is not there."""
        self.writable(channel)
        public = [
            shown for shown in self.messages.values() if shown.channel == channel and not shown.ephemeral
        ]
        return public[::-1][:limit]

    def edit(self, channel: str, number: str, payload: Json) -> ShownMessage:
        """Change a message."""
        self.writable(channel)
        if channel in self.archived:
            raise Refusal(400, 50_083, "Thread is archived")
        old = self.messages.get(number)
        if old is None or old.channel != channel:
            raise Refusal(404, 10_008, "Unknown Message")
        merged: Json = {
            "content": old.content,
            "embeds": list(old.embeds),
            "components": list(old.components),
            "attachments": [{"id": file.id, "filename": file.filename} for file in old.attachments],
        }
        merged |= payload
        self._check(merged, old.attachments)
        new = replace(
            old,
            content=merged["content"] or "",
            embeds=tuple(merged["embeds"] or ()),
            components=tuple(merged["components"] or ()),
            attachments=attachments_of(payload, old.attachments)
            if "attachments" in payload
            else old.attachments,
            flags=old.flags & ~LOADING,
            mentions=mentioned(payload),
            edits=old.edits + (not old.thinking),  # a promise that is kept is no edit
        )
        self.messages[number] = new
        return new

    def delete(self, channel: str, number: str) -> None:
        """Take a message back."""
        self.writable(channel)
        if self.messages.pop(number, None) is None:
            raise Refusal(404, 10_008, "Unknown Message")

    def respond(self, number: str, token: str, payload: Json) -> Json:
        """Take the first answer to an interaction: a message, a change of the pressed one, or its promise."""
        interaction = self._interactions.get(token)
        if (
            interaction is None
            or interaction.id != number
            or time.monotonic() - interaction.at > ANSWER_SECONDS
        ):
            raise Refusal(404, 10_062, "Unknown interaction")
        if interaction.answered:
            raise Refusal(400, 40_060, "Interaction has already been acknowledged.")
        if interaction.is_typing or payload["type"] == SUGGESTIONS:
            return self._suggest(interaction, payload)
        message = self._first_answer(interaction, payload["type"], payload.get("data") or {})
        interaction.answered, interaction.original = True, message.id
        return _callback(interaction, payload["type"], message)

    def _suggest(self, interaction: Interaction, payload: Json) -> Json:
        faults = choice_faults(payload.get("data") or {})
        if payload["type"] != SUGGESTIONS or not interaction.is_typing:
            faults = [f"type {payload['type']}"]
        if faults:
            raise Refusal(400, 50_035, f"Invalid Form Body: {faults[0]}")
        interaction.answered = True
        self.suggested[interaction.id] = payload["data"]["choices"]
        return {"interaction": {"id": interaction.id, "type": 4}}

    def _first_answer(self, interaction: Interaction, kind: int, content: Json) -> ShownMessage:
        if kind == MESSAGE:
            self._check(content)
            return self._shown(interaction.channel, content)
        if kind == DEFERRED:
            return self._shown(interaction.channel, {"flags": content.get("flags", 0) | LOADING})
        if kind == CHANGE and interaction.pressed:
            return self.edit(interaction.channel, interaction.pressed, content)
        if kind == DEFERRED_CHANGE and interaction.pressed in self.messages:
            return self.messages[interaction.pressed]
        raise Refusal(400, 50_035, f"Invalid Form Body: type {kind}")

    def follow_up(self, token: str, payload: Json) -> ShownMessage:
        """Show one more answer; the first one after a promise takes its place."""
        interaction = self._answered(token)
        self._check(payload)
        promise = self.messages.get(interaction.original)
        if promise and promise.thinking:
            return self.edit(interaction.channel, promise.id, payload)
        return self._shown(interaction.channel, payload)

    def answer(self, token: str, number: str) -> tuple[str, str]:
        """Find an answer's channel and id; "@original" is the first."""
        interaction = self._answered(token)
        return interaction.channel, interaction.original if number == "@original" else number

    def _answered(self, token: str) -> Interaction:
        interaction = self._interactions.get(token)
        if interaction is None or not interaction.answered:
            raise Refusal(404, 10_015, "Unknown Webhook")
        return interaction

    def writable(self, channel: str) -> None:
        """Refuse what is asked of a channel that is not there, or is closed to the bot."""
        if channel not in self._known:
            raise Refusal(404, 10_003, "Unknown Channel")
        if channel in self.closed:
            raise Refusal(403, 50_001, "Missing Access")

    def _check(self, payload: Json, known: tuple[Attachment, ...] = ()) -> None:
        if is_empty(payload):
            raise Refusal(400, 50_006, "Cannot send an empty message")
        new = [entry["content"] for entry in payload.get("attachments") or () if "content" in entry]
        if new and not self.takes_files:
            raise Refusal(403, 50_013, "Missing Permissions")
        if any(len(content) > LARGEST_FILE for content in new):
            raise Refusal(413, 40_005, "Request entity too large")
        faults = message_faults(payload) + file_faults(payload, {attachment.id for attachment in known})
        if faults:
            raise Refusal(400, 50_035, f"Invalid Form Body: {faults[0]}")

    def _replied(self, reference: Json) -> str:
        number = str(reference.get("message_id", ""))
        if not number or number in self.messages:
            return number
        if reference.get("fail_if_not_exists", True):
            raise Refusal(400, 50_035, "Invalid Form Body: message_reference: Unknown message")
        return ""

    def _shown(self, channel: str, payload: Json, *, number: str = "") -> ShownMessage:
        message = ShownMessage(
            replies_to=self._replied(payload.get("message_reference") or {}),
            id=number or self.number(),
            channel=channel,
            content=payload.get("content") or "",
            embeds=tuple(payload.get("embeds") or ()),
            components=tuple(payload.get("components") or ()),
            flags=payload.get("flags") or 0,
            nonce=payload.get("nonce"),
            attachments=attachments_of(payload),
            mentions=mentioned(payload),
        )
        self.messages[message.id] = message
        return message


def mentioned(payload: Json) -> tuple[str, ...]:
    """Tell whom a message may call: everybody, unless it says otherwise."""
    allowed = payload.get("allowed_mentions")
    if allowed is None:
        return ("everyone", "roles", "users")
    return (*allowed.get("parse", ()), *allowed.get("roles", ()), *allowed.get("users", ()))


def _callback(interaction: Interaction, kind: int, message: ShownMessage) -> Json:
    described = {
        "id": interaction.id,
        "type": 2,
        "response_message_id": message.id,
        "response_message_loading": message.thinking,
        "response_message_ephemeral": message.ephemeral,
    }
    if kind in {DEFERRED, DEFERRED_CHANGE}:
        return {"interaction": described}
    return {"interaction": described, "resource": {"type": kind, "message": shapes.message(message)}}
