"""The command that shows how a story grew, or what somebody said, by date."""

from bot.commands.asked import read_wanted, whom
from bot.commands.desk import Command, Desk
from bot.commands.news import story_named
from bot.commands.people import MOST_LINES, articles_of, unknown
from bot.credits import local_day
from bot.pictures import picture_of_line
from bot.platforms.port import Ask
from bot.replies import Bullet, Heading, Reply, Tone, text
from bot.stands import entry
from feeds.model import Stance, Story
from feeds.stories.ledger import stretches
from feeds.stories.summarise import headline

ON_TIMELINE = 25


async def timeline(desk: Desk, ask: Ask) -> Reply:
    """Answer `/timeline 12`, `/timeline Macron`, `/timeline France`."""
    asked = read_wanted(ask.words)
    found = await story_named(desk, asked.words) if not asked.words or asked.words.isdecimal() else None
    if found is not None:
        return _timeline_of_story(desk, found)
    named = await whom(desk, asked.words)
    held = await desk.store.positions_of(named.holder, limit=MOST_LINES) if asked.words else ()
    line = stretches(held)
    if not line:
        return unknown(asked.words)
    shown = [stretch.last for stretch in asked.part(line, ON_TIMELINE)][::-1]
    articles = await articles_of(desk, shown)
    blocks = [entry(one, articles[one.article], desk.zone) for one in shown]
    more = asked.turning("timeline", len(line), ON_TIMELINE)
    picture = (
        picture_of_line(held, title=f"Timeline: {named.name}", zone=desk.zone) if asked.page == 1 else None
    )
    return Reply(blocks=(Heading(text=f"Timeline: {named.name}"), *blocks), buttons=more, picture=picture)


def _timeline_of_story(desk: Desk, found: Story) -> Reply:
    """Show how a story grew: its articles in the order of their dates, with the positions that each adds."""
    known: set[tuple[str, Stance]] = set()
    lines: list[Bullet] = []
    for kept in sorted(found.articles, key=lambda kept: (kept.article.published, kept.id)):
        stands = {(one.actor or one.country, one.stance): one for one in kept.reading.positions}
        new = [f"{who}: {stance.words}" for who, stance in stands if (who, stance) not in known]
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
    title = headline(found.articles).article.title
    return Reply(blocks=(Heading(text=f"Timeline of story {found.id}: {title}"), *lines[:ON_TIMELINE]))


COMMANDS = (
    Command(
        name="timeline",
        summary="How a story grew, or what somebody said, by date",
        answer=timeline,
        argument="what",
        argument_help="A story's number, a person or a country",
    ),
)
