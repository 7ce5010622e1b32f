"""Hostile articles: texts that a reader of quotes, names and positions could lose itself in."""

from collections.abc import Callable

LENGTH = 30_000  # characters; a body is cut at 500,000, an honest article has 5,000

UNITS: dict[str, str] = {
    "opening marks": "“",
    "closing marks": "”",
    "straight marks": '"',
    "marks of all kinds": "“”„‟«»‹›‘’'\"",
    "marks around single letters": '"a" ',
    "marks never closed, one in a paragraph": "“a\n",
    "Macron said": "Macron said ",
    "Macron said that": "Macron said that ",
    "Macron said, with marks": '"No," Macron said. ',
    "Macron said, with a mark never closed": 'Macron said: "no ',
    "names": "Emmanuel Macron ",
    "names with commas": "Macron, Scholz, ",
    "initials": "A. B. C. ",
    "troops to Ukraine": "troops to Ukraine ",
    "whether to send troops": "France will not send troops to Ukraine. ",
    "claims within claims": "Lavrov said that Macron denied that ",
    "according to": "according to ",
    "capital letters": "A",
    "one word": "a",
    "words": "a ",
    "full stops": ".",
    "full stops and blanks": ". ",
    "commas": ", ",
    "dashes": "— ",
    "brackets": "(",
    "apostrophes": "'s ",
    "paragraphs": "a\n",
    "empty lines": "\n",
    "accents": "\u0301",
    "digits": "1",
    "digits with commas": "1,",
    "Russian": "Макрон заявил, что войска ",
    "Ukrainian marks": "«Ні», — сказав Макрон. ",
    "Chinese": "馬克宏說",
    "right to left": "قال ماكرون ",
    "emoji": "\U0001f468\u200d\U0001f469",
    "dates": "on 4 March 2026 ",
    "links": "https://courier.example/ ",
    "not": "not ",
    "titles": "President Prime Minister ",
}


def all_texts() -> dict[str, Callable[[], str]]:
    """Give each text by its name; a text is made when it is called."""
    return {name: repeated(unit) for name, unit in UNITS.items()} | {
        "a new speaker for each quote": lambda: numbered('"No," Emil {} said. '),
        "a pronoun far from its name": lambda: "Emmanuel Macron spoke.\n" + numbered("“No {},” he said.\n"),
        "a new minister for each claim": lambda: numbered("Minister Emil {} said that France sent troops. "),
        "one word of a megabyte": lambda: "a" * 1_000_000,
    }


def repeated(unit: str) -> Callable[[], str]:
    """Repeat a unit until the text is as long as it may be."""
    return lambda: unit * (LENGTH // len(unit))


def numbered(sentence: str) -> str:
    """Repeat a sentence with another word in it each time."""
    words = ("".join(chr(97 + int(digit)) for digit in str(number)).title() for number in range(LENGTH))
    return "".join(
        sentence.format(word) for word, _ in zip(words, range(LENGTH // len(sentence)), strict=False)
    )
