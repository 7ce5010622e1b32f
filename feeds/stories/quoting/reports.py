"""Reading the cue frames of a sentence: which verb reports what, and whose words they are."""

from dataclasses import replace

from feeds.model import Span
from feeds.stories.quoting.according import according_frame, as_frame
from feeds.stories.quoting.brackets import (
    bracketed_frame,
    citing_frame,
    drops_subject,
    has_subject_before,
    subject_after_hearer,
)
from feeds.stories.quoting.chains import chain_start
from feeds.stories.quoting.complements import Opening, announced, complement, judged
from feeds.stories.quoting.cue_verbs import is_cue
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.frames import (
    Frame,
    Order,
    body_end,
    characters,
    left_edge,
    quotation_before,
    without_nested,
)
from feeds.stories.quoting.grammar import (
    Part,
    has_finite_verb,
    is_adverb,
    is_modal,
    is_past_verb,
    is_title,
)
from feeds.stories.quoting.lookback import intention, later_quotation, with_left_content
from feeds.stories.quoting.shared_subjects import main_subject, subject_of_participle
from feeds.stories.quoting.subjects import Subject, SubjectKind, subject_after, subject_before
from feeds.stories.texts.tokens import Sentence, Token

MOST_CUES = 20  # of one sentence; what has more is no prose
FEWEST_TOKENS_BEFORE_COMMA = 5
PLAINLY_OPENED = frozenset({Opening.THAT, Opening.QUOTATION, Opening.COLON})


def find_frames(sentence: Sentence, last_speaker: Span | None, words: CueWords) -> tuple[Frame, ...]:
    """Give the frames of a sentence in order; `last_speaker` is the one of the sentence before."""
    frames: tuple[Frame, ...] = ()
    for cue in _cues(sentence, words):
        earlier = frames[-1].speaker if frames else None
        frame = _read_frame(sentence, cue, earlier, last_speaker, words)
        if frame is not None:
            frames = without_nested((*frames, frame), sentence, words)
    return frames


def _cues(sentence: Sentence, words: CueWords) -> list[int]:
    starts = words.frame_starts
    return [index for index, token in enumerate(sentence) if token.lower in starts][:MOST_CUES]


def _read_frame(
    sentence: Sentence, cue: int, earlier: Span | None, last_speaker: Span | None, words: CueWords
) -> Frame | None:
    according = according_frame(sentence, cue, words)
    if according is not None:
        return according
    if not is_cue(sentence, cue, words):
        return None
    if sentence[cue].lower in words.cues.citing:
        return citing_frame(sentence, cue, words)
    turned = (
        as_frame(sentence, cue, words)
        or _inverted_frame(sentence, cue, words)
        or bracketed_frame(sentence, cue, words)
        or _announcing_frame(sentence, cue, words)
    )
    if turned is not None:
        return turned
    plain = _plain_frame(sentence, cue, earlier, last_speaker, words)
    return None if plain is None else _with_content(sentence, plain, words)


def _inverted_frame(sentence: Sentence, cue: int, words: CueWords) -> Frame | None:
    """Read '"...," said the minister', and what is quoted after it in the same sentence."""
    if sentence[cue].lower not in words.inverting:
        return None
    edge = left_edge(sentence, cue, words)
    first = _after_time(sentence, cue + 1, words)
    subject = subject_after_hearer(sentence, first, words) or subject_after(sentence, first, words)
    if (
        subject is None
        or sentence[subject.start].lower in words.grammar.never_subjects | words.grammar.oblique
    ):
        return None
    if not _follows_content(sentence, edge, subject, words):
        return None
    return Frame(
        cue=cue,
        speaker=characters(sentence, subject),
        start=edge,
        end=subject.end,
        order=Order.INVERTED,
        left=Part(0, edge),
        right=_second_half(sentence, subject.end, words),
    )


def _after_time(sentence: Sentence, at: int, words: CueWords) -> int:
    """Skip "on Friday" between an inverted cue and its subject."""
    grammar = words.grammar
    while at + 1 < len(sentence):
        if sentence[at].lower in grammar.day_lead and sentence[at + 1].lower in grammar.days:
            at += 2
        elif sentence[at].lower in grammar.days or sentence[at].lower in grammar.loose_adverbs:
            at += 1
        else:
            break
    return at


def _follows_content(sentence: Sentence, edge: int, subject: Part, words: CueWords) -> bool:
    """See whether a quotation, or a clause and a comma, stands before an inverted cue."""
    if edge == 0:
        return False
    quotation = quotation_before(sentence, edge)
    if quotation is not None:
        return not (is_title(sentence[quotation]) and _is_apposition(sentence, edge, words))
    if sentence[edge - 1].text != ",":
        return False
    if edge < FEWEST_TOKENS_BEFORE_COMMA or not has_finite_verb(sentence[: edge - 1], words):
        return False
    if subject.end < len(sentence) and _opens_predicate(sentence[subject.end], words):
        return False
    opens = sentence[subject.start]
    if not opens.is_capital and opens.lower not in words.grammar.determiners:
        return False
    return not _is_apposition(sentence, edge, words)


def _opens_predicate(token: Token, words: CueWords) -> bool:
    """See that a verb follows what seemed to be a subject: said the talks "had" failed."""
    return token.lower in words.grammar.that or is_modal(token, words) or is_past_verb(token, words)


