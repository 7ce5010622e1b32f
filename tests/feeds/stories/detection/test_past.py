"""Another war's troops are no news of this one."""

import pytest

from feeds.model import Label
from feeds.stories.detect import assess


@pytest.mark.parametrize(
    ("headline", "label"),
    [
        ("When German troops marched into Kyiv in 1941", Label.NO),
        ("Germany to send troops to Ukraine, its first there since 1945", Label.CORE),
        ("How allied soldiers came to Odesa in 1918 and left again", Label.NO),
    ],
)
def test_troops_of_another_war_are_other_news(headline: str, label: Label) -> None:
    assert assess(headline, "", "en").label is label
