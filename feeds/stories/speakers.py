"""Who a mention means: a surname its full name, a pronoun its person, a role its holder."""

import re
from collections.abc import Sequence

from feeds.model import Span, Speaker
from feeds.stories.people.belonging import countries_by_title
from feeds.stories.people.countries import country_in
from feeds.stories.people.nominatives import Nominatives
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.descriptions import Antecedents, find_descriptions, is_head, nearest_fuller
from feeds.stories.quoting.marks import Quotation, is_inside
from feeds.stories.quoting.names import Gender, Name, find_people
from feeds.stories.quoting.plausible import is_plausible
from feeds.stories.quoting.pronouns import LastSpeaker, Pronouns
from feeds.stories.quoting.roles import Roles, heads
from feeds.stories.quoting.ties import Attribution, Tie
from feeds.stories.texts.debris import label_at

PART = re.compile(r"[^,(;—–]+")
BLANKS = re.compile(r"\s+")
POSSESSOR = re.compile(r"[’']s?\s+\w")
NOUN_AFTER = re.compile(r"\s+([a-zа-яà-ÿ]+)(?!\w)")
ARTICLE = re.compile(r"(?i:the|der|die|das|le|la|les|el|los|las|il|lo|gli|i)\s+(?=[^\W\d_])")
ENDS_APPOSITION = re.compile(r"\s*(?:[,.;:!?)»”“\"\n–—]|\Z)")
HEAD_END = re.compile(r"\s(?:of|for|in|at|with|who|from|familiar)\s|,")
LONGEST_REFERENCE = 3
LONGEST_SEPARATOR = 4  # characters between a role and a name
MOST_DESCRIPTIONS = 100  # different ones of an article that are told apart
FEWEST_WORDS_OF_FULL_NAME = 2
REACH_OF_SPEAKER = 400  # characters after which the last speaker is no longer taken for granted
MAY_FOLLOW_NAME = frozenset({"himself", "herself", "who", "of", "and", "for", "from", "in", "at"})


def find_speakers(
    text: str, attributions: Sequence[Attribution], quotations: list[Quotation], words: CueWords
) -> list[Speaker]:
    """Give the speaker of each attribution, in the same order."""
    resolver = _Resolver(text, quotations, words)
    names = [""] * len(attributions)
    order = sorted(range(len(attributions)), key=lambda index: attributions[index].spans[:1])
    for index in order:
        attribution = attributions[index]
        followed = names[attribution.follows] if attribution.follows is not None else None
        names[index] = resolver.name(attribution, followed)
    countries = resolver.countries()
    return [
        Speaker(
            name=name[:1].upper() + name[1:],
            mention=_mention(text, attribution.mention),
            country=countries.get(name, ""),
        )
        for name, attribution in zip(names, attributions, strict=True)
    ]


def _mention(text: str, span: Span | None) -> str:
    return span.of(text) if span else ""


