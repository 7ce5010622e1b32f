"""The ledger as the store answers it, held against its rule (docs/decisions/0011-the-ledger.md)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from feeds.model import Chain, Held, Label, Matter, Position, Span, Stance, StoryId, Troops
from storage.positions import Holder
from storage.store import Store
from tests.samples import HERALD, NOON, REFUSAL, TEXT, article, reading

SAID = replace(REFUSAL, stance=Stance.OPEN)


async def keep(
    store: Store, *positions: Position, day: int = 0, number: int = 1, label: Label = Label.CORE
) -> None:
    async with store.editing() as edition:
        story: StoryId = await edition.begin_story(label, NOON)
        await edition.keep_article(
            replace(article(number, outlet=HERALD), published=NOON + timedelta(days=day)),
            replace(reading(label), positions=positions),
            story=story,
            origin=None,
            seen=NOON,
        )


async def test_a_position_comes_back_as_it_was_kept(store: Store) -> None:
    said = replace(
        SAID,
        stance=Stance.CONDITIONAL,
        condition=Span(4, 9),
        troops=Troops.OTHERS,
        chain=Chain.ATTRIBUTED,
        reporter="Ivo Lind",
    )
    await keep(store, said)
    (line,) = await store.positions_of(Holder(actors=("Ada Roe",)), limit=5)
    assert line.position == said
    assert line.said == NOON
    stored = (await store.articles([line.article]))[line.article]
    assert stored.reading.positions == (said,)
    assert said.span.of(stored.article.text) == TEXT[:30]


async def test_the_ledger_follows_a_correction_and_takes_it_back(store: Store) -> None:
    await keep(store, SAID)
    (line,) = await store.stands_of_countries()
    async with store.editing() as edition:
        await edition.correct(line.article, Label.NO, NOON)
    assert await store.stands_of_countries() == ()
    assert await store.own_words("Ada Roe", Matter.SENDING, limit=9) == ()
    async with store.editing() as edition:
        await edition.correct(line.article, Label.CORE, NOON)
    assert await store.stands_of_countries() == (line,)


async def test_the_ledger_follows_an_edit_of_the_article(store: Store) -> None:
    await keep(store, SAID)
    (line,) = await store.stands_of_countries()
    kept = (await store.articles([line.article]))[line.article]
    edited = replace(kept.article, published=NOON + timedelta(days=3))
    refuses = replace(SAID, stance=Stance.OPPOSES)
    async with store.editing() as edition:
        await edition.revise_article(kept, edited, replace(kept.reading, positions=(refuses,)), NOON)
    assert [(one.position, one.said) for one in await store.stands_of_countries()] == [
        (refuses, NOON + timedelta(days=3))
    ]


async def test_a_country_is_spoken_for_by_its_officials_only(store: Store) -> None:
    critic = replace(SAID, actor="Jan Muster", stance=Stance.OPPOSES, is_official=False)
    await keep(store, SAID, day=0, number=1)
    await keep(store, critic, day=9, number=2)
    assert [line.position for line in await store.stands_of_countries()] == [SAID]
    assert {line.position.actor for line in await store.stands_of_actors("Estonia")} == {
        "Ada Roe",
        "Jan Muster",
    }
    assert await store.stands_of_actors("Latvia") == ()


RANKS = (Chain.SELF_STATED, Chain.REPORTED, Chain.ANONYMOUS, Chain.ATTRIBUTED)
"""Whose word goes first: nothing that others say of somebody replaces what he says himself."""


async def test_the_newest_word_of_ones_own_is_in_force(store: Store) -> None:
    await keep(store, replace(SAID, stance=Stance.OPPOSES), day=1, number=1)
    await keep(store, SAID, day=2, number=2)
    assert [line.position for line in await store.stands_of_actors("Estonia")] == [SAID]


@pytest.mark.parametrize("chain", [Chain.REPORTED, Chain.ANONYMOUS, Chain.ATTRIBUTED])
async def test_what_others_say_of_him_never_replaces_his_own_word(store: Store, chain: Chain) -> None:
    await keep(store, SAID, day=1, number=1)
    await keep(store, replace(SAID, stance=Stance.SUPPORTS, chain=chain), day=300, number=2)
    assert [line.position for line in await store.stands_of_actors("Estonia")] == [SAID]


async def test_what_others_say_of_him_counts_until_he_speaks(store: Store) -> None:
    assert await store.stands_of_actors("Estonia") == ()
    told = replace(SAID, chain=Chain.ANONYMOUS)
    await keep(store, told, day=1)
    assert [line.position for line in await store.stands_of_actors("Estonia")] == [told]


@pytest.mark.parametrize("seed", range(8))
async def test_what_is_in_force_is_what_the_rules_of_the_ledger_say(store: Store, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  a sample, no secret
    for number in range(30):
        positions = {
            (said.actor, said.stance): said
            for said in (
                replace(
                    SAID,
                    actor=chance.choice(["Ada Roe", "Jan Muster", "Estonia"]),
                    stance=chance.choice(list(Stance)),
                    chain=chance.choice(list(Chain)),
                    troops=chance.choice(list(Troops)),
                )
                for _ in range(chance.randrange(3))
            )
        }
        await keep(store, *positions.values(), day=chance.randrange(9), number=number)
    everything = await store.positions_of(Holder(country="Estonia"), limit=1_000)
    assert set(await store.stands_of_countries()) == stands(everything)
    by_actor = {
        line for actor in ("Ada Roe", "Jan Muster", "Estonia") for line in stands(of(actor, everything))
    }
    assert set(await store.stands_of_actors("Estonia")) == by_actor


def of(actor: str, lines: tuple[Held, ...]) -> tuple[Held, ...]:
    return tuple(line for line in lines if line.position.actor == actor)


def stands(lines: tuple[Held, ...]) -> set[Held]:
    found = (in_force([line for line in lines if line.position.matter is matter]) for matter in Matter)
    return {line for line in found if line is not None}


def in_force(lines: Sequence[Held]) -> Held | None:
    """The rule in other words than the query's."""
    return max(
        lines, key=lambda line: (-RANKS.index(line.position.chain), line.said, line.article), default=None
    )
