"""The commands about the bot itself."""

from datetime import datetime, timedelta

from bot.charts.studio import charts_in_words
from bot.commands.desk import Command, Desk
from bot.credits import count
from bot.night import Night
from bot.platforms.port import Ask
from bot.replies import Block, Bullet, Heading, Reply, Table, Tone, paragraph, text
from feeds.model import Feed
from feeds.polling.pace import is_silent
from feeds.polling.schedule import a_day

FAULTS_SHOWN = 15

PRIVACY = (
    "Of a chat that watches something Troopwire keeps the address, what it watches and when it wants to be "
    "told, and nothing else: no messages, no names of users, no statistics; /unwatch ends that. Commands are "
    "answered and forgotten; of a long question with pages the words stay for a while, without who asked, so "
    "that its buttons work. Everything is in one file on the machine of whoever runs this bot."
)


async def health(desk: Desk, ask: Ask) -> Reply:
    """Answer `/health`: which feeds are broken and since when, what is kept, what is owed."""
    del ask
    now = desk.clock()
    feeds = await desk.store.feeds()
    counts = await desk.store.counts()
    broken = [feed for feed in feeds if feed.fault]
    silent = [feed for feed in feeds if is_silent(feed, now)]
    waiting = sum(feed.polled is None for feed in feeds)
    newest = "none yet" if counts.newest is None else _ago(counts.newest, now)
    facts = (
        (
            "Feeds",
            f"{len(feeds)}, of which {len(broken)} broken, {len(silent)} silent, {waiting} not yet visited",
        ),
        ("Kept", f"stories {counts.stories}, articles {counts.articles}, quotes {counts.quotes}"),
        ("Seen", f"items {counts.entries}; newest article on the subject {newest}"),
        ("Alerts", f"{counts.alerts_due} waiting, {counts.alerts_dead} given up"),
        ("Chats parked", str(counts.chats_parked)),
        ("Charts", charts_in_words()),
        *_to_read_again(counts.outdated),
        *_looked_through(desk),
        *_loop(desk),
    )
    blocks: list[Block] = [Heading(text="Health")]
    blocks += [Bullet(line=(text(f"{name}: ", tone=Tone.STRONG), text(fact))) for name, fact in facts]
    rows = [_fault(feed, now) for feed in broken] + [_silence(feed, now) for feed in silent]
    if rows:
        blocks.append(Table(columns=("Outlet", "Since", "Fault"), rows=tuple(rows[:FAULTS_SHOWN])))
    return Reply(blocks=tuple(blocks), private=True)


async def privacy(desk: Desk, ask: Ask) -> Reply:
    """Answer `/privacy`: what is kept about a chat."""
    del desk, ask
    return Reply(blocks=(Heading(text="Privacy"), paragraph(PRIVACY)), private=True)


def _to_read_again(outdated: int) -> tuple[tuple[str, str], ...]:
    left = f"{count(outdated, 'article')}, by the rules of this version; until then /who may lack some"
    return (("To be read again", left),) if outdated else ()


def _looked_through(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Say what the last nightly look at the database found, and what was done after it."""
    night = desk.night
    if night is None or night.checked is None:
        return ()
    found = f"damaged: {night.fault}" if night.fault else "sound"
    facts = (
        ("Database", f"{found}, looked through {_ago(night.checked, desk.clock())}"),
        ("Forgotten", _forgotten(night)),
        ("Backup", _backup(night)),
    )
    return tuple((name, fact) for name, fact in facts if fact)


def _forgotten(night: Night) -> str:
    if night.forgetting_fault:
        return f"failed last night: {night.forgetting_fault}"
    if night.forgotten is None:
        return ""
    return f"last night {count(night.forgotten, 'article')} of stories older than {night.keep_days} days"


def _backup(night: Night) -> str:
    if not night.backup and not night.backup_fault:
        return ""
    failed = f"failed last night: {night.backup_fault}; " if night.backup_fault else ""
    return f"{failed}the last one: {night.backup.name if night.backup else 'none since the start'}"


def _loop(desk: Desk) -> tuple[tuple[str, str], ...]:
    if not desk.pulse.is_beating:
        return ()  # nothing runs: `troopwire ask`
    longest, age = desk.pulse.longest * 1_000, desk.pulse.age
    return (("Loop", f"held up {longest:.0f} ms at the longest, in {age:.0f} s"),)


def _fault(feed: Feed, now: datetime) -> tuple[str, str, str]:
    since = feed.failing_since or feed.polled or now
    return feed.source.outlet.name, _ago(since, now), feed.fault


def _silence(feed: Feed, now: datetime) -> tuple[str, str, str]:
    usually = a_day(feed.pace)
    return (
        feed.source.outlet.name,
        _ago(feed.news or now, now),
        f"answers, but brings nothing; usually {usually}",
    )


def _ago(when: datetime, now: datetime) -> str:
    past = max(now - when, timedelta())
    if past < timedelta(minutes=2):
        return f"{past.seconds} s ago"
    if past < timedelta(hours=2):
        return f"{past.seconds // 60} min ago"
    return f"{past // timedelta(hours=1)} h ago"


COMMANDS = (
    Command(name="health", summary="How the bot and its feeds are", answer=health),
    Command(name="privacy", summary="What is kept about this chat", answer=privacy),
)
