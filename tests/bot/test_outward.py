"""What the bot shows over HTTP: stories as feeds that readers understand, and its own state."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import aiohttp
import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.desk import Desk
from bot.outward import Outward
from bot.pulse import Pulse
from bot.syndication import Channel, atom, json_feed
from bot.web import serve_web
from feeds.model import ArticleId, KeptArticle, Label, Story, StoryId
from storage.store import Store
from tests.samples import NOON, VESTNIK, article, reading

CHANNEL = Channel(
    title="Troopwire", url="https://bot.example/feed.atom", authority="bot.example,2026", updated=NOON
)
UTC = ZoneInfo("UTC")


@pytest.fixture
async def client(store: Store) -> AsyncIterator[aiohttp.ClientSession]:
    async with store.editing() as edition:
        for number, outlet in ((1, article().outlet), (2, VESTNIK)):
            story = await edition.begin_story(Label.CORE, NOON)
            kept = article(number, outlet=outlet, title=f"Troops, part {number} <b>&")
            await edition.keep_article(kept, reading(), story=story, origin=None, seen=NOON)
            await edition.grow_story(story, NOON)
    desk = Desk(store=store, zone=UTC, clock=lambda: NOON, pulse=Pulse())
    routes = Outward(desk=desk, public_url="https://bot.example").routes()
    async with (
        serve_web("127.0.0.1", 0, routes) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        yield session


async def test_a_reader_finds_each_story_with_its_quotes_and_its_outlet(
    client: aiohttp.ClientSession,
) -> None:
    async with client.get("/feed.atom") as answer:
        assert answer.headers["Content-Type"].startswith("application/atom+xml")
        parsed = feedparser.parse(await answer.read())
    assert not parsed.bozo
    newest, oldest = parsed.entries
    assert newest.title == "Troops, part 2 <b>&"
    assert newest.link == "https://vestnik.example/2"
    assert "state-controlled" in newest.author
    assert "Juhan Tammsalu (Estonia): “We would go" in newest.content[0].value
    assert oldest.id == "tag:bot.example,2026-11-01:story/1"


async def test_the_same_as_json(client: aiohttp.ClientSession) -> None:
    async with client.get("/feed.json") as answer:
        feed = json.loads(await answer.read())
    assert feed["version"].endswith("/1.1")
    assert [item["url"] for item in feed["items"]] == [
        "https://vestnik.example/2",
        "https://herald.example/1",
    ]
    assert "conditional" in feed["items"][0]["content_text"]


async def test_a_feed_of_what_is_asked(client: aiohttp.ClientSession) -> None:
    async with client.get("/feed.json", params={"q": '"part 1"'}) as answer:
        assert len(json.loads(await answer.read())["items"]) == 1
    async with client.get("/feed.json", params={"q": "stance:maybe"}) as answer:
        assert (answer.status, "stance: is supports" in await answer.text()) == (400, True)


async def test_a_feed_that_is_as_it_was_is_not_sent_again(client: aiohttp.ClientSession) -> None:
    async with client.get("/feed.atom") as answer:
        mark = answer.headers["ETag"]
    async with client.get("/feed.atom", headers={"If-None-Match": mark}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")


async def test_the_state_is_told_to_whoever_watches_over_the_bot(client: aiohttp.ClientSession) -> None:
    for path in ("/healthz", "/readyz"):
        async with client.get(path) as answer:
            assert answer.status == 200
    async with client.get("/metrics") as answer:
        lines = (await answer.text()).splitlines()
    values = dict(line.split(" ") for line in lines if not line.startswith("#"))
    assert values["troopwire_stories"] == "2"
    assert len(values) == sum(line.startswith("# TYPE ") for line in lines)


def story_of(title: str, text: str, url: str) -> Story:
    kept = KeptArticle(
        id=ArticleId(1),
        story=StoryId(1),
        origin=ArticleId(1),
        article=replace(article(), title=title, text=text, url=url),
        reading=replace(reading(), quotes=(), positions=(), summary=()),
        seen=NOON,
    )
    return Story(
        id=StoryId(1), label=Label.CORE, published=NOON, first_seen=NOON, last_changed=NOON, articles=(kept,)
    )


@settings(deadline=None)
@given(title=st.text(), text=st.text(), url=st.text(max_size=60))
def test_no_title_and_no_link_breaks_a_feed(title: str, text: str, url: str) -> None:
    stories = [story_of(title, text, url)]
    ET.fromstring(atom(CHANNEL, stories, UTC))  # noqa: S314  written by us a line before
    (item,) = json.loads(json_feed(CHANNEL, stories, UTC))["items"]
    assert item["url"] == "" or item["url"].startswith(("http://", "https://"))
