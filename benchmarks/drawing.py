"""A drawing of measured curves: an SVG that needs nothing to be shown."""

from dataclasses import dataclass
from html import escape
from math import ceil, log10

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 400, 64, 56, 150, 44
COLOURS = "#1d5fa8", "#b3261e", "#2e7d32"


@dataclass(frozen=True)
class Curve:
    """Points (x, y) in the order of x, and what they are called."""

    name: str
    points: list[tuple[float, float]]


def draw(title: str, curves: list[Curve], lines: dict[str, float]) -> str:
    """``curves`` over a logarithmic x, and level ``lines`` by name."""
    xs = [x for x, _y in curves[0].points]
    highest = max([*lines.values(), *(y for curve in curves for _x, y in curve.points)])
    tick = next(tick for size in range(9) for tick in (10**size, 2 * 10**size, 5 * 10**size) if 7 * tick > highest)
    top = tick * ceil(highest / tick)

    def place(x: float, y: float) -> tuple[float, float]:
        across = (log10(x) - log10(xs[0])) / (log10(xs[-1]) - log10(xs[0]))
        return LEFT + across * (WIDTH - LEFT - RIGHT), TOP + (1 - y / top) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<text x="{LEFT - 40}" y="26" font-size="15">{escape(title)}</text>']
    for x in xs:
        parts.append(_word(*place(x, 0), f"{x:g}", 0, 20, "middle"))
    for level in range(0, top + 1, tick):
        left, y = place(xs[0], level)
        parts.append(f'<path d="M{left:.0f} {y:.0f}H{WIDTH - RIGHT}" stroke="#8884"/>')
        parts.append(_word(left, y, f"{level}", -8, 5, "end"))
    for name, level in lines.items():
        left, y = place(xs[0], level)
        parts.append(f'<path d="M{left:.0f} {y:.0f}H{WIDTH - RIGHT}" stroke="#666" stroke-dasharray="6 4"/>')
        parts.append(_word(left, y, name, 8, -6, "start"))
    for colour, curve in zip(COLOURS, curves, strict=False):
        path = "L".join("{:.1f} {:.1f}".format(*place(x, y)) for x, y in curve.points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts.append(_word(*place(*curve.points[-1]), curve.name, 8, 5, "start", colour))
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" '
        f'font-size="13"><title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _word(x: float, y: float, word: str, right: int, down: int, anchor: str, colour: str = "#333") -> str:
    return f'<text x="{x + right:.0f}" y="{y + down:.0f}" text-anchor="{anchor}" fill="{colour}">{escape(word)}</text>'
