"""Why a story is one: told in words, and the same however often it is worked out."""

import ast
from pathlib import Path
from types import ModuleType

import pytest

from bot.terms import TERMS
from feeds.model import Label, StoryId
from feeds.stories import why
from feeds.stories.detect import BY_MODEL, NOT_READ
from feeds.stories.detection import deployment, neighbourhood, scene
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


@pytest.mark.parametrize("module", [deployment, neighbourhood, scene])
def test_each_rule_can_be_said_in_each_language(module: ModuleType) -> None:
    """Whatever the rules' own code calls by words stands among what the catalogues have."""
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    said = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    }
    assert said - {""} <= set(TERMS)


def test_all_that_an_explanation_says_can_be_said_in_each_language() -> None:
    constants = [value for name, value in vars(why).items() if name.isupper()]
    said = {
        words for value in constants for words in (value.values() if isinstance(value, dict) else [value])
    }
    assert len(said) >= 12
    assert said | {NOT_READ, BY_MODEL} <= set(TERMS)


async def test_a_story_is_explained_in_the_readers_language(store: Store) -> None:
    story = await kept_story(store)
    await asked(store, "/settings language de")
    shown = await asked(store, f"/why {story}")
    assert "Es geht um fremde Truppen in der oder für die Ukraine" in shown
    assert "was “send”, wo “to Ukraine”" in shown
