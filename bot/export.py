"""The ledger as a file: every position with its words, their place in the stored text, its hash and its link.

So whoever gets the file can check each line against the article: pure.
"""

import csv
import io
import json
import re
from collections.abc import Sequence

from bot.render.text import safe_link, tame
from bot.stands import Articles
from feeds.model import Held, KeptArticle

Row = dict[str, str | int | bool]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run a cell as a formula, by whoever wrote the article."""


MARKUP = re.compile(r"[\\`*_\[\]<>#|!&~$^{}@]|(?<=www)\.|:(?=//)", re.IGNORECASE)
"""What is markup in Markdown, in a table or a formula there, or begins a link that nobody has drawn."""

FIRST = re.compile(r"^([0-9]{0,9})([-+=.)])")
"""What makes a line a list, a rule or a heading where it stands at the beginning."""


def as_csv(held: Sequence[Held], articles: Articles) -> str:
    """Write positions as CSV with a header; a cell that a spreadsheet would run gets an apostrophe."""
    rows = [_row(one, articles[one.article]) for one in held]
    written = io.StringIO()
    writer = csv.DictWriter(
        written, fieldnames=list(rows[0]) if rows else ["actor"], lineterminator="\n", quoting=csv.QUOTE_ALL
    )
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return written.getvalue()


def as_json(held: Sequence[Held], articles: Articles) -> str:
    """Write positions as a JSON list of objects."""
    rows = [_row(one, articles[one.article]) for one in held]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_markdown(held: Sequence[Held], articles: Articles) -> str:
    """Write positions as a Markdown list, each with its words as a quotation below."""
    return "# Positions\n\n" + "".join(_item(_row(one, articles[one.article])) for one in held)


def _item(row: Row) -> str:
    who, by = _plain(f"{row['actor']} ({row['country']})"), _plain(f"{row['chain']} {row['reporter']}")
    head = f"- **{who}**: {row['stance']}, {by}, {row['said']}, {_plain(row['outlet'])}{_link(row['url'])}\n"
    place = f"  text {row['text_hash']}, characters {row['start']} to {row['end']}\n"
    return f"{head}  > {_plain(row['evidence'])}\n\n{place}"


def _row(held: Held, kept: KeptArticle) -> Row:
    position, article = held.position, kept.article
    return {
        "actor": position.actor,
        "country": position.country,
        "official": position.is_official,
        "matter": position.matter.value,
        "stance": position.stance.value,
        "condition": "" if position.condition is None else position.condition.of(article.text),
        "chain": position.chain.value,
        "reporter": position.reporter,
        "said": held.said.isoformat(),
        "outlet": article.outlet.name,
        "outlet_country": article.outlet.country,
        "ownership": article.outlet.ownership.value,
        "language": kept.reading.language,
        "title": article.title,
        "url": article.url,
        "story": kept.story,
        "evidence": position.span.of(article.text),
        "start": position.span.start,
        "end": position.span.end,
        "text_hash": article.text_hash.hex(),
    }


def _harmless(value: str | int | bool) -> str | int | bool:
    is_formula = isinstance(value, str) and value.lstrip(" ").startswith(FORMULA)
    return f"'{value}" if is_formula else value


def _link(url: object) -> str:
    address = safe_link(str(url))
    return f", <{address}>" if address else ""


def _plain(value: object) -> str:
    """Keep the words on one line, and what is markup in Markdown from being it.

    Who is mentioned behind an @ is told so by some sites after the escapes are gone: an empty comment keeps
    the two apart, and nobody sees it.
    """
    words = " ".join(tame(str(value)).split())
    escaped = MARKUP.sub(lambda mark: f"\\{mark[0]}", words).replace("\\@", "\\@<!-- -->")
    return FIRST.sub(r"\1\\\2", escaped)
