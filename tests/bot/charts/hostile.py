"""Names that no chart should trust."""

from hypothesis import strategies as st

NASTY = (
    "$x^2$", "$", "$\\frac{1}{0}$", "\\", "_", "{", "\n", "\r\n", "\t", "\x00", "\x1b[31m", "\u202e",
    "\u200b", "\ud800", "\ufffe", "Żółkiewski", "Сергій", "Σωκράτης", "שלום", "السلام", "习近平", "हिन्दी",
    "ไทย", "😀",
    "👨‍👩‍👧‍👦", "🇫🇷", "e" + "\u0301" * 40, "\u0301", "\u20dd", "\U000e0041", "\ufe0f", " ", "...", "…",
)  # fmt: skip

names = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(NASTY), max_size=8).map("".join),
    st.sampled_from(NASTY).map(lambda words: words * 2_000),
)
