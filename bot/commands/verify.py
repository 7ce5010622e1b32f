"""The command that checks words: whether they stand in what is stored, where, and whose they are there."""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.commands.desk import Command, Desk
from bot.commands.found import Place, told
from bot.credits import local_day
from bot.platforms.port import Ask
from bot.replies import Block, Heading, Reply, note, paragraph
from bot.speech import counted, phrase, phrases, worded
from feeds.model import KeptArticle
from feeds.stories.people.asked import Asked, who_is_asked
from feeds.stories.places import Voice, voice_at
from feeds.stories.verify import ENOUGH, MOST_WORDS, Likeness, compare, compared_words, groups_to_look_for

LONGEST = 2_000  # characters
LONGEST_NAME = 80
LOOKED_FOR = 2 * ENOUGH
"""Words that an article has one after the other before all of them are compared."""

ARTICLES_COMPARED = 40
MOST_TEXT = 2_000_000  # characters that one question compares
WORDS_BETWEEN = 12
"""Words that may stand between the runs of a near place: what differs, or an interrupting speaker."""

SHOWN = 3
OUTLETS_NAMED = 8

HOW = phrase("Verify what? For instance: /verify We would go, but only after a ceasefire — Macron")

_BY = re.compile(r'\bby:\s*("[^"]*"|[^"]*)$', re.IGNORECASE)
_BY_FIRST = re.compile(r'^by:\s*("[^"]*"|\S+)\s', re.IGNORECASE)
_DASH = re.compile(r"\s(?:[—–-]|--)\s*(?=[^\s—–-])")
_MAY_NAME = re.compile(r"\bby:|\s[—–-]", re.IGNORECASE)
_MARKS = str.maketrans(dict.fromkeys("“”„«»", '"'))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Words that somebody is said to have said."""

    words: tuple[str, ...]
    is_cut: bool  # there were more words than are compared
    by: Asked | None  # None: by anybody


async def verify(desk: Desk, ask: Ask) -> Reply:
    """Answer `/verify some words`, `/verify some words by:Macron` and `/verify “Some words” — Macron`."""
    claim = read_claim(ask.words, await desk.store.speakers() if _MAY_NAME.search(ask.words) else ())
    if not claim.words:
        return note(worded(HOW), private=True)
    near = asyncio.create_task(_near(desk, claim))  # beside the other: common words take their time
    try:
        places = await _having(desk, claim)
        if not any(place.is_exact for place in places):
            places = _sorted((*places, *await near))
    finally:
        near.cancel()
        await asyncio.gather(near, return_exceptions=True)
    return _found(desk, claim, places) if places else await _nothing(desk, claim)


async def _having(desk: Desk, claim: Claim) -> tuple[Place, ...]:
    """Find the words one after the other."""
    words = " ".join(claim.words[:LOOKED_FOR])
    articles = await desk.store.articles_with_phrase(words, limit=ARTICLES_COMPARED)
    return await asyncio.to_thread(_places, claim, articles)


async def _near(desk: Desk, claim: Claim) -> tuple[Place, ...]:
    """Find words much like them."""
    groups, within = groups_to_look_for(claim.words), len(claim.words) + WORDS_BETWEEN
    articles = await desk.store.articles_resembling(groups, within=within, limit=ARTICLES_COMPARED)
    return await asyncio.to_thread(_places, claim, articles)


def read_claim(typed: str, speakers: Sequence[str]) -> Claim:
    """Take apart what was typed: the words, and who is to have said them."""
    words, name = _named(typed[:LONGEST].replace("\x00", " ").translate(_MARKS).strip(), speakers)
    compared = compared_words(words)
    is_cut = len(compared) == MOST_WORDS and len(words.split()) > MOST_WORDS
    return Claim(words=compared, is_cut=is_cut, by=who_is_asked(name, speakers) if name else None)


def _named(typed: str, speakers: Sequence[str]) -> tuple[str, str]:
    for found in (_BY_FIRST.search(typed), _BY.search(typed)):
        if found and found[1].strip('" '):
            return typed[: found.start()] + " " + typed[found.end() :], found[1].strip('" ')
    for last in list(_DASH.finditer(typed))[-1:]:
        words, name = typed[: last.start()].rstrip(), typed[last.end() :].strip(' ".')
        if _may_be_name(name) and (words.endswith('"') or not who_is_asked(name, speakers).is_unknown):
            return words, name
    return typed, ""


def _may_be_name(name: str) -> bool:
    """Tell "— Macron" from a dash within the words: a name is short and has a capital in front."""
    return 0 < len(name) <= LONGEST_NAME and (name[0].isupper() or not name[0].isascii())


def _places(claim: Claim, articles: Iterable[KeptArticle]) -> tuple[Place, ...]:
    """Compare the words with articles: the best places first, the oldest of equals first."""
    room = MOST_TEXT
    places: list[Place] = []
    for kept in articles:
        room -= len(kept.article.text)
        if room < 0 and places:
            break
        place = place_of(claim, kept)
        if place is not None:
            places.append(place)
    return _sorted(places)


def _sorted(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted({place.kept.id: place for place in places}.values(), key=_best_first))


def place_of(claim: Claim, kept: KeptArticle) -> Place | None:
    """Find the best place of an article that has the words, or words much like them."""
    article, quotes = kept.article, kept.reading.quotes
    in_text = compare(claim.words, article.text[:MOST_TEXT], quotes)
    if in_text is not None and not in_text.distance:
        return _in_text(claim, kept, in_text)
    in_title = compare(claim.words, article.title)
    if in_title is not None and (in_text is None or in_title.distance < in_text.distance):
        return Place(kept=kept, likeness=in_title, voice=Voice.HEADLINE, is_by=claim.by is None)
    return None if in_text is None else _in_text(claim, kept, in_text)


def _in_text(claim: Claim, kept: KeptArticle, likeness: Likeness) -> Place:
    voice, quote = voice_at(likeness.spans, kept.reading.quotes)
    is_by = claim.by is None or (quote is not None and claim.by.has_said(quote.speaker))
    return Place(kept=kept, likeness=likeness, voice=voice, quote=quote, is_by=is_by)


def _best_first(place: Place) -> tuple[bool, bool, int, int, float]:
    voice = list(Voice).index(place.voice)
    published = place.kept.article.published.timestamp()
    return not place.is_exact, not place.is_by, place.likeness.distance, voice, published


def _found(desk: Desk, claim: Claim, places: Sequence[Place]) -> Reply:
    best = places[0]
    alike = [place for place in places if (place.is_exact, place.is_by) == (best.is_exact, best.is_by)]
    blocks: list[Block] = [Heading(text=_verdict(claim, best)), paragraph(_how_many(best, len(alike)))]
    blocks += (
        [paragraph(worded("Only the first {number} words were compared.", number=MOST_WORDS))]
        if claim.is_cut
        else []
    )
    for place in alike[:SHOWN]:
        blocks += told(place, desk.zone)
    blocks += _others(alike[SHOWN:])
    return Reply(blocks=tuple(blocks))


def _verdict(claim: Claim, best: Place) -> str:
    if claim.by is not None and not best.is_by:
        spoken = best.quote is not None and best.quote.speaker.name
        who = claim.by.name[:LONGEST_NAME]
        if best.is_exact and spoken:
            return worded("Not by {who}: these words are stored, but by somebody else", who=who)
        if best.is_exact:
            return worded("Not by {who}: these words are stored, but not as anybody's words by name", who=who)
        if spoken:
            return worded("Not by {who}: words much like these are stored, but by somebody else", who=who)
        return worded(
            "Not by {who}: words much like these are stored, but not as anybody's words by name", who=who
        )
    if best.is_exact:
        return worded("Exact: word for word")
    return worded("Near: not these words, but much like them")


def _how_many(best: Place, number: int) -> str:
    if number >= ARTICLES_COMPARED and best.is_exact:
        return worded("{number} or more stored articles have them.", number=number)
    if number >= ARTICLES_COMPARED:
        return worded("{number} or more stored articles have words like these.", number=number)
    if best.is_exact:
        return counted("{number} stored article has them.", "{number} stored articles have them.", number)
    one, many = phrases(
        "{number} stored article has words like these.", "{number} stored articles have words like these."
    )
    return counted(one, many, number)


def _others(places: Sequence[Place]) -> Iterator[Block]:
    names = list(dict.fromkeys(place.kept.article.outlet.name for place in places))
    if names:
        more = len(names) - OUTLETS_NAMED
        yield paragraph(
            worded("Also in {outlets}", outlets=", ".join(names[:OUTLETS_NAMED])),
            " " + worded("and {number} more", number=more) if more > 0 else "",
        )


async def _nothing(desk: Desk, claim: Claim) -> Reply:
    extent = await desk.store.extent()
    if extent.since is None:
        return note(worded("Nothing is stored yet, so there was nothing to search."))
    since = local_day(extent.since, desk.zone)
    compared = worded("Only the first {number} words were compared.", number=MOST_WORDS)
    stored = counted(
        "The one article stored since {since} does not have these words.",
        "None of the {number} articles stored since {since} has these words.",
        extent.articles,
        since=since,
    )
    return Reply(
        blocks=(
            Heading(text=worded("Not found")),
            paragraph(
                stored,
                " " + worded("Words much like them stand in none, either.") if len(claim.words) > 2 else "",
                " " + compared if claim.is_cut else "",
                " "
                + worded(
                    "That does not show that nobody said them: what is stored is what the feeds brought "
                    "about foreign troops in Ukraine, in the language in which it was written."
                ),
            ),
        )
    )


COMMANDS = (
    Command(
        name="verify",
        summary=phrase("Check words: exact, near, said by somebody else, or not found"),
        answer=verify,
        argument="words",
        argument_help=phrase("The words; who is to have said them may follow: — Macron, or by:Macron"),
    ),
)
