"""The command that shows how a story grew, or what somebody said, by date."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.asked import GONE, Wanted, find_wanted, turn_to, whom
from bot.commands.desk import Command, Desk, Suggested
from bot.commands.news import story_named
from bot.commands.people import MOST_LINES, articles_of, unknown
from bot.credits import local_day
from bot.pictures import picture_of_line
from bot.platforms.port import Ask
from bot.replies import Bullet, Heading, Reply, Tone, note, text
from bot.speech import phrase, worded
from bot.stands import entry
from bot.terms import stance_words
from feeds.model import KeptArticle, Label, Stance
from feeds.stories.ledger import stretches
from feeds.stories.summarise import headline

ON_TIMELINE = 25


async def timeline(desk: Desk, ask: Ask) -> Reply:
    """Answer `/timeline 12`, `/timeline Macron`, `/timeline France`."""
    asked = await find_wanted(desk, ask.words)
    if asked is None:
        return note(GONE, private=True)
    found = await story_named(desk, asked.words) if not asked.words or asked.words.isdecimal() else None
    if found is not None:
        on_subject = [kept for kept in found.articles if kept.reading.assessment.label is not Label.NO]
        if not on_subject:
            return note(worded("No article of story {id} is on the subject any more.", id=found.id))
        return await _timeline_of_story(desk, replace(asked, words=str(found.id)), on_subject)
    named = await whom(desk, asked.words)
    held = await desk.store.positions_of(named.holder, limit=MOST_LINES) if asked.words else ()
    line = stretches(held)
    if not line:
        return unknown(asked.words)
    page = await turn_to(desk, "timeline", asked, line, ON_TIMELINE)
    shown = [stretch.last for stretch in page.lines][::-1]
    articles = await articles_of(desk, shown)
    blocks = [entry(one, articles[one.article], desk.zone) for one in shown]
    title = worded("Timeline: {name}", name=named.name)
    picture = picture_of_line(held, title=title, zone=desk.zone) if page.number == 1 else None
    return Reply(blocks=(Heading(text=title), *page.notice, *blocks), buttons=page.buttons, picture=picture)


async def _timeline_of_story(desk: Desk, asked: Wanted, articles: Sequence[KeptArticle]) -> Reply:
    """Show how a story grew: its articles in the order of their dates, with the positions that each adds."""
    page = await turn_to(desk, "timeline", asked, _entries(desk, articles)[::-1], ON_TIMELINE)
    headed = headline(articles).article.title
    title = worded("Timeline of story {number}: {title}", number=asked.words, title=headed)
    return Reply(blocks=(Heading(text=title), *page.notice, *page.lines[::-1]), buttons=page.buttons)


def _entries(desk: Desk, articles: Sequence[KeptArticle]) -> list[Bullet]:
    known: set[tuple[str, Stance]] = set()
    lines: list[Bullet] = []
    for kept in sorted(articles, key=lambda kept: (kept.article.published, kept.id)):
        stands = {(one.actor or one.country, one.stance): one for one in kept.reading.positions}
        new = [f"{who}: {stance_words(stance)}" for who, stance in stands if (who, stance) not in known]
        known |= set(stands)
        adds = f" — {'; '.join(new)}" if new else ""
        local = kept.article.published.astimezone(desk.zone)
        lines.append(
            Bullet(
                line=(
                    text(f"{local_day(kept.article.published, desk.zone)}, {local:%H:%M}", tone=Tone.STRONG),
                    text(" "),
                    text(kept.article.title, link=kept.article.url),
                    text(f" ({kept.article.outlet.name}){adds}"),
                )
            )
        )
    return lines


COMMANDS = (
    Command(
        name="timeline",
        summary=phrase("How a story grew, or what somebody said, by date"),
        answer=timeline,
        argument="what",
        argument_help=phrase("A story's number, a person or a country"),
        completes=(Suggested.NAMES, Suggested.STORIES),
    ),
)
