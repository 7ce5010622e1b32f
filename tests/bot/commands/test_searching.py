"""Stories are listed by words and filters; what nobody knows is answered with what is near it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.answer import answer
from bot.platforms.console import parse_ask
from feeds.model import Article, Label, Outlet, Ownership, Reading
from storage.store import Store
from tests.bot.commands.asking import asked, desk_of
from tests.samples import HERALD, NOON, REFUSAL, VESTNIK, article, reading

COURIER = Outlet(name="Le Courrier du Port", country="France", language="fr", ownership=Ownership.PUBLIC)


async def keep(store: Store, one: Article, read: Reading) -> None:
    """Keep an article in a story of its own."""
    async with store.editing() as edition:
        story = await edition.begin_story(read.assessment.label, one.published)
        await edition.keep_article(one, read, story=story, origin=None, seen=NOON)
        await edition.grow_story(story, NOON)


@pytest.fixture
async def news(store: Store) -> Store:
    """Three stories: 1 of the Herald, 2 of the Vestnik a day before, 3 of the Courrier in January."""
    bare = replace(reading(), quotes=(), positions=())
    january = NOON.replace(month=1)
    vestnik = article(2, outlet=VESTNIK, title="Special forces near Kursk")
    courier = article(3, outlet=COURIER, title="Des soldats français à Odessa")
    await keep(store, article(1, outlet=HERALD), replace(reading(), positions=(REFUSAL,)))
    await keep(store, replace(vestnik, published=NOON - timedelta(days=1)), replace(bare, language="ru"))
    related = replace(bare.assessment, label=Label.RELATED)
    await keep(store, replace(courier, published=january), replace(bare, language="fr", assessment=related))
    return store


def stories(shown: str) -> list[int]:
    """Give the numbers of the stories that an answer lists, in its order."""
    return [int(number) for number in re.findall(r"^- ([0-9]+) ", shown, re.MULTILINE)]


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("ceasefire", [1, 2, 3]),
        ('"special forces"', [2]),
        ('"special forces', [2]),
        ("forces OR soldats", [2, 3]),
        ("ceasefire -kursk -“soldats français”", [1]),
        ("ceasefire from:France", [3]),
        ("ceasefire from:Росія", [2]),
        ('outlet:"courrier du" outlet:herald', [1, 3]),
        ("lang:french", [3]),
        ("lang:fr lang:ru", [2, 3]),
        ("since:2026-03", [1, 2]),
        ("since:yesterday until:yesterday", [2]),
        ("until:2026-01", [3]),
        ("until:31.1.2026 since:1y", [3]),
        ("label:related", [3]),
        ("country:Estonia", [1]),
        ("country:Естонія", [1]),
        ("actor:Tammsalu", [1]),
        ("stance:opposes country:Estonia", [1]),
        ("story:2 ceasefire", [2]),
        ("FROM: estonia Ceasef", [1]),
    ],
)
async def test_a_search_lists_what_was_asked_for(news: Store, question: str, listed: list[int]) -> None:
    assert stories(await asked(news, f"/search {question}")) == listed


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("", [1, 2, 3]),
        ("2", [1, 2]),
        ("core", [1, 2]),
        ("related 9", [3]),
        ("fr", [3]),
        ("Estonia", [1]),
        ("tammsalu core 3", [1]),
        ("from:Russia", [2]),
        ("since:2026-03 1", [1]),
    ],
)
async def test_the_latest_are_listed_by_what_was_asked_for(
    news: Store, question: str, listed: list[int]
) -> None:
    assert stories(await asked(news, f"/latest {question}")) == listed


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("/search", "Search for what?"),
        ("/search   page:2", "Search for what?"),
        ("/search submarine", "Nothing found for “submarine”."),
        ("/search submarine lang:fr", "Fewer filters may find some"),
        ("/search form:Estonia", "Did you mean from:"),
        ("/search kind:direct", "“kind:” is no filter here"),
        ("/search from:Xstonia", "Did you mean Estonia?"),
        ("/search from:Atlantis", "No outlet from “Atlantis” is known"),
        ("/search outlet:Courier", "No outlet called “Courier” is known"),
        ('/search outlet:"Harbour Heralt"', "Did you mean The Harbour Herald?"),
        ("/search country:Xermany", "Did you mean Germany"),
        ("/search actor:Xyzzyx", "Nobody called “Xyzzyx” is known here."),
        ("/search stance:opposed", "Did you mean opposes?"),
        ("/search since:soon", "since: takes a year"),
        ("/search again:77", "no longer kept"),
        ("/latest nonsenseword", "/latest takes a number"),
        ("/latest lang:sv", "No story like that is stored."),
    ],
)
async def test_what_finds_nothing_is_answered_in_a_sentence(news: Store, line: str, answered: str) -> None:
    assert answered in await asked(news, line)


async def test_pages_turn_by_buttons_also_those_of_a_long_question(store: Store) -> None:
    for number in range(20):
        one = replace(article(number), published=NOON - timedelta(days=number))
        await keep(store, one, reading())
    first = await asked(store, "/search troops")
    assert "page 1 of 3" in first
    assert "[/search troops page:2]" in first
    long = f'troops OR "{"some long words " * 5}" since:1y'
    second = await asked(store, f"/search {long} page:2")
    assert stories(second) == list(range(9, 17))
    assert "[/search again:1 page:3]" in second
    assert stories(await asked(store, "/search again:1 page:3")) == [17, 18, 19, 20]
    assert "page 3 of 3" in await asked(store, "/search troops page:99")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(typed=st.text() | st.text('"-:ORlangfromsince0123 '), command=st.sampled_from(("search", "latest")))
async def test_any_question_is_answered(news: Store, typed: str, command: str) -> None:
    ask = replace(parse_ask(f"/{command}"), words=typed)
    reply = await answer(desk_of(news), ask)
    assert "fault is ours" not in str(reply)
    assert "database can't be used" not in str(reply)
