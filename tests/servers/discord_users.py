"""The users of a local Discord: what they type and press, and what they see."""

import time
from collections.abc import Callable

from tests.servers import discord_guild as guild
from tests.servers import discord_shapes as shapes
from tests.servers.discord_channels import Channels, Interaction
from tests.servers.discord_gateway import Gateway
from tests.servers.discord_limits import Json
from tests.servers.discord_shapes import CHANNEL, MANAGE_GUILD, ShownMessage
from tests.servers.discord_threads import Threads
from tests.servers.listening import eventually

TOKEN = "NzAwMDAwMDAwMDAwMDAwMDAx.marked.TOKENmarkedTOKENmarkedTOKEN"


class Users:
    """All who use the one guild."""

    def __init__(self) -> None:
        self.gateway = Gateway(TOKEN)
        self.commands: list[Json] = []
        self.channels = Channels()
        self.threads = Threads(self.channels)
        self.place = 0  # where the user is: in the guild, in the bot's private chat, in one of others
        self.is_member = True  # of the guild; else a user has the bot for himself
        self.bot_permissions = 0  # in the channel
        self.allows_all = 0  # the guild's owner shows all commands to everybody

    async def command(self, name: str, *, permissions: int = 0, **options: str) -> None:
        """Type a slash command."""
        known = self._offered(name, permissions)
        kinds = {option["name"]: option["type"] for option in known.get("options", ())}
        given = [{"name": option, "type": kinds[option], "value": value} for option, value in options.items()]
        chosen = [value for option, value in options.items() if kinds[option] == 7]
        named = {number: guild.channel(number) | {"permissions": "0"} for number in chosen}
        data = {"id": known["id"], "name": name, "type": 1, "options": given}
        data |= {"resolved": {"channels": named}} if named else {}
        typed = " ".join([f"/{name}", *options.values()])
        await self._interact(2, data, permissions, typed=typed)

    async def type(self, name: str, option: str, typed: str) -> list[Json]:
        """Type a part of an option, and give what is suggested for it."""
        known = self._offered(name, MANAGE_GUILD)
        [asked] = [entry for entry in known["options"] if entry["name"] == option]
        assert asked.get("autocomplete"), f"/{name} {option} has no suggestions"
        data = {
            "id": known["id"],
            "name": name,
            "type": 1,
            "options": [{"name": option, "type": 3, "value": typed, "focused": True}],
        }
        number = await self._interact(4, data, 0)
        await eventually(lambda: number in self.channels.suggested)
        return self.channels.suggested[number]

    def menu(self, permissions: int = 0, place: int = 0) -> list[str]:
        """Give the commands that a user finds in the guild (0), with the bot (1), or in another chat (2)."""
        return [entry["name"] for entry in self.commands if shapes.is_offered(entry, permissions, place)]

    def _offered(self, name: str, permissions: int) -> Json:
        offered = self.menu(permissions | self.allows_all, self.place)
        assert name in offered, f"/{name} is not in the menu, only {offered}"
        return next(entry for entry in self.commands if entry["name"] == name)

    async def press(self, message: ShownMessage, label: str, *, permissions: int = 0) -> None:
        """Press a button under a message."""
        data = {"custom_id": message.buttons[label], "component_type": 2, "id": 2}
        shown = shapes.message(message)
        where = message.channel
        await self._interact(3, data, permissions, pressed=message.id, where=where, message=shown)

    def messages(self, channel: str = CHANNEL) -> list[ShownMessage]:
        """Give what stands in a channel, oldest first."""
        return [message for message in self.channels.messages.values() if message.channel == channel]

    async def wait_for(self, count: int) -> list[ShownMessage]:
        """Wait until so many messages stand in the channel, none of them only announced."""
        await eventually(lambda: len(self._finished()) >= count)
        return self._finished()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        await eventually(true)

    def _finished(self) -> list[ShownMessage]:
        return [message for message in self.messages() if not message.thinking]

    async def _interact(
        self,
        kind: int,
        data: Json,
        permissions: int,
        *,
        pressed: str = "",
        typed: str = "",
        where: str = CHANNEL,
        **more: Json,
    ) -> str:
        number = self.channels.number()
        interaction = Interaction(
            id=number,
            token=f"aW50ZXJhY3Rpb24-{number}",
            channel=where,
            at=time.monotonic(),
            pressed=pressed,
            is_typing=kind == 4,
            typed=typed,
        )
        self.channels.began(interaction)
        asked = {
            "id": number,
            "application_id": shapes.APPLICATION,
            "type": kind,
            "data": data,
            "channel_id": where,
            "token": interaction.token,
            "version": 1,
            "app_permissions": str(self.bot_permissions),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": shapes.owners(self.place, is_member=self.is_member),
            "context": self.place,
            "attachment_size_limit": 10_000_000,
        }
        if self.place == 0:
            asked |= guild.in_guild(permissions, self.threads.described(where))
        else:
            asked |= shapes.in_private(where, self.place)
        await self.gateway.dispatch("INTERACTION_CREATE", asked | more)
        return number
