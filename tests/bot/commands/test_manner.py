"""A watch tells in its own way: quiet hours, length and language; else as its chat does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.answer import answer
from bot.deliver import Deliverer
from bot.platforms.console import parse_ask
from bot.speech import ENGLISH
from storage.model import Length
from storage.store import Store
from tests.bot.commands.test_watching import NORTH, SOUTH, asked, desk_of, pressed, publish
from tests.bot.fakes import FakePlatform
from tests.samples import NOON, VESTNIK, article

LATER = NOON + timedelta(hours=2)


async def deliver(
    store: Store, platform: FakePlatform, now: datetime = LATER, language: str = ENGLISH
) -> None:
    """Tell all that is due."""
    deliverer = Deliverer(
        store=store,
        platforms={platform.name: platform},
        zone=ZoneInfo("UTC"),
        language=language,
        clock=lambda: now,
    )
    while alert := await deliverer.claim():
        await deliverer.deliver(alert)


async def shown(store: Store, *, at: datetime = LATER) -> list[str]:
    platform = FakePlatform("console")
    await deliver(store, platform, at)
    return list(platform.messages.values())


async def test_a_watch_is_told_in_its_own_language_and_edited_in_it_whatever_becomes_of_it(
    store: Store,
) -> None:
    await asked(store, "/settings language fr")
    await asked(store, "/watch speak:de")
    platform = FakePlatform("console")
    await publish(store, article(1, title="Estonia could send troops"), words=NORTH)
    await deliver(store, platform)
    assert "Berichtet von" in "".join(platform.messages.values())
    await asked(store, "/watch 1 speak:chat")
    await publish(store, article(2, outlet=VESTNIK, title="Estonia could send troops"), words=NORTH)
    await deliver(store, platform, LATER + timedelta(hours=1))
    [edited] = platform.messages.values()
    assert "Berichtet von The Harbour Herald" in edited
    assert "Vestnik" in edited
    await publish(store, article(3, title="An exercise of instructors"), words=SOUTH)
    await deliver(store, platform, LATER + timedelta(hours=2))
    assert "Rapporté par" in [*platform.messages.values()][1]


@pytest.mark.parametrize("chosen", ["/settings language fr", "/settings zone UTC"])
async def test_a_card_stays_as_it_was_told_whatever_its_chat_and_the_bot_choose_later(
    store: Store, chosen: str
) -> None:
    await asked(store, chosen)
    await asked(store, "/watch")
    platform = FakePlatform("console")
    await publish(store, article(1, title="Estonia could send troops"), words=NORTH)
    await deliver(store, platform, language="fr")
    await asked(store, "/settings language de")
    await asked(store, "/settings length line")
    await publish(store, article(2, outlet=VESTNIK, title="Estonia could send troops"), words=NORTH)
    await deliver(store, platform, LATER + timedelta(hours=1), language="pl")
    [edited] = platform.messages.values()
    assert "Rapporté par The Harbour Herald" in edited
    assert "Vestnik" in edited


async def test_a_story_is_told_in_one_line_and_edited_in_one_line(store: Store) -> None:
    await asked(store, "/watch length:line")
    platform = FakePlatform("console")
    await publish(store, article(1, title="Estonia could send troops"), words=NORTH)
    await deliver(store, platform)
    await publish(store, article(2, outlet=VESTNIK, title="Estonia could send troops"), words=NORTH)
    await deliver(store, platform, LATER + timedelta(hours=1))
    [line] = platform.messages.values()
    told, buttons = line.strip().split("\n")
    assert "Estonia could send troops" in told
    assert "2 outlets" in told
    assert "/summary 1" in buttons


async def test_what_a_watch_does_not_say_its_chat_decides(store: Store) -> None:
    await asked(store, "/settings length line")
    await asked(store, "/watch -instructors")
    await asked(store, "/watch instructors length:card")
    await publish(store, article(1, title="Estonia could send troops"), words=NORTH)
    await publish(store, article(3, title="An exercise of instructors"), words=SOUTH)
    line, whole = await shown(store)
    assert "Reported by" not in line
    assert "Reported by" in whole


async def test_a_watch_has_quiet_hours_of_its_own(store: Store) -> None:
    await asked(store, "/watch quiet:12:00-15:00")
    await publish(store, article(1), words=NORTH)
    assert await shown(store) == []
    assert len(await shown(store, at=NOON + timedelta(hours=3))) == 1


async def test_why_says_until_when_a_card_is_held_back(store: Store) -> None:
    await asked(store, "/watch quiet:12:00-15:00")
    await publish(store, article(1), words=NORTH)
    said = await asked(store, "/why 1")
    assert "To be told 4 Mar 2026, 15:00 UTC, by watch 1" in said
    assert "owed since" not in said


async def test_a_watch_may_tell_in_the_quiet_hours_of_its_chat(store: Store) -> None:
    await asked(store, "/settings quiet 12-15")
    await asked(store, "/watch")
    await asked(store, "/watch instructors quiet:never")
    await publish(store, article(3, title="An exercise of instructors"), words=SOUTH)
    await publish(store, article(1, title="Estonia could send troops"), words=NORTH)
    [told] = await shown(store)
    assert "An exercise of instructors" in told


async def test_a_card_that_waits_is_told_when_a_watch_that_need_not_wait_hears_of_it(store: Store) -> None:
    await asked(store, "/watch quiet:12:00-15:00")
    await asked(store, "/watch outlets>=2")
    await asked(store, "/watch origins>=9 daily")
    await publish(store, article(1, title="Estonia could send troops"), words=NORTH)
    assert await shown(store) == []
    await publish(store, article(2, outlet=VESTNIK, title="Estonia could send troops"), words=NORTH)
    assert "by watch 2: outlets>=2" in await asked(store, "/why 1")
    assert len(await shown(store)) == 1


async def test_how_a_watch_tells_is_said_and_taken_back(store: Store) -> None:
    said = await asked(store, "/watch instructors quiet:22-7 length:long speak:українська silent")
    assert "instructors, silently, on a long card, in українська, quiet from 22:00 to 07:00" in said
    said = await asked(store, "/watch 1 quiet:never length:line speak:pl loud")
    assert "instructors, in one line, in polski, never quiet" in said
    said = await asked(store, "/watch 1 quiet:chat length:chat speak:chat")
    assert "told of instructors." in said


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("quiet:25-26", "hours like 22:00-07:00"),
        ("quiet:", "hours like 22:00-07:00"),
        ("length:huge", "line, card, long"),
        ("speak:latin", "The bot speaks en (English)"),
    ],
)
async def test_what_a_watch_can_not_do_is_said_and_nothing_changes(
    store: Store, option: str, said: str
) -> None:
    assert said in await asked(store, f"/watch {option}")
    assert await store.watches_of("console", "here") == ()
    await asked(store, "/watch")
    [before] = await store.watches_of("console", "here")
    assert said in await asked(store, f"/watch 1 {option}")
    assert await store.watches_of("console", "here") == (before,)


async def test_the_buttons_of_a_watch_lead_to_each_of_its_manners_and_back(store: Store) -> None:
    await asked(store, "/watch")
    for page, option in (("Quiet hours …", "22:00-07:00"), ("Length …", "Long"), ("Language …", "français")):
        options = await pressed(store, "/watches 1", page)
        assert [each.command for each in options.buttons if each.label == "Back"] == ["watches 1"]
        command = next(each.command for each in options.buttons if each.label == option)
        after = await answer(desk_of(store), parse_ask(f"/{command}"))
        assert f"✓ {option}" in [each.label for each in after.buttons]
    [watch] = await store.watches_of("console", "here")
    assert (watch.wanted.quiet, watch.wanted.length, watch.wanted.language) == (
        (22 * 60, 7 * 60),
        Length.LONG,
        "fr",
    )


async def test_an_option_within_a_phrase_is_part_of_the_phrase(store: Store) -> None:
    assert 'told of "they speak: loudly", in polski.' in await asked(
        store, '/watch "they speak: loudly" speak:pl'
    )
