"""Every quote and every sentence of a summary, as a platform shows it, stands in a stored article.

The demo's history is replayed; then each story is asked for in every way, and what the messages set off as
somebody's words is looked for in the texts of its articles. The outlets are invented.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cards import card
from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render import discord, plain, telegram
from bot.render.text import tame
from bot.replies import Reply
from feeds.model import Story
from storage.store import Store, open_store
from tests.journeys.replay import OPENING, replay
from tests.servers.telegram_html import parse

STORIES = 100
QUESTIONS = ("summary {} line", "summary {} card", "summary {} long", "quotes {}", "story {}", "why {}")
GENERAL = (
    "latest 20",
    "quotes",
    "summary today",
    "summary week long",
    "summary Estonia long",
    "who",
    "reversals",
)

_JOIN = re.compile(r"” … “")
_MARKED = re.compile(r"^“|”$|^… | …$")
_ESCAPED = re.compile(r"\\(.)")
_CREDITED = re.compile(r"^  (?!  )(?P<words>.+)\n    — ", re.MULTILINE)
_SAID = re.compile(r"^.{1,160}?: “(?P<words>.+)”$")
_STOOD = re.compile(r"^.{1,160}?: [a-z, -]+ \(.{1,160}?\): (?P<words>.+)$")
_PARAPHRASED = re.compile(r"^.{1,160}?: (?P<words>.+) \(paraphrase\)$")


def on_telegram(reply: Reply) -> Iterator[str]:
    """Give what stands in block quotations, as Telegram's own parser sees it."""
    for message in telegram.render(reply):
        shown, entities = parse(message.html)
        units = shown.encode("utf-16-le")
        for entity in entities:
            if "blockquote" in entity.type:
                part = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
                yield part.decode("utf-16-le")


def on_discord(reply: Reply) -> Iterator[str]:
    """Give the lines that Discord sets off, without what keeps them from being markup."""
    for message in discord.render(reply):
        for run in re.findall(r"(?:^> .*\n?)+", message.description, re.MULTILINE):
            lines = (line.removeprefix("> ") for line in run.strip("\n").split("\n"))
            yield _ESCAPED.sub(r"\1", "\n".join(lines))


def on_console(reply: Reply) -> Iterator[str]:
    """Give what stands above a credit, without who says it."""
    for found in _CREDITED.finditer(plain.render(reply)):
        words = found["words"]
        said = _SAID.match(words) or _STOOD.match(words) or _PARAPHRASED.match(words)
        yield said["words"] if said else words


SHOWN: tuple[Callable[[Reply], Iterator[str]], ...] = (on_telegram, on_discord, on_console)


def folded(words: str) -> str:
    """White space is a page's own affair."""
    return " ".join(tame(words).split())


def is_stored(words: str, texts: list[str]) -> bool:
    """Whether each of the runs of a quotation stands in one and the same text, in order."""
    runs = [folded(_MARKED.sub("", run)) for run in re.split(r"” … “| … ", _MARKED.sub("", words))]
    whole = folded(_MARKED.sub("", words))
    return any(whole in text or _in_order(runs, text) for text in texts)


def _in_order(runs: list[str], text: str) -> bool:
    place = 0
    for run in runs:
        found = text.find(run, place)
        if not run or found < 0:
            return False
        place = found + len(run)
    return True


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verbatim") / "history.db"
    asyncio.run(replay(path))
    return path


@pytest.fixture
async def store(history: Path) -> AsyncIterator[Store]:
    store = await open_store(history)
    yield store
    await store.close()


@pytest.mark.parametrize("shown", SHOWN)
async def test_what_is_set_off_as_words_of_a_source_stands_there(
    store: Store, shown: Callable[[Reply], Iterator[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: OPENING, pulse=Pulse())
    stories = await store.latest(limit=STORIES)
    texts = [folded(text) for story in stories for text in _texts(story)]
    replies = [card(story, desk.zone) for story in stories]
    lines = [question.format(story.id) for story in stories for question in QUESTIONS]
    replies += [await answer(desk, parse_ask(line)) for line in (*lines, *GENERAL)]
    said = [words for reply in replies for words in shown(reply) if words.strip(" …\n")]
    assert [words for words in said if not is_stored(words, texts)] == []
    assert len(said) > len(stories)
    figure = f"{shown.__name__}: {len(said)} words of sources verbatim in {len(replies)} answers"
    with capsys.disabled():
        print(f"\n{figure}")  # noqa: T201  the figure is what this is run for


def _texts(story: Story) -> Iterator[str]:
    for kept in story.articles:
        yield kept.article.text
        yield kept.article.title


def test_a_word_that_was_changed_is_noticed() -> None:
    texts = ["“We will not go,” he said, “not today.”"]
    assert is_stored("“We will not go,” … “not today.”", texts)
    assert not is_stored("“We will now go,” … “not today.”", texts)
    assert not is_stored("“not today.” … “We will not go,”", texts)
