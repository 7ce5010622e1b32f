"""Who can speak at all: a person, a body, an office or an unnamed human source."""

import re

from feeds.stories.people.countries import country_in
from feeds.stories.quoting.cue_words import CueWords
from feeds.stories.quoting.descriptions import is_head

WORD = re.compile(r"[^\W\d_][\w’'ʼ\-]*")
LONGEST_SPEAKER = 25  # words
LONGEST_CASE_ENDING = 2  # letters that a case adds to an office


def is_plausible(mention: str, words: CueWords, *, is_declined: bool = False) -> bool:
    """Tell a speaker from a phrase that only stands in a speaker's place; better no name than a wrong one."""
    found = [match.group() for match in WORD.finditer(mention)]
    if not found or len(found) > LONGEST_SPEAKER:
        return False
    if words.people.trusts_any_noun:
        return True
    if is_declined and any(_speaks_in_other_case(word, words) for word in found):
        return True
    if any(_speaks(word, words) for word in found) or country_in(mention, words.language):
        return True
    names = [word for word in found if word[0].isupper() and word.lower() not in words.people.never_names]
    if all(word.lower() in words.people.office_words for word in found):
        return False
    if words.people.nouns_are_capital:
        return len(names) == len(found)
    return bool(names) and len(names) * 2 >= len(found)


def _speaks(word: str, words: CueWords) -> bool:
    return is_head(word, words) or word.lower() in words.people.bodies


def _speaks_in_other_case(word: str, words: CueWords) -> bool:
    """See the minister of "zdaniem ministra"."""
    return any(_speaks(word[: len(word) - cut], words) for cut in range(1, LONGEST_CASE_ENDING + 1))
