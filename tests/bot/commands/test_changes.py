"""What outlets edited is shown on the story: the words before, those after, and what differs."""

from dataclasses import replace
from datetime import timedelta

from bot.gather import Found
from bot.keep import keep_findings
from bot.shelves import Shelves
from feeds.model import Article, Entry
from feeds.stories.read import read_article
from storage.store import Store
from tests.bot.commands.asking import asked
from tests.samples import NOON, article, source

WORDS = (
    "Estonia's defence minister said on Tuesday that the country could send troops to Ukraine. "
    '"We would send a battalion after a ceasefire," Juhan Tammsalu told reporters in Tallinn. '
    '"Nobody has asked us for that so far," he added.'
)


async def publish(store: Store, published: Article, *, hours: int = 0, edits: bool = False) -> None:
    """Let a feed bring an article, or new words for it."""
    async with store.editing() as edition:
        await edition.offer_feed(source(), NOON)
        known = await edition.article_at(published.url)
    (feed,) = await store.feeds()
    entry = Entry(guid=published.url, link="", title=published.title, summary="", body="", published=NOON)
    found = Found(
        entry=entry,
        is_news=not edits,
        edited=known.id if known and edits else None,
        article=published,
        reading=read_article(published),
    )
    async with store.editing() as edition:
        await keep_findings(edition, Shelves(), feed, [found], now=NOON + timedelta(hours=hours))


async def test_an_edit_shows_the_words_before_and_what_became_of_them(store: Store) -> None:
    first = replace(article(), text=WORDS)
    await publish(store, first)
    assert "Edited since" not in await asked(store, "/story 1")
    words = WORDS.replace("battalion", "brigade").replace(
        ' "Nobody has asked us for that so far," he added.', ""
    )
    await publish(
        store, replace(first, title="Estonia might send a brigade", text=words), hours=2, edits=True
    )
    card = await asked(store, "/story 1")
    assert (
        "Edited since: 2 quotes changed or taken out by The Harbour Herald; /story 1 changes shows them"
        in card
    )
    shown = await asked(store, "/story 1 changes")
    assert "We would send a battalion after a ceasefire" in shown
    assert "“battalion” became “brigade”" in shown
    assert "Taken out" in shown
    assert "Nobody has asked us for that so far" in shown
    assert "Headline after: “Estonia might send a brigade”" in shown


async def test_each_of_several_edits_is_laid_beside_the_next(store: Store) -> None:
    first = replace(article(), text=WORDS)
    await publish(store, first)
    await publish(store, replace(first, text=WORDS.replace("battalion", "brigade")), hours=1, edits=True)
    await publish(store, replace(first, text=WORDS.replace("battalion", "division")), hours=2, edits=True)
    shown = await asked(store, "/story 1 changes")
    assert shown.index("“brigade” became “division”") < shown.index("“battalion” became “brigade”")


async def test_an_edit_that_left_the_quotes_alone_says_so(store: Store) -> None:
    first = replace(article(), text=WORDS)
    await publish(store, first)
    await publish(store, replace(first, text=f"{WORDS} More is expected."), hours=1, edits=True)
    assert "Edited since" not in await asked(store, "/story 1")
    assert "Other words; 2 direct quotes as before" in await asked(store, "/story 1 changes")


async def test_a_story_without_edits_says_so(store: Store) -> None:
    await publish(store, replace(article(), text=WORDS))
    assert "No outlet has edited its article" in await asked(store, "/story 1 changes")
