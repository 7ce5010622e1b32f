"""At night the bot looks through its database, and says so to whoever runs it when that is damaged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.backups import KEPT, Backups
from bot.commands.desk import Desk
from bot.commands.service import health
from bot.night import Night
from bot.platforms.port import Address, Ask
from bot.pulse import Pulse
from bot.render.plain import render
from feeds.model import Label
from storage.database import check_copy
from storage.store import Store, open_store
from tests.samples import NOON, article, reading, silent_reading

EVENING = datetime(2026, 3, 4, 20, tzinfo=UTC)


def night_of(
    store: Store, clock: list[datetime], *, keep_days: int = 0, backups: Backups | None = None
) -> Night:
    return Night(
        store=store,
        zone=ZoneInfo("Europe/Kyiv"),
        clock=lambda: clock[0],
        admins=frozenset({"telegram:7"}),
        keep_days=keep_days,
        backups=backups,
    )


async def sleep_through(night: Night, clock: list[datetime], nights: int = 1) -> None:
    for _ in range(nights):
        clock[0] += timedelta(days=1)
        await night.look_if_due()


async def notice_to_admins(store: Store, now: datetime) -> str:
    async with store.editing() as edition:
        notice = await edition.claim_alert(now=now, platforms=["telegram"], busy=[])
    return notice.notice if notice else ""


async def health_of(night: Night) -> str:
    desk = Desk(store=night.store, zone=night.zone, clock=night.clock, pulse=Pulse(), night=night)
    return render(await health(desk, Ask(command="health", words="", platform="x", address=Address("1"))))


async def keep_two_stories(store: Store) -> None:
    """Keep one of the spring of last year, and one of today."""
    async with store.editing() as edition:
        for number, when in ((1, NOON - timedelta(days=300)), (2, NOON)):
            story = await edition.begin_story(Label.CORE, when)
            old = replace(article(number), published=when)
            await edition.keep_article(old, silent_reading(), story=story, origin=None, seen=when)


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
    backups = Backups(folder=tmp_path / "backups", name="news.db")
    night = night_of(store, clock, keep_days=90, backups=backups)
    clock[0] += timedelta(days=300)
    await night.look_if_due()
    async with store.editing() as edition:
        notice = await edition.claim_alert(now=clock[0], platforms=["telegram"], busy=[])
    await store.close()
    assert night.fault
    assert (night.forgotten, night.backup) == (None, None)  # nothing takes the place of what was sound
    assert notice is not None
    assert "The database is damaged" in notice.notice
    assert notice.chat.address == "user:7"


async def test_everything_is_kept_unless_somebody_says_for_how_long(store: Store) -> None:
    await keep_two_stories(store)
    clock = [EVENING]
    night = night_of(store, clock)
    await sleep_through(night, clock)
    assert (await store.counts()).articles == 2
    assert "Forgotten" not in await health_of(night)


async def test_what_is_old_is_forgotten_and_health_says_so(store: Store) -> None:
    await keep_two_stories(store)
    clock = [EVENING]
    night = night_of(store, clock, keep_days=90)
    await sleep_through(night, clock)
    assert (await store.counts()).articles == 1
    assert "Forgotten: last night 1 article of stories older than 90 days" in await health_of(night)
    await sleep_through(night, clock)
    assert "last night 0 articles" in await health_of(night)


async def test_each_night_has_its_sound_backup_and_the_newest_stay(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    clock = [EVENING]
    night = night_of(store, clock, backups=Backups(folder=folder, name="news.db"))
    await sleep_through(night, clock, KEPT + 3)
    made = sorted(file.name for file in folder.iterdir())
    assert made == [f"news.db.night-2026-03-{day:02}" for day in range(8, 15)]
    for file in folder.iterdir():
        check_copy(file)
    assert "Backup: the last one: news.db.night-2026-03-14" in await health_of(night)


async def test_only_what_the_bot_made_is_deleted(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "news.db.night-2020-01-01").write_text("shopping list")
    (folder / "elsewhere.db").write_bytes((tmp_path / "news.db").read_bytes())
    (folder / "news.db.night-2020-01-02").symlink_to(folder / "elsewhere.db")
    for name in ("news.db.night-2020-01-03.mine", "other.db.night-2020-01-03", "troopwire-2020-01-04.db"):
        (folder / name).write_bytes((tmp_path / "news.db").read_bytes())
    before = {file.name for file in folder.iterdir()}
    clock = [EVENING]
    await sleep_through(
        night_of(store, clock, backups=Backups(folder=folder, name="news.db")), clock, KEPT + 3
    )
    after = {file.name for file in folder.iterdir()}
    assert before < after
    assert len(after - before) == KEPT


async def test_a_backup_that_fails_is_told_and_the_last_one_stays(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    clock = [EVENING]
    night = night_of(store, clock, backups=Backups(folder=folder, name="news.db"))
    await sleep_through(night, clock)
    (folder / "news.db.night-2026-03-06.unfinished").mkdir()
    await sleep_through(night, clock)
    assert "There is no backup of this night" in await notice_to_admins(store, clock[0])
    said = await health_of(night)
    assert "Backup: failed last night" in said
    assert "the last one: news.db.night-2026-03-05" in said
    await sleep_through(night, clock)
    assert "failed" not in await health_of(night)


async def test_what_was_left_unfinished_is_made_anew(store: Store, tmp_path: Path) -> None:
    (tmp_path / "news.db.night-2026-03-05.unfinished").write_bytes(b"half a page")
    clock = [EVENING]
    night = night_of(store, clock, backups=Backups(folder=tmp_path, name="news.db"))
    await sleep_through(night, clock)
    assert night.backup is not None
    check_copy(night.backup)
    assert night.backup.name == "news.db.night-2026-03-05"
    assert not night.backup.with_name(f"{night.backup.name}.unfinished").exists()


def damage(path: Path) -> None:
    """Write nonsense over the pages in the middle of the largest index, far from what opening reads."""
    content = bytearray(path.read_bytes())
    place = content.rindex(b"herald.example/3")
    content[place : place + 8] = b"\xff" * 8
    path.write_bytes(bytes(content))
