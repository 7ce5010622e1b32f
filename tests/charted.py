"""The charts of docs/, of invented countries and people: countries.png and timeline.png."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.charts.chart import MatrixRow, TimelineChart
from bot.charts.matrix import stance_matrix
from bot.charts.timeline import timeline
from bot.pictures import picture_of_line
from feeds.model import ArticleId, Chain, Held, Position, Span, Stance

DOCS = Path(__file__).parents[1] / "docs"
SUPPORTS, OPEN, CONDITIONAL, OPPOSES, DENIES, CLAIMS = Stance
OWN, REPORTED, ANONYMOUS = Chain.SELF_STATED, Chain.REPORTED, Chain.ANONYMOUS

COUNTRIES = (
    ("Valmire", SUPPORTS, date(2026, 2, 26), "Adèle Morvan", OWN),
    ("Lithenia", SUPPORTS, date(2026, 1, 9), "Jonas Petrauskis", OWN),
    ("Estmark", SUPPORTS, date(2025, 11, 30), "Kadri Tamm", REPORTED),
    ("Orvelle", OPEN, date(2026, 2, 20), "Théo Lacombe", OWN),
    ("Kilbrannock", CONDITIONAL, date(2026, 3, 1), "Fiona McAllister", OWN),
    ("Norrdal", CONDITIONAL, date(2026, 2, 11), "an official", ANONYMOUS),
    ("Lindental", OPPOSES, date(2026, 2, 27), "Karl-Heinz Brandtner", OWN),
    ("Borowica", OPPOSES, date(2026, 2, 25), "Zbigniew Żółkiewski", OWN),
    ("Wexcombe", OPPOSES, date(2026, 2, 19), "the prime minister's office", REPORTED),
    ("Costa Serena", OPPOSES, date(2024, 12, 3), "Giulia Ferrante", OWN),
    ("Ostrel", DENIES, date(2026, 1, 17), "the defence ministry", OWN),
    ("Severograd", CLAIMS, date(2026, 2, 28), "Сергей Лаврентьев", OWN),
)

MOVES = (
    ("Adèle Morvan", OPEN, date(2024, 2, 26), OWN),
    ("Adèle Morvan", CONDITIONAL, date(2024, 5, 2), OWN),
    ("Adèle Morvan", SUPPORTS, date(2025, 2, 17), OWN),
    ("Adèle Morvan", SUPPORTS, date(2025, 9, 4), OWN),
    ("Karl-Heinz Brandtner", OPPOSES, date(2024, 2, 27), OWN),
    ("Karl-Heinz Brandtner", OPPOSES, date(2024, 11, 12), REPORTED),
    ("Karl-Heinz Brandtner", CONDITIONAL, date(2025, 3, 9), OWN),
    ("Karl-Heinz Brandtner", OPPOSES, date(2025, 8, 20), OWN),
    ("Zbigniew Żółkiewski", OPPOSES, date(2024, 3, 3), OWN),
    ("Zbigniew Żółkiewski", OPPOSES, date(2025, 2, 20), OWN),
    ("Fiona McAllister", OPEN, date(2024, 6, 3), REPORTED),
    ("Fiona McAllister", CONDITIONAL, date(2025, 1, 30), OWN),
    ("Fiona McAllister", SUPPORTS, date(2025, 7, 30), OWN),
    ("Сергей Лаврентьев", CLAIMS, date(2024, 7, 4), OWN),
    ("Сергей Лаврентьев", CLAIMS, date(2025, 5, 4), OWN),
    ("Ostrel's ministry", DENIES, date(2024, 5, 14), REPORTED),
)


def draw_charts() -> tuple[Path, ...]:
    """Draw both charts into docs/; gives the files."""
    rows = (
        MatrixRow(country=country, stance=stance, said=said, who=who, chain=chain)
        for country, stance, said, who, chain in COUNTRIES
    )
    moves = picture_of_line(
        [held(number, *move) for number, move in enumerate(MOVES)],
        title="How six of them moved",
        zone=ZoneInfo("UTC"),
    )
    assert isinstance(moves.chart, TimelineChart)
    pictures = {
        DOCS / "countries.png": stance_matrix(
            rows, title="Who would send troops to Ukraine, and who would not", as_of=date(2026, 3, 3)
        ),
        DOCS / "timeline.png": timeline(moves.chart.events, title=moves.chart.title),
    }
    for file, png in pictures.items():
        file.write_bytes(png)
    return tuple(pictures)


def held(number: int, who: str, stance: Stance, day: date, chain: Chain) -> Held:
    """Put a move into the ledger."""
    position = Position(actor=who, country="", stance=stance, span=Span(0, 1), chain=chain)
    return Held(position=position, article=ArticleId(number), said=datetime.combine(day, time(12), UTC))
