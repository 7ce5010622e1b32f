"""The catalogues say all that the code says, in each language; and answers are in the reader's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import card
from bot.commands.answer import COMMANDS, answer
from bot.commands.desk import Desk
from bot.platforms.port import Address, Ask
from bot.pulse import Pulse
from bot.render import discord, plain, telegram
from bot.replies import Reply
from bot.speech import (
    ENGLISH,
    LANGUAGES,
    counted,
    country_name,
    language_now,
    speaking,
    spoken,
    worded,
    written_day,
)
from feeds.model import Label, Ownership
from storage.store import Store
from tests.catalogues import kept, said
from tests.samples import NOON, VESTNIK, article, reading

FOREIGN = tuple(language for language in LANGUAGES if language != ENGLISH)
TYPED = re.compile(
    r"(?<!\w)/[a-z]+(?!\w)"
    r"|\b(?<!Edited )(?<!by )(?:since|until|lang|outlet|from|country|actor|stance|label|kind|ping):"
)
LONGEST_DESCRIPTION = 100  # discord.com/developers/docs/interactions/application-commands


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def messages(language: str) -> Iterator[Message]:
    return (message for message in kept(language) if message.id)


@pytest.mark.parametrize("language", FOREIGN)
class TestCatalogue:
    def test_it_has_what_the_code_says_and_nothing_else(self, language: str) -> None:
        assert {ids(one) for one in messages(language)} == {ids(one) for one in said() if one.id}

    def test_everything_is_translated_and_nothing_is_a_guess(self, language: str) -> None:
        assert [ids(one) for one in messages(language) if not all(forms(one)) or one.fuzzy] == []

    def test_values_stand_in_their_places(self, language: str) -> None:
        for one in messages(language):
            wanted = set[str]().union(*map(places, ids(one)))
            for form in forms(one):
                assert places(form) <= wanted, one.id
                assert places(form) >= wanted - {"number"}, one.id

    def test_white_space_at_the_ends_is_kept(self, language: str) -> None:
        for one in messages(language):
            english = ids(one)[0]
            for form in forms(one):
                assert form[:1].isspace() == english[:1].isspace(), one.id
                assert form[-1:].isspace() == english[-1:].isspace(), one.id

    def test_commands_and_filters_are_named_as_one_types_them(self, language: str) -> None:
        for one in messages(language):
            for form in forms(one):
                assert set(TYPED.findall(form)) == set(TYPED.findall(ids(one)[0])), one.id

    def test_what_a_command_does_fits_discord(self, language: str) -> None:
        with speaking(language):
            for command in COMMANDS:
                assert len(worded(command.summary)) <= LONGEST_DESCRIPTION, command.name
                assert len(worded(command.argument_help)) <= LONGEST_DESCRIPTION, command.name

    def test_there_is_a_form_for_every_number(self, language: str) -> None:
        with speaking(language):
            for number in (0, 1, 2, 5, 11, 21, 22, 101, 1_000_000):
                words = counted("{number} outlet", "{number} outlets", number)
                assert re.sub(r"\D", "", words) == str(number)


def test_slavic_languages_have_their_three_forms() -> None:
    with speaking("uk"):
        told = [counted("{number} story", "{number} stories", number) for number in (1, 2, 5, 21)]
    assert told == ["1 сюжет", "2 сюжети", "5 сюжетів", "21 сюжет"]


def test_days_and_countries_are_written_in_the_readers_language() -> None:
    day = datetime(2026, 3, 4, tzinfo=ZoneInfo("UTC"))
    assert (written_day(day), country_name("Germany")) == ("4 Mar 2026", "Germany")
    with speaking("fr"):
        assert (written_day(day), country_name("Germany")) == ("4 mars 2026", "Allemagne")
        assert country_name("NATO") == "OTAN"
        assert country_name("Turkey") == "Turquie"
        assert country_name("Nowhere at all") == "Nowhere at all"
    with speaking("pl"):
        assert written_day(day) == "4 mar 2026"


@pytest.mark.parametrize(
    ("asked", "language"),
    [("uk-UA", "uk"), ("pt_BR", ""), ("en-US", "en"), ("FR", "fr"), ("", ""), ("../de", ""), ("xx", "")],
)
def test_a_locale_asks_for_one_of_our_languages_or_for_none(asked: str, language: str) -> None:
    assert spoken(asked) == language


@given(words=st.text(), value=st.text())
def test_hostile_values_stay_what_they_are(words: str, value: str) -> None:
    with speaking("de"):
        assert worded("{value}", value=value) == value
        assert worded(words) == words or words in {message.id for message in messages("de")}


def test_a_language_that_we_do_not_speak_is_english() -> None:
    with speaking("xx"):
        assert language_now() == ENGLISH


@pytest.fixture
async def desk(store: Store) -> Desk:
    async with store.editing() as edition:
        story = await edition.begin_story(Label.CORE, NOON)
        await edition.keep_article(article(1), reading(), story=story, origin=None, seen=NOON)
        await edition.keep_article(article(2, outlet=VESTNIK), reading(), story=story, origin=None, seen=NOON)
        await edition.grow_story(story, NOON)
    return Desk(store=store, zone=ZoneInfo("UTC"), clock=lambda: NOON, pulse=Pulse())


async def asked(desk: Desk, command: str, words: str = "", *, language: str = "") -> Reply:
    ask = Ask(
        command=command,
        words=words,
        platform="telegram",
        address=Address("7"),
        language=language,
        may_administer=True,
    )
    return await answer(desk, ask)


async def test_an_answer_is_in_the_askers_language_and_the_chats_own_comes_first(desk: Desk) -> None:
    assert "Letzte" not in plain.render(await asked(desk, "latest"))
    assert "Neueste Meldungen" in plain.render(await asked(desk, "latest", language="de-AT"))
    assert "Останні сюжети" in plain.render(await asked(replace(desk, language="uk"), "latest"))
    changed = await asked(desk, "settings", "language français", language="de")
    assert "Quand ce salon est averti" in plain.render(changed)
    assert "Derniers sujets" in plain.render(await asked(desk, "latest", language="de"))
    await asked(desk, "settings", "language bot")
    assert "Neueste Meldungen" in plain.render(await asked(desk, "latest", language="de"))


async def test_a_language_that_we_do_not_speak_is_refused_with_those_that_we_do(desk: Desk) -> None:
    refused = plain.render(await asked(desk, "settings", "language klingon"))
    assert all(name in refused for name in LANGUAGES.values())


@pytest.mark.parametrize("language", FOREIGN)
async def test_what_sources_say_stays_as_it_is_on_every_platform(desk: Desk, language: str) -> None:
    reply = await asked(desk, "story", "1", language=language)
    words = article(1).title
    assert words in plain.render(reply)
    assert words in telegram.visible("".join(message.html for message in telegram.render(reply)))
    assert any(words in message.title.replace("\\", "") for message in discord.render(reply))
    assert "Reported by" not in plain.render(reply)
    assert "paraphrase by" not in telegram.render(reply)[0].html


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_card_names_a_states_outlet_as_one_in_every_language(desk: Desk, language: str) -> None:
    story = await desk.store.story((await desk.store.latest(limit=1))[0].id)
    assert story is not None
    with speaking(language):
        shown = plain.render(replace(card(story, desk.zone), language=language))
        assert worded(Ownership.STATE_CONTROLLED.value) in shown
        assert country_name("Russia") in shown
