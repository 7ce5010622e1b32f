"""Values that tests start from. Outlets, people and words are invented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.model import (
    Article,
    Assessment,
    Basis,
    Chain,
    FeedSource,
    Label,
    Outlet,
    Ownership,
    Position,
    Quote,
    QuoteKind,
    Reading,
    Reason,
    Span,
    Speaker,
    Stance,
)
from feeds.stories.cluster import sign

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

HERALD = Outlet(name="The Harbour Herald", country="Estonia", language="en", ownership=Ownership.PRIVATE)
VESTNIK = Outlet(
    name="Severny Vestnik", country="Russia", language="ru", ownership=Ownership.STATE_CONTROLLED
)

TEXT = (
    "Estonia's defence minister said on Tuesday that the country could send troops to Ukraine. "
    '"We would go, but only after a ceasefire," Juhan Tammsalu told reporters.'
)


REFUSAL = Position(
    actor="Ada Roe",
    country="Estonia",
    stance=Stance.OPPOSES,
    span=Span(0, 30),
    chain=Chain.SELF_STATED,
    is_official=True,
)
"""What an official says himself; its evidence is the beginning of `TEXT`."""


def source(name: str = "herald", outlet: Outlet = HERALD) -> FeedSource:
    """A feed of an invented outlet."""
    return FeedSource(url=f"https://{name}.example/feed.xml", outlet=outlet)


def article(number: int = 1, *, outlet: Outlet = HERALD, title: str = "Estonia could send troops") -> Article:
    """An article on the subject."""
    return Article(
        title=title,
        text=TEXT,
        url=f"https://{outlet.name.split()[-1].lower()}.example/{number}",
        outlet=outlet,
        published=NOON + timedelta(minutes=number),
        basis=Basis.FULL_TEXT,
    )


def reading(label: Label = Label.CORE) -> Reading:
    """What `TEXT` says, with one quote and one position."""
    start = TEXT.index("We would go")
    words = Span(start, TEXT.index('," Juhan') + 1)
    return Reading(
        language="en",
        assessment=Assessment(label=label, score=0.9, reasons=(Reason(span=Span(0, 7), why="force"),)),
        quotes=(
            Quote(
                kind=QuoteKind.DIRECT,
                speaker=Speaker(
                    name="Juhan Tammsalu", mention="Juhan Tammsalu", actor="Juhan Tammsalu", country="Estonia"
                ),
                spans=(words,),
                quoted=(words,),
                cue=Span(TEXT.index("told"), TEXT.index("told") + 4),
            ),
        ),
        positions=(
            Position(
                actor="Juhan Tammsalu",
                country="Estonia",
                stance=Stance.CONDITIONAL,
                span=words,
                chain=Chain.SELF_STATED,
            ),
        ),
        summary=(Span(0, TEXT.index('"') - 1),),
        credit="",
        signature=sign("Estonia could send troops", TEXT, "en", (), ()),
    )


def silent_reading() -> Reading:
    """A reading in which nothing was found."""
    return replace(reading(Label.NO), quotes=(), positions=(), summary=())
