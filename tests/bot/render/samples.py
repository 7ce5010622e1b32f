"""Replies for the renderers' tests, hostile ones above all."""

from hypothesis import strategies as st

from bot.replies import (
    Block,
    Bullet,
    Button,
    Excerpt,
    Heading,
    Line,
    Paragraph,
    Quotation,
    Reply,
    Stand,
    Table,
    Tone,
    Words,
)
from feeds.model import Stance

NASTY = (
    "@everyone", "<@123>", "<script>", "</b>", "&lt;", "&", "**", "__", "~~", "||", "`", "```", "[a](http://b)",
    "https://evil.example/x",
    "# ", "-# ", "> ", ">>> ", "1. ", "- ", "\\", "\n", "\u202e", "\u200b", "\ud800", "😀",
    "e\u0301", "“", "”", " … ", ":smile:", "<t:1>", '"', "'", " ",
)  # fmt: skip

texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(NASTY), max_size=12).map("".join))
long_texts = st.tuples(texts, st.integers(min_value=1, max_value=700)).map(lambda pair: pair[0] * pair[1])
links = st.one_of(
    st.just(""),
    st.sampled_from(
        ("https://harbour.example/a?b=1&c=(2)", "javascript:alert(1)", "http://[::1", "https://", "ftp://a")
    ),
    texts.map(lambda text: "https://harbour.example/" + text),
)
words = st.builds(Words, text=texts, link=links, tone=st.sampled_from(Tone))
lines: st.SearchStrategy[Line] = st.lists(words, max_size=5).map(tuple)
long_lines: st.SearchStrategy[Line] = st.lists(st.builds(Words, text=long_texts), max_size=3).map(tuple)
stances = st.sampled_from(Stance)
quotations = st.builds(
    Quotation,
    speaker=texts,
    runs=st.lists(st.one_of(texts, long_texts), min_size=1, max_size=4).map(tuple),
    paraphrase=st.booleans(),
    credit=lines,
)
cells = st.lists(texts, max_size=5).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, text=st.one_of(texts, long_texts), link=links),
    st.builds(Paragraph, line=st.one_of(lines, long_lines)),
    st.builds(Bullet, line=st.one_of(lines, long_lines)),
    st.builds(Excerpt, text=st.one_of(texts, long_texts), credit=lines),
    quotations,
    st.builds(
        Stand, who=texts, stance=stances, chain=texts, evidence=st.one_of(texts, long_texts), credit=lines
    ),
    st.builds(Table, columns=cells, rows=st.lists(cells, max_size=80).map(tuple)),
)
buttons = st.builds(Button, label=texts, command=st.text(min_size=1, max_size=70))
replies = st.builds(
    Reply,
    blocks=st.lists(blocks, max_size=12).map(tuple),
    buttons=st.lists(buttons, max_size=8, unique_by=lambda button: button.command).map(tuple),
    stance=st.one_of(st.none(), stances),
)
