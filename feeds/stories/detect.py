"""Says which articles are about sending foreign troops to Ukraine, and shows the words that made it so.

Each sentence is judged by itself (deployment.py). What the title says, the article is about; without that,
one sentence is only a mention in passing, and two make the subject a part of the article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from feeds.model import Assessment, Label, Reason, Salience, Source, Span
from feeds.stories.detection.deployment import find_deployment
from feeds.stories.detection.lexicon import Lexicon, Slot, load_lexicon
from feeds.stories.detection.scene import UKRAINE_SLOTS, Context, Finding
from feeds.stories.texts.debris import LONGEST_TITLE, Sentence, sentences_of

ENOUGH = 0.5  # a finding that is weaker does not count
OPENING_PARAGRAPHS = 2
OPENING_LENGTH = 500  # characters of the text that open it
SHORT_TEXT = 900  # characters of a summary: all of it is opening
PART = 2  # sentences that make the subject a part of an article
RELATED_PART = 3  # the same for the neighbourhood, which is named more often in passing
UKRAINE_LASTS = 4  # sentences after which "there" no longer means Ukraine
SCORE_OF_MENTION = 0.3  # one sentence in passing
MOST_REASONS = 12
SCREENED = 1_500  # characters of a summary that the screen reads
FORCE_SLOTS = frozenset({Slot.FORCE, Slot.MISSION, Slot.PRESENCE, Slot.JETS, Slot.DRAWDOWN})
ACTOR_SLOTS = FORCE_SLOTS | {Slot.FOREIGN, Slot.GUARANTEE, Slot.COALITION, Slot.PLANNING, Slot.KOREAN}
NEAR_SLOTS = frozenset({Slot.FLANK, Slot.REAR, Slot.BORDER, Slot.RUSSIAN, Slot.KOREAN, Slot.CUT})
SCREENS = (  # an entry passes that has something of both
    (UKRAINE_SLOTS, ACTOR_SLOTS),
    (FORCE_SLOTS, NEAR_SLOTS),
    (frozenset({Slot.BELARUSIAN}), FORCE_SLOTS | {Slot.JOIN_WAR}),
    (frozenset({Slot.COALITION}), frozenset({Slot.COALITION})),
    (frozenset({Slot.DRAWDOWN}), frozenset({Slot.FOREIGN})),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with what was found in it."""

    sentence: Sentence
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is kept in mind from sentence to sentence."""

    sentences_on_ukraine: int = 0  # for how many more "there" means Ukraine
    title_on_ukraine: bool = False
    about_deployment: bool = False
    about_envoys: bool = False

    def after(self, slots: frozenset[Slot], *, in_title: bool) -> "Memory":
        """Take in the next sentence."""
        names_ukraine = bool(slots & UKRAINE_SLOTS)
        return Memory(
            sentences_on_ukraine=UKRAINE_LASTS if names_ukraine else max(0, self.sentences_on_ukraine - 1),
            title_on_ukraine=self.title_on_ukraine or (in_title and names_ukraine),
            about_deployment=self.about_deployment,
            about_envoys=self.about_envoys or Slot.ENVOYS in slots,
        )

    @property
    def context(self) -> Context:
        """What the rules may rely on."""
        return Context(
            about_ukraine=self.title_on_ukraine or self.sentences_on_ukraine > 0,
            about_deployment=self.about_deployment,
            about_envoys=self.about_envoys,
        )


def assess(title: str, text: str, language: str, day: date | None = None) -> Assessment:
    """Judge an article by its title and as much of its text as there is; either may be empty.

    `language` is ISO 639-1; where there is no lexicon for it, the answer is NO with the reason "language not
    read". `day` is the day of publication. The spans of the reasons lie in the title or the text, as their
    source says. The score is near the share of such judgements that were right on the labelled headlines.
    """
    del day  # the rules of this version hold for any day
    lexicon = load_lexicon(language)
    if lexicon is None:
        return Assessment(
            label=Label.NO, score=0.0, reasons=(Reason(span=Span(0, 0), why="language not read"),)
        )
    judged = tuple(_judge_sentences(title, text, lexicon))
    return _weigh(judged, is_short=len(text) <= SHORT_TEXT)


def may_matter(title: str, summary: str, language: str) -> bool:
    """Tell cheaply whether an entry deserves a look at its full text: better too often than too seldom."""
    lexicon = load_lexicon(language)
    if lexicon is None:
        return False
    words = f"{title[:LONGEST_TITLE]}\n{summary[:SCREENED]}"
    slots = {hit.slot for hit in lexicon.scan(words, Span(0, len(words)))}
    return any(slots & one and slots & other for one, other in SCREENS)


def _judge_sentences(title: str, text: str, lexicon: Lexicon) -> Iterator[Judged]:
    memory = Memory()
    for sentence in sentences_of(title, text):
        in_title = sentence.source is Source.TITLE
        hits = lexicon.scan(title if in_title else text, sentence.span)
        memory = memory.after(frozenset(hit.slot for hit in hits), in_title=in_title)
        finding = find_deployment(hits, memory.context, owner_follows=lexicon.owner_follows)
        memory = replace(memory, about_deployment=finding is not None and finding.label is Label.CORE)
        if finding is not None and finding.strength >= ENOUGH:
            yield Judged(sentence, finding)


def _weigh(judged: Sequence[Judged], *, is_short: bool) -> Assessment:
    core = [item for item in judged if item.finding.label is Label.CORE]
    related = [item for item in judged if item.finding.label is Label.RELATED]
    core_opening = [item for item in core if is_short or _is_opening(item.sentence)]
    related_opening = [item for item in related if is_short or _is_opening(item.sentence)]
    only_caveats = bool(related_opening) and not core_opening and len(core) <= len(related)
    if _is_enough(core, is_short=is_short) and not only_caveats:
        return _assessment(Label.CORE, core_opening or core, is_main=bool(core_opening))
    if related_opening or len(related) >= RELATED_PART:
        return _assessment(Label.RELATED, related_opening or related, is_main=bool(related_opening))
    return _no(core or related)


def _is_enough(judged: Sequence[Judged], *, is_short: bool) -> bool:
    """A headline says what an article is about; one sentence further down is only a mention."""
    if len(judged) >= PART or (judged and is_short):
        return True
    return any(item.sentence.source is Source.TITLE for item in judged)


def _is_opening(sentence: Sentence) -> bool:
    if sentence.source is Source.TITLE:
        return True
    return sentence.paragraph <= OPENING_PARAGRAPHS and sentence.span.end <= OPENING_LENGTH


def _assessment(label: Label, judged: Sequence[Judged], *, is_main: bool) -> Assessment:
    return Assessment(
        label=label,
        score=max(item.finding.strength for item in judged),
        reasons=_reasons(judged),
        salience=Salience.MAIN if is_main else Salience.PASSING,
    )


def _no(mentions: Sequence[Judged]) -> Assessment:
    return Assessment(
        label=Label.NO,
        score=SCORE_OF_MENTION if mentions else 0.0,
        reasons=_reasons(mentions),
        salience=Salience.PASSING if mentions else Salience.MAIN,
    )


def _reasons(judged: Sequence[Judged]) -> tuple[Reason, ...]:
    reasons = (
        Reason(span=hit.span, why=f"{role}: {item.finding.rule}", source=item.sentence.source)
        for item in judged
        for role, hit in item.finding.hits
    )
    return tuple(reasons)[:MOST_REASONS]
