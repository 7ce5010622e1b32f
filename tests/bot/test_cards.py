"""What a card shows of its articles."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.cards import card
from bot.held import positions_of, stand
from bot.quotations import all_quotes
from bot.render.discord import render as render_for_discord
from bot.render.plain import render
from bot.render.telegram import render as render_for_telegram
from bot.replies import Bullet
from feeds.model import (
    ArticleId,
    KeptArticle,
    Label,
    Outlet,
    Ownership,
    Reading,
    Span,
    Stance,
    Story,
    StoryId,
)
from storage.model import Length
from tests.samples import HERALD, NOON, TEXT, VESTNIK, article, reading

UTC = ZoneInfo("UTC")


def kept(number: int = 1, *, outlet: Outlet = HERALD, read: Reading | None = None) -> KeptArticle:
    return KeptArticle(
        id=ArticleId(number),
        story=StoryId(1),
        origin=ArticleId(number),
        article=article(number, outlet=outlet),
        reading=read or reading(),
        seen=NOON,
    )


def story(*articles: KeptArticle) -> Story:
    return Story(
        id=StoryId(1),
        label=Label.CORE,
        published=NOON,
        first_seen=NOON,
        last_changed=NOON,
        articles=articles,
    )


def test_the_same_words_are_credited_to_the_outlet_that_had_them_first() -> None:
    later = kept(2, outlet=VESTNIK)
    ((source, _),) = all_quotes((later, kept(1)))
    assert source.id == 1


def test_a_quote_without_a_speaker_is_not_shown() -> None:
    (quote,) = reading().quotes
    nobody = replace(quote, speaker=replace(quote.speaker, name=""))
    assert all_quotes((kept(read=replace(reading(), quotes=(nobody,))),)) == ()


def test_the_headline_of_a_state_controlled_outlet_says_whose_it_is() -> None:
    shown = render(card(story(kept(outlet=VESTNIK)), UTC))
    assert VESTNIK.ownership is Ownership.STATE_CONTROLLED
    assert "headline: Severny Vestnik (Russia, state-controlled)" in shown


def test_a_conditional_yes_outweighs_a_report_that_left_the_condition_out() -> None:
    (position,) = reading().positions
    short = kept(2, read=replace(reading(), positions=(replace(position, stance=Stance.SUPPORTS),)))
    assert [held.stance for _, held in positions_of(story(kept(1), short))] == [Stance.CONDITIONAL]


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (Span(TEXT.index('"'), TEXT.index(",", TEXT.index('"'))), "We would go"),
        (Span(TEXT.index('"'), TEXT.index(" Juhan")), '"We would go, but only after a ceasefire,"'),
    ],
)
def test_evidence_shows_no_mark_that_is_never_closed(span: Span, shown: str) -> None:
    (position,) = reading().positions
    assert stand(kept(), replace(position, span=span), UTC).evidence == shown


def test_a_card_names_the_origins_of_its_story() -> None:
    wire = replace(kept(1), reading=replace(reading(), credit="AFP"))
    copy = replace(kept(2, outlet=VESTNIK), origin=ArticleId(1))
    assert "2 outlets, 1 origin: AFP" in render(card(story(wire, copy), UTC))


def test_a_card_names_three_origins_and_counts_the_others() -> None:
    names = ("A" * 300, "Bee", "Cee", "Dee", "Eee")
    each = [kept(number, outlet=replace(HERALD, name=name)) for number, name in enumerate(names, 1)]
    shown = render(card(story(*each), UTC))
    assert "Bee, Cee and 2 more" in shown
    assert f"5 origins: {'A' * 39}…" in shown


def test_a_card_may_show_what_stands_behind_its_headline_until_it_is_withdrawn() -> None:
    told = story(kept(1), kept(2, outlet=VESTNIK))
    assert card(told, UTC).lead == told.articles[0].article.url
    assert card(replace(told, label=Label.NO), UTC).lead == ""


def test_a_long_card_says_more_and_is_one_message_on_each_platform() -> None:
    words = "In the town hall the minister said that no troops would go there. "
    (quote,), (position,) = reading().quotes, reading().positions
    spans = tuple(Span(start, start + len(words) - 1) for start in range(0, len(words) * 60, len(words)))
    many = replace(
        reading(),
        summary=spans[:3],
        quotes=tuple(
            replace(
                quote, spans=(span,), quoted=(span,), speaker=replace(quote.speaker, name=f"Ada {span.start}")
            )
            for span in spans
        ),
        positions=tuple(replace(position, span=span, actor=f"Ada {span.start}") for span in spans),
    )
    outlets = [replace(HERALD, name=f"The Herald of Town {number}") for number in range(20)]
    articles = [kept(number, outlet=outlet, read=many) for number, outlet in enumerate(outlets, 1)]
    grown = story(
        *(
            replace(
                each,
                article=replace(
                    each.article, text=words * 60, url=f"https://herald.example/{each.id}/{'x' * 40}"
                ),
            )
            for each in articles
        )
    )
    usual, long = (card(grown, UTC, length) for length in (Length.CARD, Length.LONG))
    assert len(long.blocks) > len(usual.blocks)
    assert len(render_for_telegram(long)) == len(render_for_discord(long)) == 1


def test_one_line_is_the_headline_its_outlet_and_how_many_carry_it() -> None:
    told = card(story(kept(1), kept(2, outlet=VESTNIK)), UTC, Length.LINE)
    [line] = told.blocks
    assert isinstance(line, Bullet)
    shown = "".join(part.text for part in line.line)
    assert "Estonia could send troops (The Harbour Herald; CORE · 2 outlets" in shown
