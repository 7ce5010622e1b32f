"""From a chart to its picture, in a process of its own: see `studio.py`."""

import os

from bot.charts.chart import Chart, MatrixChart
from bot.speech import speaking


def draw(chart: Chart) -> bytes:
    """Draw a chart as a PNG. Raises ImportError without the extra `charts`."""
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy's: a thread a core would not fit a worker's memory
    with speaking(chart.language):
        if isinstance(chart, MatrixChart):
            from bot.charts.matrix import stance_matrix  # noqa: PLC0415  matplotlib is an extra, slow to import

            return stance_matrix(chart.rows, title=chart.title, as_of=chart.as_of)
        from bot.charts.timeline import timeline  # noqa: PLC0415  likewise

        return timeline(chart.events, title=chart.title)
