"""Scores which reports are told to be one dispatch, on invented ones beside this module in `invented/`."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from feeds.stories.origins import Report, same_dispatch
from feeds.stories.read import read_text

REPORTS = Path(__file__).with_name("invented") / "origins.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report, how it came about, and which dispatch it is."""

    event: str
    dispatch: str
    degree: str
    report: Report

    def __str__(self) -> str:
        return f"{self.dispatch}: {self.degree}, {self.report.outlet}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two reports of one event, and whether they are taken for one dispatch."""

    one: Written
    other: Written

    @property
    def is_one(self) -> bool:
        """Tell whether they are one dispatch."""
        return self.one.dispatch == self.other.dispatch

    @property
    def is_joined(self) -> bool:
        """Tell whether they are taken for one."""
        return same_dispatch(self.one.report, self.other.report)

    def __str__(self) -> str:
        said = "missed" if self.is_one else "falsely joined"
        return f"{said}: {self.one.event}: {self.one} | {self.other}"


def lines(*, with_errors: bool) -> Iterator[str]:
    """Give the figures, and on request each pair that is wrong."""
    every = pairs()
    same = [pair for pair in every if pair.is_one]
    others = [pair for pair in every if not pair.is_one]
    found, joined = _count(same), _count(others)
    yield (
        f"origins: {found} of {len(same)} pairs found ({found / len(same):.3f}), "
        f"{joined} of {len(others)} falsely joined ({joined / len(others):.3f})"
    )
    if with_errors:
        yield from (f"  {pair}" for pair in every if pair.is_joined != pair.is_one)


def pairs() -> tuple[Pair, ...]:
    """Give each two reports of one event."""
    content = tomllib.loads(REPORTS.read_text(encoding="utf-8"))
    return tuple(
        Pair(one=one, other=other)
        for event in content["event"]
        for one, other in combinations(_written(event), 2)
    )


def _written(event: Mapping[str, Any]) -> Sequence[Written]:
    first: Sequence[str] = event["text"][0]["paragraphs"]
    return [
        Written(
            event=event["name"],
            dispatch=given["dispatch"],
            degree=given["degree"],
            report=_report(given, first),
        )
        for given in event["text"]
    ]


def _report(given: Mapping[str, Any], first: Sequence[str]) -> Report:
    taken = given.get("paragraphs") or [first[number - 1] for number in given["takes"]]
    text = "\n".join([*given.get("before", ()), *taken, *given.get("after", ())])
    reading = read_text(given["title"], text, hint=given.get("language", "en"))
    return Report(
        outlet=given["outlet"],
        credit=reading.credit,
        signature=reading.signature,
    )


def _count(several: Sequence[Pair]) -> int:
    return sum(pair.is_joined for pair in several)
