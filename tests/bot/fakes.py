"""Hand-made stand-ins for what lies outside: a chat platform whose truth can be read."""

from collections.abc import Awaitable, Callable

from bot.platforms.port import (
    Address,
    Answer,
    Complete,
    DeliveryError,
    Learn,
    MessageRef,
    no_completions,
    no_news,
)
from bot.render.plain import render
from bot.replies import Reply


class FakePlatform:
    """A platform that keeps what it shows, and fails when told to."""

    def __init__(self, name: str = "telegram", *, repeats_harmlessly: bool = False) -> None:
        self.name = name
        self.repeats_harmlessly = repeats_harmlessly
        self.seconds_between = 0.0
        self.seconds_between_any = 0.0
        self.messages: dict[str, str] = {}
        self.sends = 0
        self.silent = 0  # of these
        self.called: list[str] = []  # roles
        self.beneath: list[str] = []  # of each message, the one that it follows
        self.failures: list[DeliveryError] = []
        self.loses_answer = False
        self.meanwhile: Callable[[], Awaitable[None]] | None = None  # happens while a message is under way
        self._nonces: dict[str, MessageRef] = {}

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        raise NotImplementedError

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:
        failure = self.failures.pop(0) if self.failures else None
        if failure and not self.loses_answer:
            raise failure
        self.sends += 1
        self.silent += reply.silent
        if self.meanwhile:
            await self.meanwhile()
        known = self._nonces.get(nonce) if self.repeats_harmlessly else None
        message = known or MessageRef(f"{address}/{len(self.messages) + 1}")
        self._nonces[nonce] = message
        if not known:  # else what arrived first stays as it is
            self.messages[message] = render(reply)
            self.called += [reply.ping] if reply.ping else []
            self.beneath.append(reply.beneath)
        if failure:
            raise failure
        return message

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        del address
        if self.failures:
            raise self.failures.pop(0)
        self.messages[message] = render(reply)
        self.called += [reply.ping] if reply.ping else []

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef | None:
        del address, reply
        if self.failures:
            raise self.failures.pop(0)
        return self._nonces.get(nonce) if self.repeats_harmlessly else None
