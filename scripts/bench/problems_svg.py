# SPDX-License-Identifier: MIT
"""The picture of scripts/bench/problems: error over time, one mark per problem, as SVG."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 860, 560
LEFT, RIGHT, TOP, BOTTOM = 78, 190, 46, 58
COLOURS = ["#2166ac", "#b2182b", "#1b7837", "#e08214", "#762a83", "#4d4d4d"]
LETTER = 6  # width of one in a label
FLOOR = 1e-16  # errors of nought are drawn here
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def decades(values):
    """Whole powers of ten around the values, at least two."""
    low = math.floor(math.log10(min(values)))
    return low, max(math.ceil(math.log10(max(values))), low + 2)


def power(exponent):
    return "10" + str(exponent).translate(SUPERSCRIPTS)


def text(x, y, words, anchor="middle", size=12, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" {more}>{escape(words)}</text>'


def mark(x, y, colour, accepted, title):
    shape = (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}" fill-opacity="0.7"/>' if accepted else
             f'<path d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10" stroke="{colour}" stroke-width="2" fill="none"/>')
    return f"<g><title>{escape(title)}</title>{shape}</g>"


def place(begin, end, y, taken):
    """The line for a label from `begin` to `end`, moved down until it is free."""
    while any(begin < other_end and other_begin < end and abs(y - other_y) < 12 for other_begin, other_end, other_y in taken):
        y += 12
    taken.append((begin, end, y))
    return y


def grid(x_range, y_range, to_x, to_y):
    parts = []
    for exponent in range(x_range[0], x_range[1] + 1):
        x = to_x(10.0 ** exponent)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(text(x, HEIGHT - BOTTOM + 18, power(exponent)))
    step = 1 if y_range[1] - y_range[0] <= 12 else 2
    for exponent in range(y_range[0], y_range[1] + 1, step):
        y = to_y(10.0 ** exponent)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, y + 4, power(exponent), "end"))
    return parts


def legend(sets, any_refused):
    parts = []
    for i, name in enumerate(sets):
        y = TOP + 14 + 20 * i
        parts.append(f'<circle cx="{WIDTH - RIGHT + 22}" cy="{y - 4}" r="4" fill="{COLOURS[i % len(COLOURS)]}"/>')
        parts.append(text(WIDTH - RIGHT + 34, y, name, "start"))
    if any_refused:
        y = TOP + 14 + 20 * len(sets)
        parts.append(mark(WIDTH - RIGHT + 22, y - 4, "#444", False, ""))
        parts.append(text(WIDTH - RIGHT + 34, y, "not accepted", "start"))
    return parts


def scatter(rows, rtol):
    """Scaled error over solve time on logarithmic axes; the slowest and the refused carry their names."""
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'font-family="sans-serif" fill="#222"><rect width="100%" height="100%" fill="#fff"/>')
    shown = [row for row in rows if row["scaled_error"] is not None and row["solve_seconds"]]
    if not shown:
        return head + text(WIDTH / 2, HEIGHT / 2, "no run gave an error and a time") + "</svg>\n"
    errors = [max(row["scaled_error"], FLOOR) for row in shown] + ([rtol] if rtol else [])
    x_range, y_range = decades([row["solve_seconds"] for row in shown]), decades(errors)

    def to_x(seconds):
        return LEFT + (math.log10(seconds) - x_range[0]) / (x_range[1] - x_range[0]) * (WIDTH - LEFT - RIGHT)

    def to_y(error):
        return HEIGHT - BOTTOM - (math.log10(error) - y_range[0]) / (y_range[1] - y_range[0]) * (HEIGHT - TOP - BOTTOM)

    sets = sorted({row["set"] for row in rows})
    parts = [head] + grid(x_range, y_range, to_x, to_y)
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, 24, f"{len(shown)} of {len(rows)} problems", size=15))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, "time to solve, seconds", size=13))
    parts.append(text(0, 0, "error, relative", size=13, more=f'transform="translate(22 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)"'))
    if rtol:
        parts.append(f'<path d="M{LEFT} {to_y(rtol):.1f}H{WIDTH - RIGHT}" stroke="#222" stroke-dasharray="6 4"/>')
        parts.append(text(WIDTH - RIGHT - 4, to_y(rtol) - 5, "tolerance", "end"))

    slowest = sorted(shown, key=lambda row: row["solve_seconds"])[-5:]
    taken = []
    for row in shown:
        x, y = to_x(row["solve_seconds"]), to_y(max(row["scaled_error"], FLOOR))
        accepted = row["verdict"] == "accepted"
        title = f"{row['problem']}: error {row['scaled_error']:.1e}, {row['solve_seconds'] * 1e3:.3g} ms"
        parts.append(mark(x, y, COLOURS[sets.index(row["set"]) % len(COLOURS)], accepted, title))
        if row in slowest or not accepted:
            at_edge = x > WIDTH - RIGHT - 110
            width = LETTER * len(row["problem"])
            label_y = place(x - 8 - width, x - 8, y + 4, taken) if at_edge else place(x + 8, x + 8 + width, y + 4, taken)
            parts.append(text(x - 8 if at_edge else x + 8, label_y, row["problem"], "end" if at_edge else "start", 10))
    parts += legend(sets, any(row["verdict"] != "accepted" for row in shown))
    return "\n".join(parts) + "\n</svg>\n"