def _is_apposition(sentence: Sentence, edge: int, words: CueWords) -> bool:
    """See "the minister, a former general, said the talks had failed"."""
    subject = subject_before(sentence, edge, words)
    if subject is None or subject.kind is not SubjectKind.APPOSITION:
        return False
    first = subject.part.start
    return first == 0 or sentence[first - 1].quotation is not None


def _announcing_frame(sentence: Sentence, cue: int, words: CueWords) -> Frame | None:
    """Read a cue, its subject and then the content: "Am Montag sagte die Ministerin: ..."."""
    if sentence[cue].lower not in words.cues.announcing or has_subject_before(sentence, cue, words):
        return None
    subject = subject_after(sentence, _after_time(sentence, cue + 1, words), words)
    if subject is None:
        return None
    first = sentence[subject.start]
    if first.lower in words.grammar.oblique or not (
        first.is_capital
        or first.lower in words.grammar.determiners | words.grammar.people_pronouns | words.bare_subjects
    ):
        return None
    end = body_end(sentence)
    found = announced(sentence, subject.end, end, words) or judged(sentence, subject.end, end, cue, words)
    if found is None or found.start >= end:
        return None
    return Frame(
        cue=cue,
        speaker=characters(sentence, subject),
        start=cue,
        end=subject.end,
        order=Order.ANNOUNCING,
        right=Part(found.start, end),
        opening=found.opening,
    )


def _second_half(sentence: Sentence, first: int, words: CueWords) -> Part | None:
    later = later_quotation(sentence, first, words)
    return None if later is None else Part(later, body_end(sentence))


def _plain_frame(
    sentence: Sentence, cue: int, earlier: Span | None, last_speaker: Span | None, words: CueWords
) -> Frame | None:
    """Read a cue with its subject before it, or with the subject of another verb."""
    edge = chain_start(sentence, cue, words)
    subject = subject_before(sentence, edge, words)
    if sentence[cue].lower in words.cues.participles:
        beside = _participle_beside_quotation(sentence, cue, subject)
        if beside is not None:
            return beside
        return _participle_frame(sentence, cue, earlier, last_speaker, words)
    if subject is None and last_speaker and drops_subject(sentence, cue, words):
        return _shared(cue, last_speaker)
    if subject is None and _is_joined(sentence, edge, words):
        main = main_subject(sentence, edge, words)
        speaker = earlier or (characters(sentence, main) if main else None)
        return None if speaker is None else _shared(cue, speaker)
    if subject is None or _is_noun_after_all(sentence, cue, subject, words):
        return None
    return Frame(
        cue=cue,
        speaker=characters(sentence, subject.part),
        start=subject.part.start,
        end=cue + 1,
        kind=subject.kind,
    )


def _is_noun_after_all(sentence: Sentence, cue: int, subject: Subject, words: CueWords) -> bool:
    """Tell the noun of "in a social media post" and of "false claims" from a verb."""
    if sentence[cue].lower not in words.cues.nouns_too:
        return False
    first, last = subject.part
    is_third_person = sentence[cue].lower.endswith("s")
    if first and sentence[first - 1].lower in words.grammar.prepositions and not is_third_person:
        return True
    is_named = any(
        token.is_capital or token.lower in words.grammar.determiners | words.grammar.pronouns
        for token in sentence[first:last]
    )
    return not is_named and is_third_person


def _participle_beside_quotation(sentence: Sentence, cue: int, subject: Subject | None) -> Frame | None:
    """Read '"...," the minister saying in Paris'."""
    if subject is None or subject.kind in {SubjectKind.RELATIVE, SubjectKind.APPOSITION}:
        return None
    quotation = quotation_before(sentence, subject.part.start)
    if quotation is None:
        return None
    return Frame(
        cue=cue,
        speaker=characters(sentence, subject.part),
        start=subject.part.start,
        end=cue + 1,
        left=Part(quotation, quotation + 1),
    )


def _participle_frame(
    sentence: Sentence, cue: int, earlier: Span | None, last_speaker: Span | None, words: CueWords
) -> Frame | None:
    part = subject_of_participle(sentence, cue, has_earlier=earlier is not None, words=words)
    speaker = characters(sentence, part) if part is not None else earlier or last_speaker
    return None if speaker is None else _shared(cue, speaker)


def _shared(cue: int, speaker: Span) -> Frame:
    return Frame(cue=cue, speaker=speaker, start=cue, end=cue + 1, kind=SubjectKind.SHARED)


def _is_joined(sentence: Sentence, cue: int, words: CueWords) -> bool:
    """See "and said", "but later said"."""
    joining = words.grammar.joining
    if cue and sentence[cue - 1].lower in joining:
        return True
    return cue >= 2 and is_adverb(sentence[cue - 1], words) and sentence[cue - 2].lower in joining


def _with_content(sentence: Sentence, frame: Frame, words: CueWords) -> Frame | None:
    """Add what a frame reports; none when it reports nothing."""
    end = body_end(sentence)
    intended = intention(sentence, frame, words) if frame.left is None else None
    if intended is not None:
        return intended
    found = complement(sentence, frame.cue, end, words)
    if found is not None and found.start < end and (frame.left is None or found.opening in PLAINLY_OPENED):
        frame = replace(frame, right=Part(found.start, end), opening=found.opening)
    if frame.left is None:
        frame = with_left_content(sentence, frame, words)
    return frame if frame.left is not None or frame.right is not None else None
