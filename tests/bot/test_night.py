"""At night the bot looks through its database, and says so to whoever runs it when that is damaged."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.night import Night
from feeds.model import Label
from storage.store import Store, open_store
from tests.samples import NOON, article, reading

EVENING = datetime(2026, 3, 4, 20, tzinfo=UTC)


def night_of(store: Store, clock: list[datetime]) -> Night:
    return Night(
        store=store, zone=ZoneInfo("Europe/Kyiv"), clock=lambda: clock[0], admins=frozenset({"telegram:7"})
    )


async def test_it_looks_once_a_night_at_the_bots_own_hour(store: Store) -> None:
    clock = [EVENING]
    night = night_of(store, clock)
    await night.look_if_due()
    seen = [night.checked]
    clock[0] = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)  # 3:30 in Kyiv
    await night.look_if_due()
    seen.append(night.checked)
    clock[0] += timedelta(hours=20)
    await night.look_if_due()
    seen.append(night.checked)
    assert seen == [None, *[clock[0] - timedelta(hours=20)] * 2]
    assert not night.fault


async def test_damage_is_told_to_whoever_runs_the_bot(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    store = await open_store(path)
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        for number in range(1, 60):
            await edition.keep_article(article(number), reading(), story=story, origin=None, seen=NOON)
    await store.close()
    damage(path)
    store = await open_store(path)
    clock = [EVENING]
    night = night_of(store, clock)
    clock[0] += timedelta(days=1)
    await night.look_if_due()
    async with store.editing() as edition:
        notice = await edition.claim_alert(now=clock[0], platforms=["telegram"], busy=[])
    await store.close()
    assert night.fault
    assert notice is not None
    assert "The database is damaged" in notice.notice
    assert notice.chat.address == "user:7"


def damage(path: Path) -> None:
    """Write nonsense over the pages in the middle of the largest index, far from what opening reads."""
    content = bytearray(path.read_bytes())
    place = content.rindex(b"herald.example/3")
    content[place : place + 8] = b"\xff" * 8
    path.write_bytes(bytes(content))
