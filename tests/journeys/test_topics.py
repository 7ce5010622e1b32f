"""The whole program in a group with topics: a watch belongs to the topic in which it was asked."""

from pathlib import Path

from tests.journeys.outlet import open_outlet
from tests.journeys.program import running_bot
from tests.servers.discord import local_discord
from tests.servers.listening import eventually
from tests.servers.telegram import LocalTelegram, local_telegram

GROUP, EDITOR = -100_123, 5
SPORT, POLITICS = 44, 45
HEADLINE = "Estonia ready to send troops to Ukraine after a ceasefire"


async def say(telegram: LocalTelegram, words: str, topic: int) -> str:
    """Give a command in a topic, and wait for its answer there."""
    before = len(telegram.messages(GROUP))
    telegram.say(words, chat=GROUP, kind="supergroup", user=EDITOR, topic=topic)
    answer = (await telegram.wait_for(before + 1, chat=GROUP))[before]
    assert answer.topic == topic
    return answer.text


async def test_a_watch_is_told_listed_and_ended_in_its_own_topic_only(tmp_path: Path) -> None:
    async with open_outlet() as outlet, local_telegram() as telegram, local_discord() as discord:
        outlet.items.append(("old", "Rain expected over the weekend"))
        telegram.room(GROUP).admins.add(EDITOR)
        async with running_bot(tmp_path, outlet, telegram, discord):
            await eventually(lambda: bool(telegram.commands) and discord.gateway.connected)
            assert "told of every CORE story" in await say(telegram, "/watch", POLITICS)
            assert "This chat watches nothing" in await say(telegram, "/watches", SPORT)
            assert "This chat watches nothing" in await say(telegram, "/unwatch", SPORT)
            assert "every CORE story" in await say(telegram, "/watches", POLITICS)
            await eventually(lambda: len(outlet.statuses("feed.xml")) > 1)
            outlet.items.insert(0, ("one", HEADLINE))
            [card] = (await telegram.wait_for(5, chat=GROUP))[4:]
    assert HEADLINE in card.text
    assert card.topic == POLITICS
