"""How a place is told that has words which somebody wants checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.credits import credit
from bot.quotations import speaker_with_office
from bot.replies import Block, Bullet, Excerpt, Line, Quotation, Tone, paragraph, text
from bot.speech import worded
from feeds.model import KeptArticle, Quote
from feeds.stories.places import Voice, is_part_of_run, surroundings
from feeds.stories.verify import Difference, Likeness

LONGEST_DIFFERENCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a stored article that has the words, or words like them."""

    kept: KeptArticle
    likeness: Likeness  # in the article's text; of a headline, in its title
    voice: Voice
    is_by: bool  # said by whom the question names, or it names nobody
    quote: Quote | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the words are the same."""
        return not self.likeness.distance


def told(place: Place, zone: ZoneInfo) -> Iterator[Block]:
    """Show the stored words, whose they are there, what differs, and what stands around them."""
    yield _words(place, zone)
    yield paragraph(text(worded("There:") + " ", tone=Tone.STRONG), _voice(place))
    for difference in place.likeness.differences:
        yield Bullet(line=(text(_difference(difference)),))
    if place.voice is not Voice.HEADLINE:
        article, (start, end) = place.kept.article, place.likeness.span
        around = surroundings(article.text, place.likeness.span, place.kept.reading.language)
        yield paragraph(
            text(worded("The place"), tone=Tone.STRONG),
            " " + worded("in the article's own words, characters {start} to {end}:", start=start, end=end),
        )
        yield Excerpt(text=around.of(article.text), credit=_address(place))


def _words(place: Place, zone: ZoneInfo) -> Block:
    article = place.kept.article
    source = article.title if place.voice is Voice.HEADLINE else article.text
    runs = tuple(span.of(source) for span in place.likeness.spans)
    credited = credit(place.kept, zone)
    if place.quote is None or not place.quote.speaker.name or place.voice is Voice.PARTLY:
        return Excerpt(text=place.likeness.span.of(source), credit=credited)
    return Quotation(
        speaker=speaker_with_office(place.kept, place.quote),
        runs=runs,
        paraphrase=place.voice is not Voice.QUOTED,
        credit=credited,
    )


def _voice(place: Place) -> str:
    speaker = place.quote.speaker.name if place.quote else ""
    match place.voice:
        case Voice.QUOTED:
            return _quotation_of(speaker) + (worded(", which says more") if _is_part(place) else "")
        case Voice.PARTLY:
            return worded("partly inside a direct quotation, partly the outlet's own words")
        case Voice.REPORTED:
            said = worded("the outlet's wording of what somebody said, not a direct quotation")
            return (
                worded("the outlet's wording of what {speaker} said, not a direct quotation", speaker=speaker)
                if speaker
                else said
            )
        case Voice.OUTLET:
            return worded("the outlet's own words, not a quotation that we found")
        case Voice.HEADLINE:
            return worded("the outlet's headline")


def _quotation_of(speaker: str) -> str:
    if not speaker:
        return worded("inside a direct quotation whose speaker we could not name")
    return worded("inside a direct quotation of {speaker}", speaker=speaker)


def _is_part(place: Place) -> bool:
    text, spans = place.kept.article.text, place.likeness.spans
    return place.quote is not None and is_part_of_run(text, spans, place.quote)


def _difference(difference: Difference) -> str:
    asked, found = difference.asked[:LONGEST_DIFFERENCE], difference.found[:LONGEST_DIFFERENCE]
    if not found:
        return worded("you wrote “{asked}”; it is not there", asked=asked)
    if not asked:
        return worded("you left out “{found}”", found=found)
    return worded("you wrote “{asked}”; there it is “{found}”", asked=asked, found=found)


def _address(place: Place) -> Line:
    article = place.kept.article
    return (text(article.outlet.name, link=article.url),)
