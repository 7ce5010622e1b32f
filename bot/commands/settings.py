"""The command by which a chat says when it wants to be told: quiet hours, digests, time zone."""

import re
from dataclasses import replace
from zoneinfo import ZoneInfo, available_timezones

from bot.commands.desk import Command, Desk
from bot.commands.query import nearest
from bot.hours import BREAKING, DIGEST_AT, MINUTES
from bot.platforms.port import Ask
from bot.replies import Bullet, Heading, Reply, Tone, note, paragraph, text
from storage.model import ChatHours

HOW = (
    "/settings takes quiet 22:00-07:00, quiet off, digest 08:00, empty digest: say (or skip) or "
    "zone Europe/Kyiv, not “{}”. "
    "/settings alone shows what holds."
)

_CLOCK = r"([01]?[0-9]|2[0-3])(?:[:.h]([0-5][0-9]))?"
_QUIET = re.compile(rf"quiet[\s:]+(?:hours\s+)?{_CLOCK}\s*(?:-|–|to)\s*{_CLOCK}", re.IGNORECASE)
_QUIET_OFF = re.compile(r"quiet[\s:]+(?:hours\s+)?(?:off|none|never)", re.IGNORECASE)
_DIGEST = re.compile(rf"digest[\s:]+(?:at\s+)?{_CLOCK}", re.IGNORECASE)
_EMPTY = re.compile(r"empty\s+digests?[\s:]+(say|skip)", re.IGNORECASE)
_ZONE = re.compile(r"zone[\s:]+([A-Za-z0-9_+/\-]{1,60})", re.IGNORECASE)


async def settings(desk: Desk, ask: Ask) -> Reply:
    """Answer `/settings`, `/settings quiet 22:00-07:00`, `... digest 08:00`, `... empty digest: say`."""
    words = ask.words.strip()
    chat = await desk.store.chat_at(ask.platform, ask.address)
    hours = chat.hours if chat else ChatHours()
    if words:
        changed = _changed(hours, words)
        if isinstance(changed, str):
            return note(changed, private=True)
        hours = changed
        async with desk.store.editing() as edition:
            met = await edition.meet_chat(ask.platform, ask.address, ask.title)
            await edition.set_hours(met.id, hours)
    return _shown(hours, desk.zone)


def _changed(hours: ChatHours, words: str) -> ChatHours | str:
    """Give the hours as they are wanted, or why that can't be."""
    if quiet := _QUIET.fullmatch(words):
        begins, ends = _minute(quiet[1], quiet[2]), _minute(quiet[3], quiet[4])
        return replace(hours, quiet_from=begins, quiet_until=ends)
    if _QUIET_OFF.fullmatch(words):
        return replace(hours, quiet_from=None, quiet_until=None)
    if digest := _DIGEST.fullmatch(words):
        return replace(hours, digest_at=_minute(digest[1], digest[2]))
    if empty := _EMPTY.fullmatch(words):
        return replace(hours, says_empty=empty[1].casefold() == "say")
    if zone := _ZONE.fullmatch(words):
        known = {name.casefold(): name for name in available_timezones()}
        if zone[1].casefold() not in known:
            meant = nearest(zone[1], known.values())
            return f"“{zone[1]}” is no time zone; they are called like Europe/Kyiv.{meant}"
        return replace(hours, zone=known[zone[1].casefold()])
    return HOW.format(words[:60])


def _minute(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0)


def _shown(hours: ChatHours, zone: ZoneInfo) -> Reply:
    quiet = "none"
    if hours.quiet_from is not None and hours.quiet_until is not None:
        quiet = f"{_clock(hours.quiet_from)} to {_clock(hours.quiet_until)}"
        quiet += f"; a story that {BREAKING} outlets carry is told all the same"
    digest = DIGEST_AT if hours.digest_at is None else hours.digest_at
    facts = (
        ("Quiet hours", quiet),
        ("Digests", f"at {_clock(digest)}; weekly ones on Mondays"),
        ("Empty digests", "said in one line" if hours.says_empty else "skipped"),
        ("Time zone", hours.zone or f"{zone.key}, as the bot has it"),
    )
    lines = [Bullet(line=(text(f"{name}: ", tone=Tone.STRONG), text(fact))) for name, fact in facts]
    how = paragraph(text("/watches lists what this chat is told of.", tone=Tone.FAINT))
    return Reply(blocks=(Heading(text="When this chat is told"), *lines, how), private=True)


def _clock(minute: int) -> str:
    return f"{minute % MINUTES // 60:02}:{minute % 60:02}"


COMMANDS = (
    Command(
        name="settings",
        summary="When this chat is told: quiet hours, digests, time zone",
        answer=settings,
        argument="what",
        argument_help="quiet 22:00-07:00, quiet off, digest 08:00, empty digest: say, zone Europe/Kyiv",
        administers=True,
    ),
)
