"""Why a story is one: told in words, and the same however often it is worked out."""

from feeds.model import Label, StoryId
from feeds.stories.read import read_article
from feeds.stories.why import explain
from storage.store import Store
from tests.bot.commands.asking import asked
from tests.samples import NOON, article


async def kept_story(store: Store) -> StoryId:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        read = read_article(article())
        await edition.keep_article(article(), read, story=story, origin=None, seen=NOON)
    return story


async def test_a_story_is_explained_with_the_articles_own_words(store: Store) -> None:
    story = await kept_story(store)
    shown = await asked(store, f"/why {story}")
    assert "Why CORE: Estonia could send troops" in shown
    assert "“troops”" in shown
    assert "The Harbour Herald" in shown
    assert "There is no story" in await asked(store, "/why 99")


async def test_an_explanation_worked_out_again_equals_the_stored_one(store: Store) -> None:
    found = await store.story(await kept_story(store))
    assert found is not None
    (kept,) = found.articles
    again = read_article(kept.article)
    assert kept.reading.assessment == again.assessment
    assert explain(kept.reading.assessment, kept.article) == explain(again.assessment, kept.article)
