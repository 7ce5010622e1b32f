"""The command by which a chat says when it wants to be told: quiet hours, digests, time zone."""

import re
from dataclasses import replace
from zoneinfo import ZoneInfo, available_timezones

from bot.commands.desk import Command, Desk
from bot.commands.languages import language_named
from bot.commands.query import nearest
from bot.hours import BREAKING, DIGEST_AT, MINUTES
from bot.platforms.port import Ask
from bot.replies import Bullet, Heading, Reply, Tone, note, paragraph, text
from bot.speech import LANGUAGES, language_now, phrase, speaking, spoken, worded
from storage.model import ChatHours

HOW = phrase(
    "/settings takes quiet 22:00-07:00, quiet off, digest 08:00, empty digest: say (or skip), "
    "language fr (or bot) or zone Europe/Kyiv, not “{words}”. "
    "/settings alone shows what holds."
)

BOT = "bot"
"""Stands behind language where none of the chat's own is wanted any more."""

_CLOCK = r"([01]?[0-9]|2[0-3])(?:[:.h]([0-5][0-9]))?"
_QUIET = re.compile(rf"quiet[\s:]+(?:hours\s+)?{_CLOCK}\s*(?:-|–|to)\s*{_CLOCK}", re.IGNORECASE)
_QUIET_OFF = re.compile(r"quiet[\s:]+(?:hours\s+)?(?:off|none|never)", re.IGNORECASE)
_DIGEST = re.compile(rf"digest[\s:]+(?:at\s+)?{_CLOCK}", re.IGNORECASE)
_EMPTY = re.compile(r"empty\s+digests?[\s:]+(say|skip)", re.IGNORECASE)
_LANGUAGE = re.compile(r"language[\s:]+(\w{1,20})", re.IGNORECASE)
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
    with speaking(hours.language or language_now()):
        return replace(_shown(hours, desk.zone), language=language_now())


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
    if language := _LANGUAGE.fullmatch(words):
        return _in_language(hours, language[1].casefold())
    if zone := _ZONE.fullmatch(words):
        known = {name.casefold(): name for name in available_timezones()}
        if zone[1].casefold() not in known:
            meant = nearest(zone[1], known.values())
            return worded("“{name}” is no time zone; they are called like Europe/Kyiv.", name=zone[1]) + meant
        return replace(hours, zone=known[zone[1].casefold()])
    return worded(HOW, words=words[:60])


def _in_language(hours: ChatHours, asked: str) -> ChatHours | str:
    if asked == BOT:
        return replace(hours, language="")
    names = {name.casefold(): letters for letters, name in LANGUAGES.items()}
    language = names.get(asked) or spoken(language_named(asked))
    if not language:
        ours = ", ".join(f"{letters} ({name})" for letters, name in LANGUAGES.items())
        return worded("language takes one of {languages}, or bot.", languages=ours)
    return replace(hours, language=language)


def _minute(hour: str, minute: str | None) -> int:
    return int(hour) * 60 + int(minute or 0)


def _shown(hours: ChatHours, zone: ZoneInfo) -> Reply:
    quiet = worded("none")
    if hours.quiet_from is not None and hours.quiet_until is not None:
        quiet = worded(
            "{begins} to {ends}; a story that {outlets} outlets carry is told all the same",
            begins=_clock(hours.quiet_from),
            ends=_clock(hours.quiet_until),
            outlets=BREAKING,
        )
    digest = DIGEST_AT if hours.digest_at is None else hours.digest_at
    facts = (
        (worded("Quiet hours"), quiet),
        (worded("Digests"), worded("at {time}; weekly ones on Mondays", time=_clock(digest))),
        (worded("Empty digests"), worded("said in one line") if hours.says_empty else worded("skipped")),
        (worded("Language"), LANGUAGES.get(hours.language) or worded("the asker's, else the bot's")),
        (worded("Time zone"), hours.zone or worded("{zone}, as the bot has it", zone=zone.key)),
    )
    lines = [Bullet(line=(text(f"{name}: ", tone=Tone.STRONG), text(fact))) for name, fact in facts]
    how = paragraph(text(worded("/watches lists what this chat is told of."), tone=Tone.FAINT))
    return Reply(blocks=(Heading(text=worded("When this chat is told")), *lines, how), private=True)


def _clock(minute: int) -> str:
    return f"{minute % MINUTES // 60:02}:{minute % 60:02}"


COMMANDS = (
    Command(
        name="settings",
        summary=phrase("When this chat is told: quiet hours, digests, time zone"),
        answer=settings,
        argument="what",
        argument_help=phrase(
            "quiet 22:00-07:00, quiet off, digest 08:00, empty digest: say, zone Europe/Kyiv"
        ),
        administers=True,
    ),
)
