"""Invented stories without end: each a CORE article about a country, a place and a person of its own."""

import random
from dataclasses import dataclass

COUNTRIES = (
    *("Estonia", "Italy", "Norway", "Portugal", "Greece", "Latvia", "Belgium", "Denmark", "Ireland", "Spain"),
    *("Sweden", "Finland", "Austria", "Romania", "Croatia", "Slovenia", "Slovakia", "Hungary", "Lithuania"),
    *("Canada", "Australia", "Japan", "Turkey", "Bulgaria", "Albania"),
)
TOLD_TOGETHER = 3
"""Stories for the same chats: fewer than a chat gets as one digest."""

VOWELS, CONSONANTS = "aeiou", "bdfgklmnprstvz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A story that an outlet may publish."""

    slug: str
    mark: str  # a word that is in no other story
    title: str
    paragraphs: tuple[str, ...]


def invented(number: int) -> Invented:
    """Give the story of a number; the same each time."""
    chance = random.Random(number)  # noqa: S311  guards nothing
    country = COUNTRIES[number % len(COUNTRIES)]
    mark, place, person, *rest = (word(chance).title() for _ in range(24))
    troops = 100 + number
    common = group_word(number // TOLD_TOGETHER)
    things = [" ".join(rest[at : at + 5]) for at in range(0, 20, 5)]
    title = f"{mark}: {country} ready to send {troops} troops to Ukraine, says {person} in {place}, {common}"
    said = (
        f"The defence minister of {country} said in {place} that his country was ready to send troops "
        f"to Ukraine. The {mark} plan was agreed with {things[0]}."
    )
    quoted = (
        f'"We are ready to send {troops} soldiers to Ukraine from {rest[0]}, once {things[1].lower()} '
        f'ends," {person} {rest[1]} said.'
    )
    more = f"{things[2]} was discussed at {rest[2]} near {place}, where {things[3].lower()} stood."
    return Invented(slug=f"story-{number}", mark=mark, title=title, paragraphs=(said, quoted, more))


def group_word(group: int) -> str:
    """Give the word that the stories of one group share: what their chats watch for."""
    return "x" + word(random.Random(-1 - group))  # noqa: S311  guards nothing


def word(chance: random.Random) -> str:
    """Invent a word of four syllables."""
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(4))
