"""Quotes are shown newest first, story by story, each utterance once, in pages that can be turned."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.answer import answer
from bot.commands.asked import LONGEST_COMMAND
from bot.commands.desk import Desk
from bot.commands.quotes import QUOTES_ON_PAGE
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render import discord, telegram
from bot.render.plain import render
from bot.replies import Button, Quotation, Reply
from feeds.model import Article, Basis, Label, Outlet, Quote, QuoteKind, Reading, Span, Speaker
from storage.store import Store
from tests.samples import HERALD, NOON, VESTNIK, silent_reading

NAME = "Juhan Tammsalu"


def said(
    number: int, words: str, *, outlet: Outlet = HERALD, name: str = NAME, office: str = "Defence Minister"
) -> tuple[Article, Reading]:
    """An article, so many days after noon, in which somebody says something."""
    text = f"{office} {name} said: “{words}” So it was."
    run = Span(text.index("“") + 1, text.index("”"))
    quote = Quote(
        kind=QuoteKind.DIRECT,
        speaker=Speaker(name=name, mention=f"{office} {name}", country="Estonia"),
        spans=(run,),
        quoted=(run,),
    )
    article = Article(
        title=f"Minister speaks ({number})",
        text=text,
        url=f"https://{outlet.name.split()[-1].lower()}.example/{number}",
        outlet=outlet,
        published=NOON + timedelta(days=number),
        basis=Basis.FULL_TEXT,
    )
    return article, replace(silent_reading(), quotes=(quote,))


async def keep(store: Store, *told: tuple[Article, Reading]) -> None:
    """Keep some articles as one story."""
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        for article, reading in told:
            core = replace(reading, assessment=replace(reading.assessment, label=Label.CORE))
            await edition.keep_article(article, core, story=story, origin=None, seen=NOON)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())


async def asked(desk: Desk, line: str) -> Reply:
    return await answer(desk, parse_ask(line))


async def shown(desk: Desk, line: str) -> str:
    return render(await asked(desk, line))


def turning(reply: Reply, label: str) -> Button:
    return next(button for button in reply.buttons if label in button.label)


async def many(desk: Desk, number: int = 15) -> None:
    await keep(desk.store, *(said(day, f"Number {day} is what I say today") for day in range(1, number + 1)))


async def test_a_quote_has_speaker_office_outlet_date_link_and_story(desk: Desk) -> None:
    await keep(desk.store, said(1, "We would go"))
    page = await shown(desk, "/quotes tammsalu")
    assert "Story 1: Minister speaks (1) <https://herald.example/1> (The Harbour Herald)" in page
    assert "Juhan Tammsalu, Defence Minister (Estonia): “We would go”" in page
    assert "The Harbour Herald <https://herald.example/1>, 5 Mar 2026, 12:00 UTC" in page


async def test_the_office_is_the_one_held_that_day_where_we_know_the_speaker(desk: Desk) -> None:
    article, reading = said(
        -900, "We must not rule it out", name="Emmanuel Macron", office="Speaking at noon,"
    )
    speaker = Speaker(name="Emmanuel Macron", mention="he", actor="Emmanuel Macron", country="France")
    quotes = (replace(reading.quotes[0], speaker=speaker),)
    await keep(desk.store, (article, replace(reading, quotes=quotes)))
    assert "Emmanuel Macron, president (France): “We must" in await shown(desk, "/quotes makron")
    assert "“We must" in await shown(desk, '/quotes "French president"')


async def test_stories_come_newest_first_and_their_quotes_together(desk: Desk) -> None:
    await keep(desk.store, said(1, "Old words of mine"), said(5, "Newest words of mine"))
    await keep(desk.store, said(3, "Words of another story"))
    page = await shown(desk, "/quotes tammsalu")
    places = [page.index(words) for words in ("Story 1", "Newest", "Old words", "Story 2", "another story")]
    assert places == sorted(places)


async def test_the_same_words_are_shown_once_with_the_number_of_other_outlets(desk: Desk) -> None:
    await keep(
        desk.store,
        said(1, "We would go, but only after a ceasefire", outlet=VESTNIK),
        said(2, "we would go — but only after a ceasefire,"),
        said(3, "but only after a ceasefire", outlet=replace(HERALD, name="The Mill")),
    )
    page = await shown(desk, "/quotes tammsalu")
    assert page.count("ceasefire") == 1
    assert "5 Mar 2026, 12:00 UTC +2 outlets" in page
    assert "Severny Vestnik" in page


async def test_filters_are_combined(desk: Desk) -> None:
    await many(desk)
    page = await shown(desk, "/quotes kind:direct Estonia until:2026-03-07 outlet:herald since:2026-03-06")
    assert "2 quotes, newest first" in page
    assert "Number 3" in page
    assert "Number 2" in page


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/quotes Nobody Inparticular", "No quote of “Nobody Inparticular” is stored."),
        ("/quotes tammsalu lang:sv", "No quote of “tammsalu” is stored. Fewer filters may find some"),
        ("/quotes outlet:Mirror", "No outlet called “Mirror”"),
        ("/quotes colour:red", "“colour:” is no filter"),
        ("/quotes story:9", "There is no story “9”"),
        ("/quotes again:77", "no longer kept"),
        ("/quotes again:x", "no longer kept"),
        ("/quotes tammsalu page:99", "There is no page 99 any more; this is the last."),
    ],
)
async def test_what_is_not_there_is_said_in_words(desk: Desk, line: str, words: str) -> None:
    await many(desk)
    assert words in await shown(desk, line)


async def test_pages_hold_every_quote_once(desk: Desk) -> None:
    await many(desk)
    page = await asked(desk, "/quotes tammsalu")
    seen = [block for block in page.blocks if isinstance(block, Quotation)]
    assert len(seen) == QUOTES_ON_PAGE
    while any("Older" in button.label for button in page.buttons):
        page = await asked(desk, turning(page, "Older").command)
        seen += [block for block in page.blocks if isinstance(block, Quotation)]
    assert [quote.runs[0] for quote in seen] == [
        f"Number {day} is what I say today" for day in range(15, 0, -1)
    ]
    assert "page 3 of 3" in render(page)
    assert "page 2 of 3" in render(await asked(desk, turning(page, "Newer").command))


async def test_a_long_question_is_asked_again_by_its_number(desk: Desk) -> None:
    await many(desk)
    page = await asked(
        desk, '/quotes "Juhan Tammsalu" since:2026-01-01 kind:direct outlet:"The Harbour Herald"'
    )
    button = turning(page, "Older")
    assert button.command == "quotes again:1 page:2"
    assert "page 2 of 3" in await shown(desk, button.command)


async def test_very_long_quotes_leave_a_page_that_fits_one_message(desk: Desk) -> None:
    long = "we said it and we say it again, "
    await keep(desk.store, *(said(day, f"Number {day}: {long * 100}") for day in range(1, 9)))
    page = await asked(desk, "/quotes tammsalu")
    for platform in (telegram, discord):
        assert len(platform.render(page)) == 1
    assert " · shortened" in render(page)
    runs = [run for block in page.blocks if isinstance(block, Quotation) for run in block.runs]
    assert all(
        run in said(8, f"Number {day}: {long * 100}")[0].text for run, day in zip(runs, (8, 7), strict=True)
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(words=st.text(alphabet=st.characters(categories=["L", "P", "Zs", "Cf"]), max_size=120))
async def test_a_button_always_fits_and_turns_the_page(desk: Desk, words: str) -> None:
    await _once(desk)
    page = await asked(desk, f"/quotes since:2020 {words}")
    for button in page.buttons:
        assert len(button.command.encode()) <= LONGEST_COMMAND
        assert len(telegram.callback_data(button).encode()) <= 64
        assert "page 2" in await shown(desk, button.command)


async def _once(desk: Desk) -> None:
    if not (await desk.store.extent()).articles:
        await many(desk)
