"""Says which articles are about sending foreign troops to Ukraine, and shows the words that made it so.

Each sentence is judged by itself (detection/deployment.py), the article by its sentences (weighing.py). A
small model (model.py) says what that is worth.
"""

from collections.abc import Sequence
from datetime import date

from feeds.model import Assessment, Basis, Label, Reason, Span
from feeds.stories.detection.deployment import TELLING, is_vetoed
from feeds.stories.detection.features import features_of
from feeds.stories.detection.lexicon import Lexicon, load_lexicon
from feeds.stories.detection.model import Model, load_model
from feeds.stories.detection.screening import holds_pair, languages_held
from feeds.stories.detection.sight import Sight, look
from feeds.stories.detection.weighing import Verdict, weigh
from feeds.stories.language import identify
from feeds.stories.texts.debris import LONGEST_TITLE

SHORT_TEXT = 900  # characters of a summary: all of it is opening
MOST_REASONS = 12
SCREENED = 2_000  # characters of a summary that the screen reads
LIKELY = 0.8  # chance from which the model speaks up where the frames see only a part
NOT_READ = "language not read"
BY_MODEL = "words like those of articles on the subject"


def assess(title: str, text: str, language: str, day: date | None = None) -> Assessment:
    """Judge an article by its title and as much of its text as there is; either may be empty.

    `language` is ISO 639-1; where there is no lexicon for it, the answer is NO with the reason "language not
    read". `day` is the day of publication. The spans of the reasons lie in the title or the text, as their
    source says. Of the articles with a score of 0.8 about 80 % have the label rightly; the score of a NO is
    the chance that it is on the subject all the same.
    """
    del day  # the rules of this version hold for any day
    lexicon = load_lexicon(language)
    if lexicon is None:
        reason = Reason(span=Span(0, 0), why=NOT_READ)
        return Assessment(label=Label.NO, score=0.0, reasons=(reason,), basis=basis_of(title, text))
    return judge(title, text, lexicon, load_model())


def judge(title: str, text: str, lexicon: Lexicon, model: Model) -> Assessment:
    """Judge an article in the language of a lexicon, with a given model."""
    basis = basis_of(title, text)
    sights = tuple(look(title, text, lexicon))
    verdict = weigh(sights, is_short=basis is not Basis.FULL_TEXT)
    telling = [sight for sight in sights if sight.is_telling]
    score = model.score(verdict, features_of(title, text, sights)) if telling else 0.0
    if verdict.label is Label.NO and score >= LIKELY and not any(is_vetoed(sight.hits) for sight in telling):
        return _seen_by_model(telling, score, basis)
    return Assessment(
        label=verdict.label,
        score=score,
        reasons=_reasons(verdict),
        salience=verdict.salience,
        basis=basis,
    )


def basis_of(title: str, text: str) -> Basis:
    """Tell how much there is to read; a text may repeat the title."""
    if not text.strip() or text.strip() == title.strip():
        return Basis.HEADLINE
    return Basis.SUMMARY if len(text) <= SHORT_TEXT else Basis.FULL_TEXT


def may_matter(title: str, summary: str, language: str) -> bool:
    """Tell cheaply whether an entry deserves a look at its full text: better too often than too seldom.

    `language` is the one that its feed is likely to be in.
    """
    text = f"{title[:LONGEST_TITLE]}\n{summary[:SCREENED]}"
    likely = languages_held(text)
    if language in likely and _holds_pair(text, language):
        return True
    spoken = identify(text, hint=language) if likely and likely != (language,) else language
    return spoken != language and spoken in likely and _holds_pair(text, spoken)


def _holds_pair(text: str, language: str) -> bool:
    lexicon = load_lexicon(language)
    return lexicon is not None and holds_pair(text, lexicon)


def _seen_by_model(telling: Sequence[Sight], score: float, basis: Basis) -> Assessment:
    """What the frames see in part and the model knows well is RELATED, never CORE."""
    reasons = (
        Reason(span=hit.span, why=f"what: {BY_MODEL}", source=sight.sentence.source)
        for sight in telling
        for hit in sight.hits
        if hit.slot in TELLING
    )
    return Assessment(label=Label.RELATED, score=score, reasons=tuple(reasons)[:MOST_REASONS], basis=basis)


def _reasons(verdict: Verdict) -> tuple[Reason, ...]:
    reasons = (
        Reason(span=hit.span, why=f"{role}: {item.finding.rule}", source=item.sentence.source)
        for item in verdict.because
        for role, hit in item.finding.hits
    )
    return tuple(reasons)[:MOST_REASONS]