class _Resolver:
    """Reads the attributions of one article in order, remembering who spoke last."""

    def __init__(self, text: str, quotations: list[Quotation], words: CueWords) -> None:
        self._text = text
        self._words = words
        self._people = find_people(text, words)
        self._roles = Roles(text, self._people, words)
        self._nominatives = Nominatives((name.words for name in self._people.names), words.language)
        self._pronouns = Pronouns(text, self._people, quotations, words)
        self._last = LastSpeaker()
        self._quotations = quotations
        self._descriptions = [
            one for one in find_descriptions(text, words) if not is_inside(one.span.start, quotations)
        ]
        self._distinct = tuple({one.content: one for one in self._descriptions}.values())[:MOST_DESCRIPTIONS]
        self._antecedents = Antecedents(self._descriptions)
        self._described: dict[str, set[str]] = {}  # speakers without a name, by the noun for them

    def name(self, attribution: Attribution, followed: str | None) -> str:
        """Give the name of the one who speaks, as shown to a user; empty when the article gives none."""
        name = followed if followed is not None else self._resolve(attribution)
        if name:
            self._remember(name, attribution)
        return name

    def countries(self) -> dict[str, str]:
        """Give the countries for which the people of the article speak, as far as their titles tell."""
        named = ((name.words, name.span) for name in self._people.names)
        return countries_by_title(self._text, named, self._is_of_title, self._words.language)

    def _is_of_title(self, word: str) -> bool:
        plain = word.lower().rstrip(".")
        people = self._words.people
        is_office = plain in people.office_words or is_head(word, self._words)
        return is_office or (plain in people.titles and plain not in people.forms_of_address)

    def _remember(self, name: str, attribution: Attribution) -> None:
        self._last = LastSpeaker(name=name, end=max(span.end for span in attribution.spans))
        if len(name.split()) > 1 and not ARTICLE.match(name):
            self._described.setdefault(_head(name).lower(), set()).add(name)

    def _resolve(self, attribution: Attribution) -> str:
        if self._names_nobody(attribution):
            return ""
        if attribution.mention is None:
            return self._speaker_nearby(attribution)
        mention, at = attribution.mention.of(self._text), attribution.mention.start
        plain = mention.lower().strip()
        people = self._words.people
        if plain in people.he | people.she:
            gender = Gender.SHE if plain in people.she else Gender.HE
            introduced = self._introduced(at, gender, attribution)
            return introduced or self._pronouns.person(plain, at, self._last)
        if plain in people.ourselves or (plain in people.they and self._last_is_person()):
            return ""
        if plain in self._words.grammar.pronouns | self._words.grammar.subjects_alone:
            return self._last.name
        person = self._person_in(attribution.mention) or self._apposed(attribution.mention)
        is_declined = self._words.is_declined and self._is_after_preposition(attribution)
        if person is not None:
            return self._people.full_name(self._nominatives.of(person.words) if is_declined else person.words)
        is_told = not self._is_somebodys(plain) or self._names_follow(attribution.mention.end)
        named = self._roles.holder(mention, at) if is_told else None
        if named or is_plausible(mention, self._words, is_declined=is_declined):
            return named or self._as_shown(mention)
        return ""

    def _names_nobody(self, attribution: Attribution) -> bool:
        """See a fragment, and a first word whose capital shows no name: Sullo striscione si legge: "..."."""
        if attribution.tie is not Tie.COLON or attribution.mention is None:
            return attribution.tie is Tie.FRAGMENT
        mention = attribution.mention.of(self._text)
        if self._words.people.trusts_any_noun or " " in mention:
            return False
        return mention.lower() not in self._words.grammar.pronouns and not self._people.has_full_name(mention)

    def _is_after_preposition(self, attribution: Attribution) -> bool:
        """See "за словами" before the speaker, where his name is in another case."""
        cue = attribution.cue.of(self._text).lower() if attribution.cue else ""
        return cue in self._words.grammar.according_heads - self._words.grammar.as_words

    def _apposed(self, mention: Span) -> Name | None:
        """Give the name after an office and a comma: "sagte der Vorsitzende des Verbands, Ada Roe."."""
        office = mention.of(self._text).split()
        if self._text[mention.end : mention.end + 2] != ", " or not self._is_one_office(office):
            return None
        found = self._people.within(Span(mention.end + 2, mention.end + 3))
        if not found or len(found[0].words) < FEWEST_WORDS_OF_FULL_NAME or self._is_no_person(found[0]):
            return None
        return found[0] if ENDS_APPOSITION.match(self._text, found[0].span.end) else None

    def _is_one_office(self, described: Sequence[str]) -> bool:
        opens = described[0].lower() if described else ""
        is_office = any(is_head(word, self._words) for word in described)
        return is_office and (opens in self._words.grammar.determiners or opens in self._words.bare_subjects)

    def _is_somebodys(self, mention: str) -> bool:
        """See "its spokesman", which any body before may explain."""
        return mention.partition(" ")[0] in self._words.grammar.possessives

    def _names_follow(self, end: int) -> bool:
        """See the name of "its chairman, Ada Roe"."""
        return bool(self._people.within(Span(end, end + LONGEST_SEPARATOR)))

    def _introduced(self, at: int, gender: Gender | None, attribution: Attribution) -> str:
        """Give the one whom the same paragraph, or the one before it, brings in after the last speaker."""
        start = min([at, *(span.start for span in attribution.spans)])
        paragraph = self._text.rfind("\n", 0, start) + 1
        since = max(paragraph, self._last.end)
        found = self._introduced_between(since, start, gender)
        if found or self._last.end > paragraph:
            return found
        before = self._text.rfind("\n", 0, len(self._text[:paragraph].rstrip())) + 1
        return self._introduced_between(max(before, self._last.end), start, gender)

    def _introduced_between(self, start: int, end: int, gender: Gender | None) -> str:
        described = self._antecedents.between(start, end, gender)
        named = [name for name in self._people.within(Span(start, end)) if self._may_be(name, start, gender)]
        if named and (described is None or named[-1].span.end > described.span.start):
            return self._people.full_name(named[-1].words)
        if described is None:
            return ""
        mention = described.span.of(self._text)
        if self._is_somebodys(mention.lower()):
            return self._as_shown(mention)
        return self._roles.holder(mention, described.span.start) or self._as_shown(mention)

    def _may_be(self, name: Name, start: int, gender: Gender | None) -> bool:
        """See whether a full name outside quotations, under no preposition, can be meant."""
        agrees = gender is None or self._people.gender(name) in {None, gender}
        is_barred = is_inside(name.span.start, self._quotations) or label_at(name.span.of(self._text))
        if len(name.words) < FEWEST_WORDS_OF_FULL_NAME or not agrees or is_barred:
            return False
        return not self._is_no_person(name) and not self._is_governed(Span(start, name.span.start))

    def _speaker_nearby(self, attribution: Attribution) -> str:
        """Give the last speaker to words that name none, unless too much stands between."""
        introduced = self._introduced(attribution.spans[0].start, None, attribution)
        if introduced:
            return introduced
        is_near = attribution.spans[0].start - self._last.end < REACH_OF_SPEAKER
        return self._last.name if is_near else ""

    def _last_is_person(self) -> bool:
        return self._people.has_full_name(self._last.name.rpartition(" ")[2])

    def _person_in(self, mention: Span) -> Name | None:
        """Give the person whom a mention names as its head, not as a possessor or after a preposition."""
        for part in PART.finditer(self._text, *mention):
            heads_of_part = [
                name
                for name in self._people.within(Span(*part.span()))
                if self._is_head(name, Span(*part.span()))
            ]
            if heads_of_part:
                return heads_of_part[-1]
        return None

    def _is_head(self, name: Name, part: Span) -> bool:
        if self._is_governed(Span(part.start, name.span.start)) or self._is_no_person(name):
            return False
        after = self._text[name.span.end : part.end]
        if name.span.of(self._text).endswith(("'s", "’s", "'", "’")) and after.strip():
            return False
        if POSSESSOR.match(after) or (len(name.words) == 1 and self._names_body(after)):
            return False
        noun = NOUN_AFTER.match(after) if len(name.words) == 1 else None
        return noun is None or noun.group(1) in MAY_FOLLOW_NAME

    def _names_body(self, after: str) -> bool:
        """See the party of "the Harbour and Hill Party"."""
        return any(word.lower() in self._words.people.bodies for word in after.split() if word[0].isupper())

    def _is_governed(self, before: Span) -> bool:
        """See whether a preposition stands before a name: an adviser to Ada Roe."""
        words = before.of(self._text).lower().split()
        grammar = self._words.grammar
        before_name = self._words.people.titles | grammar.articles | grammar.determiners
        while words and words[-1].rstrip(".") in before_name:
            words.pop()
        if words[-2:-1] and words[-2] in self._words.people.title_ends and words[-1] == "of":
            return False
        return bool(words) and words[-1] in self._words.grammar.prepositions

    def _is_no_person(self, name: Name) -> bool:
        people = self._words.people
        if name.words[-1].lower() in people.places or name.words[-1].lower() in people.office_words:
            return True
        if people.nouns_are_capital and len(name.words) == 1 and not self._is_known(name):
            return True
        if people.nouns_are_capital and country_in(name.words[0], self._words.language):
            return True  # Französischen Republik
        return len(name.words) == 1 and name.words[0].lower().rstrip(".") in heads(self._words)

    def _is_known(self, name: Name) -> bool:
        return self._people.has_full_name(name.surname)

    def _as_shown(self, mention: str) -> str:
        """Give a body or a description as it stands, without its article; a surname in capitals in full."""
        shown = BLANKS.sub(" ", mention).strip(" ,")
        if shown.lower() in self._words.grammar.determiners:
            return ""
        if shown.isupper() and self._people.has_full_name(shown.title().split()[-1]):
            return self._people.full_name([shown.title().split()[-1]])
        if self._is_somebodys(shown.lower()):
            return shown
        shown = self._without_hearer(shown)
        if is_head(shown.split()[-1], self._words) or len(shown.split()) <= LONGEST_REFERENCE:
            shown = nearest_fuller(shown, self._distinct, self._words, self._text) or shown
        article = ARTICLE.match(shown)
        is_name = article is not None and shown[article.end()].isupper()
        if article is None:
            return shown
        return shown[article.end() :] if is_name else self._described_before(shown)

    def _without_hearer(self, shown: str) -> str:
        """Leave out to whom it was said: "сказал ему следователь"."""
        first, _, rest = shown.partition(" ")
        return rest if rest and first.lower() in self._words.people.he | self._words.people.she else shown

    def _described_before(self, shown: str) -> str:
        """Give the fuller description behind "the official" and "the ministry"."""
        if len(shown.split()) > LONGEST_REFERENCE:
            return shown
        known = self._described.get(_head(shown).lower(), set())
        return next(iter(known)) if len(known) == 1 else shown


def _head(shown: str) -> str:
    """Give the noun of a description: official, in "a senior official at the ministry"."""
    noun_phrase = HEAD_END.split(shown, maxsplit=1)[0]
    return (noun_phrase.split() or [""])[-1]
