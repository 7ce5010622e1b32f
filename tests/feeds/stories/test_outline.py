"""A story is told in parts: what happened first, what is disputed last; no words without their speaker."""

from dataclasses import replace

from feeds.model import Chain, KeptArticle, Position, Quote, QuoteKind, Span, Speaker, Stance
from feeds.stories.outline import Part, outline
from tests.samples import NOON, article, reading

TEXT = (
    "Norland will send forty engineers to Ukraine in April, its cabinet decided on Monday. "
    "Premier Ada Brask said that Norland supports a mission in Ukraine. "
    "“No soldier of ours goes there before the elections in May.” "
    "Minister Olaf Tern told reporters that he opposes any soldiers abroad."
)


def _at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _position(actor: str, stance: Stance, words: str) -> Position:
    return Position(actor=actor, country="", stance=stance, span=_at(words), chain=Chain.SELF_STATED)


def _kept() -> KeptArticle:
    words = _at("No soldier of ours goes there before the elections in May.")
    quote = Quote(
        kind=QuoteKind.DIRECT, speaker=Speaker(name="", mention=""), spans=(words,), quoted=(words,)
    )
    positions = (
        _position("Ada Brask", Stance.SUPPORTS, "Norland supports a mission in Ukraine"),
        _position("Olaf Tern", Stance.OPPOSES, "he opposes any soldiers abroad"),
    )
    read = replace(reading(), language="en", quotes=(quote,), positions=positions, summary=())
    written = replace(article(1), title="Norland", text=TEXT)
    return KeptArticle(id=1, story=1, origin=1, article=written, reading=read, seen=NOON)  # type: ignore[arg-type]  # ids are numbers


def test_what_happened_comes_first_and_both_sides_of_a_dispute_last() -> None:
    told = outline((_kept(),), 10)
    assert told[0].words.startswith("Norland will send forty engineers")
    assert [one.words for one in told if one.part is Part.DISPUTED] == [
        "Premier Ada Brask said that Norland supports a mission in Ukraine.",
        "Minister Olaf Tern told reporters that he opposes any soldiers abroad.",
    ]


def test_words_without_their_speaker_are_not_told() -> None:
    assert not any("No soldier" in one.words for one in outline((_kept(),), 10))


def test_no_sentence_comes_twice() -> None:
    told = [one.words for one in outline((_kept(), _kept()), 10)]
    assert len(told) == len(set(told))
