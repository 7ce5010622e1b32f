"""Who said it first: of what is stored, by the day of publication, with whose words they are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.model import Label, Quote, QuoteKind, Span, Speaker
from storage.store import Store
from tests.bot.commands.asking import asked
from tests.samples import NOON, article, reading


async def keep(store: Store, text: str, *, day: int, speaker: str = "", label: Label = Label.CORE) -> None:
    span = Span(text.find('"') + 1, text.rfind('"'))
    said = Quote(
        kind=QuoteKind.DIRECT,
        speaker=Speaker(name=speaker, mention=speaker),
        spans=(span,),
        quoted=(span,),
    )
    words = replace(article(day), title="A headline", text=text, published=NOON + timedelta(days=day))
    read = replace(reading(label), quotes=(said,) if speaker else (), positions=(), summary=())
    async with store.editing() as edition:
        story = await edition.begin_story(label, NOON)
        await edition.keep_article(words, read, story=story, origin=None, seen=NOON)


async def test_the_first_published_goes_before_the_first_stored(store: Store) -> None:
    await keep(store, 'Ivo Lind said: "We want boots on the ground."', day=9, speaker="Ivo Lind")
    await keep(store, 'Ada Roe said: "No boots on the ground."', day=2, speaker="Ada Roe")
    shown = await asked(store, '/first "boots on the ground"')
    assert "Ada Roe" in shown
    assert "Ivo Lind" not in shown
    assert "Of what is stored, which begins on 6 Mar 2026" in shown


async def test_where_an_outlet_has_the_words_first_the_first_who_says_them_is_told_too(store: Store) -> None:
    await keep(store, "The talk is of boots on the ground.", day=1)
    await keep(store, 'Ada Roe said: "No boots on the ground."', day=2, speaker="Ada Roe")
    shown = await asked(store, "/first boots on the ground")
    assert shown.index("the outlet's own words") < shown.index("Ada Roe")


async def test_what_was_rejected_was_not_first(store: Store) -> None:
    await keep(store, "The talk is of boots on the ground.", day=1, label=Label.NO)
    assert "stands in no stored article" in await asked(store, "/first boots on the ground")


@pytest.mark.parametrize("words", ["", '""', "!!!", "NEAR(", "a" * 3_000, "\u202e", "“”"])
async def test_whatever_is_typed_is_answered_in_words(store: Store, words: str) -> None:
    await keep(store, "The talk is of boots on the ground.", day=1)
    shown = await asked(store, f"/first {words}")
    assert shown.strip()
    assert "fault is ours" not in shown
