"""What the platform tests share: a desk that answers, and a platform that runs for as long as a test."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from bot.platforms.menu import CommandHelp
from bot.platforms.port import Ask, ChatNews, Completion, Platform
from bot.replies import Button, Heading, Quotation, Reply, paragraph, text
from tests.servers.listening import eventually

MENU = (
    CommandHelp(name="latest", summary="The newest stories"),
    CommandHelp(
        name="quotes",
        summary="Who said what",
        argument="person",
        argument_help="Whose words",
        completes=True,
    ),
    CommandHelp(name="settings", summary="What this chat wants", administers=True),
    CommandHelp(name="reject", summary="Not about this", argument="what", for_admins=True),
)

HOSTILE = (
    "@everyone <@123> <@&9> <script>alert('x')</script> **bold** [a](https://evil.example) "
    "||spoiler|| `code` https://evil.example/?a=1&b=2 &amp; # heading"
)

CARD = Reply(
    blocks=(
        Heading(text="Trainers may go to Ukraine", link="https://harbour.example/1"),
        Quotation(
            speaker="The defence minister of Estonia",
            runs=("We do not rule it out",),
            paraphrase=False,
            credit=(text("The Harbour Post", link="https://harbour.example/1"), text(" · 26 Feb 2024")),
        ),
    ),
    buttons=(Button(label="All quotes", command="quotes estonia"),),
)


@dataclass
class Desk:
    """Answers every ask with the same reply, and remembers what was asked."""

    reply: Reply = CARD
    seconds: float = 0.0
    asked: list[Ask] = field(default_factory=list)
    suggestions: tuple[Completion, ...] = ()
    typed: list[tuple[str, str]] = field(default_factory=list)
    news: list[ChatNews] = field(default_factory=list)

    async def answer(self, ask: Ask) -> Reply:
        """Answer like the real commands do."""
        self.asked.append(ask)
        await asyncio.sleep(self.seconds)
        return self.reply

    async def complete(self, command: str, typed: str) -> Sequence[Completion]:
        """Suggest the same for everything."""
        self.typed.append((command, typed))
        await asyncio.sleep(self.seconds)
        return self.suggestions

    async def learn(self, news: ChatNews) -> None:
        """Remember what became of a chat."""
        self.news.append(news)


@asynccontextmanager
async def running(platform: Platform, desk: Desk, connected: Callable[[], bool]) -> AsyncIterator[None]:
    """Run a platform until the test is done with it."""
    task = asyncio.create_task(platform.run(desk.answer, desk.complete, desk.learn))
    try:
        await eventually(lambda: connected() or task.done())
        if task.done():
            task.result()
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await task


PAGE = Reply(
    blocks=(Heading(text="Quotes: Estonia"), paragraph("page 1 of 2")),
    buttons=(Button(label="Older", command="quotes estonia page:2", turns_page=True),),
)
NEXT_PAGE = Reply(
    blocks=(Heading(text="Quotes: Estonia"), paragraph("page 2 of 2")),
    buttons=(Button(label="Newer", command="quotes estonia page:1", turns_page=True),),
)


def long_reply(words: str = "The minister spoke again. ", times: int = 400) -> Reply:
    """Make a reply that no platform takes in one message."""
    return Reply(blocks=(Heading(text="Long"), *(paragraph(words * 10) for _ in range(times // 10))))


def hostile_reply() -> Reply:
    """Make a reply out of what a feed should never say."""
    credit = (text(HOSTILE), text("link", link="https://harbour.example/x?a=1&b=(2)"))
    return Reply(
        blocks=(
            Heading(text=HOSTILE, link="javascript:alert(1)"),
            Quotation(speaker=HOSTILE, runs=(HOSTILE, "x" * 10_000), paraphrase=False, credit=credit),
            paragraph(HOSTILE, text(HOSTILE, link="https://evil.example/)<b>\"'")),
        )
    )
