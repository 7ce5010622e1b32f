"""The words of a language that show who says what, read once from data/cues/<language>.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from feeds.stories import DATA

Words = frozenset[str]
NONE: Words = frozenset()
FALLBACK = "en"
DECLINED = frozenset({"pl", "uk", "ru"})  # languages in which names have cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Cue verbs (every form of them), and the classes of what they take; all lower case."""

    every: Words
    bare_clause: Words = NONE
    closing: Words = NONE
    announcing: Words = NONE
    addressing: Words = NONE
    intending: Words = NONE
    asking: Words = NONE
    believing: Words = NONE
    plain: Words = NONE
    reading: Words = NONE
    judging: Words = NONE
    phrasal: Words = NONE
    participles: Words = NONE
    nouns_too: Words = NONE
    citing: Words = NONE  # after which stands whose words they are
    passives: Words = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The small words by which noun phrases and clauses are told apart; all lower case."""

    that: Words = NONE
    complementisers: Words = NONE  # they open a report and are no part of it
    standing_alone: Words = NONE
    infinitive: Words = NONE
    as_words: Words = NONE
    seam_words: Words = NONE
    commenting: Words = NONE  # after the last comma of a report they open what only the reporter says
    fragment_ends: Words = NONE
    time_openers: Words = NONE
    no_hearers: Words = NONE
    comparing: Words = NONE
    day_times: Words = NONE
    according: tuple[str, ...] = ()
    according_theirs: tuple[str, ...] = ()  # with the pronoun inside: за його словами
    according_quoted: tuple[str, ...] = ()  # that name a source before quoted words only: pour Ada Roe, «...»
    sources_end_with_comma: bool = True  # not in German: laut Ministerium ist ...
    drops_subjects: bool = False  # as Italian: Ha aggiunto che ...
    closes_with_verb: bool = False  # as German: hatte die Ministerin im Radio erklärt
    keeps_fragments: bool = False  # gives quoted words that no frame explains, with nobody's name
    subjunctive: Words = NONE  # verbs whose mood shows that somebody said it: sie sei, er habe
    reported: Words = NONE  # of them those that show it without a verb of saying: not hätte, würde
    oblique: Words = NONE  # determiners that no subject has: den, dem
    nominative: Words = NONE  # pronouns that are subjects wherever they stand: er
    pointing_back: Words = NONE  # that open a sentence which says whose the words before it are: così
    named: Words = NONE  # nouns behind which a name stands in quotation marks: film, operation
    pronouns: Words = NONE
    people_pronouns: Words = NONE
    subjects_alone: Words = NONE
    hearers: Words = NONE
    relative: Words = NONE
    determiners: Words = NONE
    articles: Words = NONE
    possessives: Words = NONE
    prepositions: Words = NONE
    noun_links: Words = NONE
    loose_links: Words = NONE
    conjunctions: Words = NONE
    joining: Words = NONE
    coordinating: Words = NONE  # of nouns: current "and" former officials
    modals: Words = NONE
    names_too: Words = NONE
    auxiliaries: Words = NONE
    be: Words = NONE
    passive_leads: Words = NONE
    finite: Words = NONE
    finite_endings: tuple[str, ...] = ()
    adverb_endings: tuple[str, ...] = ()
    openers: Words = NONE
    chaining: Words = NONE  # verbs on which a cue may hang: appeared to suggest
    going_on: Words = NONE
    conceding: Words = NONE
    conceding_after: Words = NONE  # that join a clause to the one before it: though
    days: Words = NONE
    ambiguous_days: Words = NONE
    time_words: Words = NONE
    day_lead: Words = NONE
    time_lead: Words = NONE
    backwards: Words = NONE  # a day "earlier", a week "ago"
    loose_adverbs: Words = NONE
    cue_particles: Words = NONE
    perfect: Words = NONE
    quantities: Words = NONE
    agents: Words = NONE
    never_subjects: Words = NONE
    existential: Words = NONE
    adjunct_endings: tuple[str, ...] = ()
    loose_days: Words = NONE
    place_links: Words = NONE
    indefinite: Words = NONE
    clause_openers: Words = NONE
    no_clause_openers: Words = NONE
    question_words: Words = NONE
    approximate: Words = NONE  # "about" half
    amounts: Words = NONE
    abbreviations: Words = NONE
    closing_abbreviations: Words = NONE
    sentence_openers: Words = NONE
    elided: Words = NONE

    @property
    def clause_joints(self) -> Words:
        """The words that join one clause to another after a comma."""
        return self.joining | self.conceding_after

    @property
    def according_heads(self) -> Words:
        """The first words of the phrases that name a source."""
        phrases = (*self.according, *self.according_theirs, *self.according_quoted)
        return frozenset(phrase.split()[0] for phrase in phrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWords:
    """Titles, roles and pronouns for people, and capitalised words that name nobody; all lower case."""

    titles: Words = NONE
    title_ends: Words = NONE
    title_endings: tuple[str, ...] = ()
    roles: Words = NONE
    humans: Words = NONE  # what else somebody can be: source, official
    office_words: Words = NONE  # that go with an office: foreign, affairs
    forms_of_address: Words = NONE
    female_endings: tuple[str, ...] = ()
    male_endings: tuple[str, ...] = ()
    he: Words = NONE
    she: Words = NONE
    they: Words = NONE
    ourselves: Words = NONE
    male_titles: Words = NONE
    female_titles: Words = NONE
    never_names: Words = NONE
    places: Words = NONE
    bodies: Words = NONE
    particles: Words = NONE
    nouns_are_capital: bool = False  # as in German, where a lone capital shows no name
    trusts_any_noun: bool = False  # where the grammar is read well enough that its subjects are speakers
    empty_roles: Words = NONE
    leaders: Words = NONE
    leader_words: Words = NONE
    nationalities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class CueWords:
    """All that the quote engine knows about one language."""

    language: str
    cues: Cues
    grammar: Grammar
    people: PeopleWords

    @property
    def is_declined(self) -> bool:
        """Whether nouns and names of the language have cases."""
        return self.language in DECLINED

    @cached_property
    def frame_starts(self) -> Words:
        """All words of which one must stand in a sentence that reports anything."""
        return self.cues.every | self.grammar.according_heads

    @cached_property
    def noun_marks(self) -> Words:
        """The words behind which a noun stands rather than a verb of the same form."""
        return self.grammar.prepositions | self.grammar.conjunctions | {"'s"}

    @cached_property
    def inverting(self) -> Words:
        """The cue verbs that may stand before their subject: "...," said the minister."""
        return self.cues.closing - self.cues.participles

    @cached_property
    def small_in_phrases(self) -> Words:
        """The words that add nothing to what a phrase tells of somebody."""
        grammar = self.grammar
        return grammar.determiners | grammar.articles | grammar.noun_links | grammar.openers

    @cached_property
    def never_before_heads(self) -> Words:
        """The small words with which no description of somebody begins."""
        grammar = self.grammar
        return grammar.prepositions | grammar.conjunctions | grammar.pronouns - grammar.determiners

    @cached_property
    def before_subjects(self) -> Words:
        """The words that may stand between the start of a clause and the name that is its subject."""
        grammar = self.grammar
        return grammar.conjunctions | grammar.openers | grammar.articles | self.people.titles

    @cached_property
    def role_heads(self) -> Words:
        """The nouns that make a phrase an office: minister, spokesman."""
        return self.people.title_ends | self.people.roles

    @cached_property
    def person_heads(self) -> Words:
        """The nouns for what somebody can be, offices and others: minister, source."""
        return (self.role_heads | self.people.humans) - self.people.forms_of_address

    @cached_property
    def role_vocabulary(self) -> Words:
        """All words of which an article makes the name of an office."""
        people = self.people
        return people.titles | self.role_heads | frozenset(people.nationalities.values())

    @cached_property
    def bare_subjects(self) -> Words:
        """The nouns that may open a subject without an article, as in Swedish and Russian."""
        people = self.people
        return people.bodies | self.person_heads if self.grammar.keeps_fragments else NONE

    @cached_property
    def never_verbs(self) -> Words:
        """The small words that cannot be a verb of saying behind a quotation."""
        grammar = self.grammar
        linking = grammar.prepositions | grammar.conjunctions | grammar.relative | grammar.openers
        small = grammar.determiners | grammar.pronouns | grammar.auxiliaries | grammar.loose_adverbs
        return linking | small | self.people.titles | self.person_heads

    @cached_property
    def verbs_after_names(self) -> Words:
        """Verbs that, behind a name, show it to be the subject."""
        grammar = self.grammar
        return grammar.auxiliaries | self.cues.every | grammar.finite | grammar.modals


def cue_words_for(language: str) -> CueWords:
    """Give the words of a language (ISO 639-1); for one that we have no words of, those of English."""
    return _load(language if language in known_languages() else FALLBACK)


@cache
def known_languages() -> frozenset[str]:
    """Name the languages that have a file of cue words."""
    names = (entry.name for entry in (DATA / "cues").iterdir())
    return frozenset(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


@cache
def _load(language: str) -> CueWords:
    file = DATA / "cues" / f"{language}.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return CueWords(
        language=language,
        cues=_cues(table),
        grammar=Grammar(**_values(table["grammar"])),
        people=PeopleWords(**_values(table["people"])),
    )


def _cues(table: dict[str, Any]) -> Cues:
    verbs = {verb: forms.split() for verb, forms in table["verbs"].items()}
    classes = {
        name: frozenset(form for verb in members.split() for form in verbs[verb])
        for name, members in table["classes"].items()
    }
    forms = {name: frozenset(words.split()) for name, words in table.get("forms", {}).items()}
    return Cues(every=frozenset(form for line in verbs.values() for form in line), **classes, **forms)


def _values(table: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(entry) for name, entry in table.items()}


def _value(entry: str | list[str] | dict[str, str] | bool) -> Words | tuple[str, ...] | dict[str, str] | bool:
    """Blanks part the words of a string; a list holds phrases; a table maps words to words."""
    if isinstance(entry, str):
        return frozenset(entry.split())
    return tuple(entry) if isinstance(entry, list) else entry
