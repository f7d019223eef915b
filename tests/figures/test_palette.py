"""The styles of the series: told apart on paper, by every eye, and in grey."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.colors import to_hex

from tests.figures._eyes import EYES, contrast, distance, lightness
from tichet_rules.figures._audit import _BLACK, _DARK, _SHADES
from tichet_rules.figures._picture import _LINES, INK, PAPER, STYLES

COLOURS = tuple(dict.fromkeys(each.colour for each in STYLES))


@pytest.mark.parametrize("colour", [*COLOURS, _LINES])
def test_what_is_drawn_stands_out_on_paper(colour: str) -> None:
    assert contrast(colour, PAPER) >= 3  # WCAG 2.2, 1.4.11


def test_what_is_written_can_be_read() -> None:
    assert contrast(INK, PAPER) >= 7  # WCAG 2.2, 1.4.6


@pytest.mark.parametrize("eyes", EYES)
def test_every_eye_tells_the_colours_apart(eyes: str) -> None:
    for one, other in combinations(COLOURS, 2):
        assert distance(one, other, eyes) > 15  # 2.3 is a just noticeable difference


def test_in_grey_the_marker_and_the_dashes_tell_them_apart() -> None:
    assert len({each.marker for each in STYLES}) == len(STYLES)
    for one, other in combinations(STYLES[: len(COLOURS)], 2):
        assert one.colour != other.colour
        assert one.dashes != other.dashes


def test_a_darker_shade_is_more_and_its_number_can_be_read() -> None:
    shares = [step / 20 for step in range(1, 21)]
    shades = [to_hex(_SHADES(share)) for share in shares]
    grey = [lightness(each) for each in shades]
    assert grey == sorted(grey, reverse=True)
    for share, shade in zip(shares, shades, strict=True):
        assert contrast(PAPER if share > _DARK else _BLACK, shade) >= 4.5  # WCAG 2.2, 1.4.3
