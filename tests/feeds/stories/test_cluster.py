"""Which story an article belongs to. Outlets, people and words are invented."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model import (
    ArticleId,
    Chain,
    Member,
    Position,
    Quote,
    QuoteKind,
    Signature,
    Span,
    Speaker,
    Stance,
    StoryId,
)
from feeds.stories.cluster import WINDOW, Company, Placement, find_place, sign
from feeds.stories.clusters.likeness import Newcomer, Scale
from feeds.stories.clusters.shelf import Shelf
from tests.samples import NOON

ENGLISH = (
    "Estonia will not rule out peacekeepers, Tammsalu says",
    "Estonia's defence minister Juhan Tammsalu said a brigade of 1,200 peacekeepers could go to Odesa.",
)
ENGLISH_AGAIN = (
    "Tammsalu: Estonia does not exclude sending peacekeepers to Odesa",
    "The minister named a brigade of 1,200 people that would go once a ceasefire holds.",
)
GERMAN = (
    "Estland schließt Friedenstruppen nicht aus, sagt Tammsalu",
    "Verteidigungsminister Juhan Tammsalu sprach von einer Brigade mit 1.200 Mann für Odessa.",
)
ANOTHER_EVENT = (
    "Norway keeps its instructors at home after parliament vote",
    "Lawmakers in Oslo voted against a training mission in Lviv by 90 to 79.",
)

FIRST_FILLER = "Snow had closed the eastern motorway before breakfast, and buses were late. " * 6
SECOND_FILLER = "A choir of pupils from Haapsalu sang in the gallery until the bell rang. " * 6


def choose_story(signature: Signature, published: datetime, recent: Sequence[Member]) -> StoryId | None:
    chosen = find_place(signature, published, Shelf(recent, newcomer=signature)).company
    return chosen.story if chosen else None


def test_a_story_told_by_two_outlets_in_other_words_is_one() -> None:
    assert choose_story(signed(ENGLISH_AGAIN), NOON, [member(1, ENGLISH)]) == 1


def test_another_event_of_the_same_day_is_a_story_of_its_own() -> None:
    assert choose_story(signed(ANOTHER_EVENT), NOON, [member(1, ENGLISH)]) is None


def test_what_every_article_on_the_subject_says_joins_nothing() -> None:
    one = ("NATO troops and the war in Ukraine", "Russia is at war with Ukraine and NATO sends soldiers.")
    other = ("Ukraine war: soldiers of NATO", "European allies debate military forces against Russia.")
    assert choose_story(signed(one), NOON, [member(1, other)]) is None


def test_an_article_joins_the_story_that_it_is_most_like() -> None:
    recent = [
        member(1, ANOTHER_EVENT),
        member(2, ENGLISH),
        member(3, ("Storm hits Tallinn harbour", "Roofs flew.")),
    ]
    assert choose_story(signed(ENGLISH_AGAIN), NOON, recent) == 2


def test_one_story_over_two_languages_joins_when_actor_country_and_stance_match() -> None:
    stance = position("Juhan Tammsalu", Stance.OPEN)
    recent = [member(1, ENGLISH, positions=(stance,), age=timedelta(hours=20))]
    assert choose_story(signed(GERMAN, "de", positions=(stance,)), NOON, recent) == 1


def test_names_alone_do_not_join_over_languages() -> None:
    german = ("Estland bestellt neue Schneepflüge", "Tammsalu besuchte das Werk in Tartu.")
    assert choose_story(signed(german, "de"), NOON, [member(1, ENGLISH)]) is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_who_has_changed_sides_has_made_news(language: str) -> None:
    before = member(1, ENGLISH, positions=(position("Juhan Tammsalu", Stance.OPEN),))
    words = ENGLISH_AGAIN if language == "en" else GERMAN
    turned = signed(words, language, positions=(position("Juhan Tammsalu", Stance.OPPOSES),))
    assert choose_story(turned, NOON, [before]) is None


def test_a_later_development_with_words_of_its_own_is_a_new_story() -> None:
    later = (
        "Tammsalu apologises to Narva families for remark about peacekeepers",
        "Relatives of conscripts had protested in front of the ministry on Thursday.",
    )
    assert choose_story(signed(later), NOON, [member(1, ENGLISH, age=timedelta(hours=48))]) is None


def test_the_same_words_after_the_window_are_a_new_story() -> None:
    old = member(1, ENGLISH, age=WINDOW + timedelta(minutes=1))
    assert choose_story(signed(ENGLISH), NOON, [old]) is None


def test_an_article_that_arrives_late_joins_what_was_published_after_it() -> None:
    assert choose_story(signed(ENGLISH), NOON, [member(1, ENGLISH_AGAIN, age=timedelta(hours=-5))]) == 1


def test_a_copied_text_joins_under_whatever_headline() -> None:
    body = " ".join(f"Sentence {number} speaks of harbour crane {number * 7}." for number in range(40))
    copied = signed(("A wholly different line above it", f"Our view.\n{body}"))
    assert choose_story(copied, NOON, [member(1, ("Cranes stand still", body))]) == 1


def test_the_same_quoted_words_bring_two_reports_closer() -> None:
    words = "We would rather freeze in our own barracks than march"
    one = ("Tammsalu answers critics in Tallinn over barracks", f'{FIRST_FILLER} "{words}."')
    other = ("Tammsalu speaks of barracks in Tallinn", f'{SECOND_FILLER} "{words}," he told the house.')
    apart = likeness(signed(one), signed(other))
    together = likeness(
        signed(one, quotes=(quote(one[1], words),)), signed(other, quotes=(quote(other[1], words),))
    )
    assert 0 < apart < together


def test_the_order_of_the_recent_articles_does_not_matter() -> None:
    recent = [
        member(1, ENGLISH, age=timedelta(hours=3)),
        member(2, ENGLISH, age=timedelta(hours=3)),
        member(2, ANOTHER_EVENT),
        member(3, ENGLISH_AGAIN, age=timedelta(hours=30)),
    ]
    chosen = {choose_story(signed(ENGLISH), NOON, order) for order in permutations(recent)}
    assert chosen == {1}


def test_of_two_stories_just_as_like_the_older_one_is_taken() -> None:
    assert choose_story(signed(ENGLISH), NOON, [member(7, ENGLISH), member(4, ENGLISH)]) == 4


def test_nothing_recent_makes_a_new_story() -> None:
    assert choose_story(signed(ENGLISH), NOON, []) is None


def test_a_signature_is_the_same_in_every_process() -> None:
    program = (
        f"from feeds.stories.cluster import sign; s = sign(*{ENGLISH!r}, 'en', (), ());"
        "print(sorted(s.words), sorted(s.entities), sorted(s.shingles))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_a_signature_stays_small_whatever_the_text() -> None:
    signature = sign("A title", " ".join(f"word{number}" for number in range(20_000)), "en", (), ())
    assert len(signature.shingles) <= 64
    assert len(signature.words) < 100


def test_what_the_page_puts_above_an_article_is_not_compared() -> None:
    box = "Sign up for our newsletter and never miss a thing.\n"
    assert sign(*ENGLISH, "en", (), ()).words == sign(ENGLISH[0], box + ENGLISH[1], "en", (), ()).words


@settings(deadline=None)  # the first call reads the word lists
@given(st.text(), st.text(), st.sampled_from(["en", "pl", "uk", "und", "??"]))
def test_no_text_is_too_strange_to_be_signed_and_placed(title: str, text: str, language: str) -> None:
    signature = sign(title, text, language, (), ())
    assert choose_story(signature, NOON, [member(1, ENGLISH)]) in (None, 1)


@pytest.mark.parametrize("pattern", ['"', " ", "a", "(", "1,000,", "U.S.", ". ", "\n", "é", "Read more\n"])
def test_a_huge_text_is_signed_quickly(pattern: str) -> None:
    started = process_time()
    sign(pattern * 1_000, pattern * (1_000_000 // len(pattern)), "en", (), ())
    assert process_time() - started < 2


def test_two_thousand_recent_articles_do_not_hold_the_writer_up() -> None:
    recent = [
        member(number, (f"{ENGLISH[0]} {number}", f"{ANOTHER_EVENT[1]} {number}")) for number in range(2_000)
    ]
    started = process_time()
    choose_story(signed(GERMAN, "de"), NOON, recent)
    assert process_time() - started < 1  # 15 ms where nothing else runs


Words = tuple[str, str]


def signed(
    words: Words,
    language: str = "en",
    *,
    quotes: tuple[Quote, ...] = (),
    positions: tuple[Position, ...] = (),
) -> Signature:
    return sign(*words, language, quotes, positions)


def likeness(newcomer: Signature, other: Signature) -> float:
    return Newcomer(
        newcomer, Scale.of(newcomer, 1, lambda word: word in other.words | other.entities)
    ).likeness_to(other)


def member(
    story: int,
    words: Words,
    *,
    quotes: tuple[Quote, ...] = (),
    positions: tuple[Position, ...] = (),
    age: timedelta = timedelta(0),
) -> Member:
    published: datetime = NOON - age
    signature = signed(words, quotes=quotes, positions=positions)
    return Member(
        story=StoryId(story),
        article=ArticleId(story),
        origin=ArticleId(story),
        signature=signature,
        published=published,
    )


def position(actor: str, stance: Stance) -> Position:
    return Position(actor=actor, country="Estonia", stance=stance, span=Span(0, 20), chain=Chain.SELF_STATED)


def quote(text: str, words: str) -> Quote:
    start = text.index(words)
    span = Span(start, start + len(words))
    return Quote(kind=QuoteKind.DIRECT, speaker=Speaker(name="", mention=""), spans=(span,), quoted=(span,))


def test_an_unlisted_name_that_two_languages_write_alike_joins_them() -> None:
    polish = ("Grzelak: Polska nie wyśle wojsk", "Wiceminister Tomasz Grzelak mówił w Radiu Warta.")
    french = ("La Pologne n'enverra personne, assure Grzelak", "Tomasz Grzelak parlait à Radio Warta.")
    signature = sign(*french, "fr", (), ())
    recent = [replace(member(1, polish), signature=sign(*polish, "pl", (), ()))]
    assert choose_story(signature, NOON, recent) == 1


def test_a_denial_of_yesterdays_report_is_a_new_story_that_follows_it() -> None:
    report = signed(("Ruritania studies plan for 4,000 troops near Lviv", "Two officers confirmed the plan."))
    shelf = Shelf([replace(member(5, ENGLISH), signature=report, published=NOON - timedelta(hours=17))])
    denial = signed(("Ruritania denies plan for troops near Lviv", "A spokeswoman called the paper wrong."))
    assert find_place(denial, NOON, shelf) == Placement(company=None, follows=StoryId(5))


def test_a_story_follows_nothing_that_was_published_after_it() -> None:
    report = signed(("Ruritania studies plan for 4,000 troops near Lviv", "Two officers confirmed the plan."))
    shelf = Shelf([replace(member(5, ENGLISH), signature=report, published=NOON + timedelta(hours=17))])
    denial = signed(("Ruritania denies plan for troops near Lviv", "A spokeswoman called the paper wrong."))
    assert find_place(denial, NOON, shelf).follows is None


def test_what_shares_only_the_subject_follows_nothing() -> None:
    assert find_place(signed(ANOTHER_EVENT), NOON, Shelf([member(1, ENGLISH)])) == Placement(None, None)


def test_what_joins_a_story_follows_none() -> None:
    placement = find_place(signed(ENGLISH_AGAIN), NOON, Shelf([member(1, ENGLISH)]))
    assert placement == Placement(company=Company(StoryId(1), is_rejected=False), follows=None)
