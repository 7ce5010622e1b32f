"""The console as a chat: prompt_toolkit and rich at a terminal, plain lines when piped."""

import asyncio
import itertools
import os
import shutil
import stat
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from bot.output import say
from bot.platforms.console_input import Suggestions, pressed
from bot.platforms.menu import CommandHelp
from bot.platforms.port import Address, Answer, Ask, Complete, Learn, MessageRef, no_completions, no_news
from bot.render import console, plain
from bot.replies import Button, Reply, paragraph

NAME = "console"
ADDRESS = Address("here")
USER = "operator"

LEAVING = {"/quit", "/exit", "quit", "exit"}
WIDEST = 100


class ConsolePlatform:
    """One chat: whoever sits at the terminal, or whatever is piped in, one command a line."""

    name = NAME
    repeats_harmlessly = False
    seconds_between = 0.0
    seconds_between_any = 0.0

    def __init__(
        self,
        commands: tuple[CommandHelp, ...],
        *,
        ready: asyncio.Event | None = None,
        takes_commands: bool = True,
        source: TextIO | None = None,
    ) -> None:
        self._commands = commands
        self._ready = ready  # commands wait for it; the demo sets it after the first cards
        self._takes_commands = takes_commands
        self._source = source or sys.stdin or open(os.devnull)  # noqa: SIM115, PTH123  lasts as long as we do
        self._at_terminal = self._source.isatty() and sys.stdout.isatty()
        self._numbers = itertools.count(1)
        self._buttons: tuple[Button, ...] = ()  # of what was answered last

    async def run(self, answer: Answer, complete: Complete = no_completions, learn: Learn = no_news) -> None:
        """Answer commands until the input ends."""
        del learn  # this chat is always there
        if self._at_terminal and self._takes_commands:
            say("Type /help for what you can ask, /quit to leave.")
            await self._talk(self._typed(complete), answer)
            return
        if self._ready is not None:
            await self._ready.wait()
        if self._takes_commands:
            await self._talk(self._piped(), answer)

    async def send(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef:
        """Print a card."""
        del address, nonce
        self._show(reply, framed=True)
        return MessageRef(str(next(self._numbers)))

    async def edit(self, address: Address, message: MessageRef, reply: Reply) -> None:
        """Print a card anew: what stands above on a terminal can't be changed."""
        del address, message
        self._show(replace(reply, blocks=(paragraph("(updated)"), *reply.blocks)), framed=True)

    async def find(self, address: Address, reply: Reply, *, nonce: str) -> MessageRef | None:
        """Tell nothing: what was printed can't be read back."""
        del address, reply, nonce
        return None

    async def _talk(self, lines: AsyncIterator[str], answer: Answer) -> None:
        async for line in lines:
            if line.strip().casefold() in LEAVING:
                return
            if line.strip():
                if not self._at_terminal:
                    say(f"> {line.strip()}")
                reply = await answer(parse_ask(pressed(line, self._buttons)))
                self._buttons = reply.buttons or self._buttons
                self._show(reply)

    async def _typed(self, complete: Complete) -> AsyncIterator[str]:
        suggestions = Suggestions([command.name for command in self._commands], complete)
        session: PromptSession[str] = PromptSession("troopwire> ", completer=suggestions)
        with patch_stdout(raw=True):
            while True:
                try:
                    yield await session.prompt_async()
                except (EOFError, KeyboardInterrupt):
                    return

    async def _piped(self) -> AsyncIterator[str]:
        kind = os.fstat(self._source.fileno()).st_mode
        if stat.S_ISREG(kind) or (stat.S_ISCHR(kind) and not self._source.isatty()):
            for line in self._source:  # a file or /dev/null never makes us wait
                yield line
            return
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), self._source
        )
        while line := await _next_line(reader):
            yield line.decode("utf-8", "replace")

    def _show(self, reply: Reply, *, framed: bool = False) -> None:
        if self._at_terminal:
            width = min(shutil.get_terminal_size().columns, WIDEST)
            say(console.render(reply, width, framed=framed).rstrip("\n"))
        else:
            say(plain.render(reply))


async def _next_line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readline()
    except ValueError:  # over the reader's limit of 64 KB: nobody types that
        return b"help\n"


def parse_ask(line: str) -> Ask:
    """Read a typed line: the slash may be left out."""
    name, _, words = line.strip().removeprefix("/").partition(" ")
    return Ask(
        command=name.casefold(),
        words=words.strip(),
        platform=NAME,
        address=ADDRESS,
        title="the console",
        user=USER,
        may_administer=True,
    )
