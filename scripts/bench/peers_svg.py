# SPDX-License-Identifier: MIT
"""The pictures of scripts/bench/peers as SVG: work-precision diagrams and the ratio for every problem."""
import math

from problems_svg import decades, power, text

STYLES = {  # colour, dash
    "readout": ("#b2182b", ""),
    "cvode_adams_fixed_point": ("#1b7837", "2 3"),
    "cvode_adams_newton": ("#1b7837", "7 3"),
    "cvode_bdf": ("#1b7837", ""),
    "scipy_dop853": ("#2166ac", ""),
    "scipy_rk45": ("#2166ac", "2 3"),
    "scipy_lsoda": ("#2166ac", "7 3"),
    "scipy_radau": ("#6a51a3", "7 3"),
    "scipy_bdf": ("#6a51a3", "2 3"),
}
LABELS = {
    "readout": "pinn-solve", "cvode_adams_fixed_point": "CVODE Adams, fixed point", "cvode_adams_newton": "CVODE Adams, Newton", "cvode_bdf": "CVODE BDF",
    "scipy_dop853": "SciPy DOP853", "scipy_rk45": "SciPy RK45", "scipy_lsoda": "SciPy LSODA", "scipy_radau": "SciPy Radau", "scipy_bdf": "SciPy BDF",
}
PANEL_WIDTH, PANEL_HEIGHT, GAP_X, GAP_Y, COLUMNS = 300, 230, 76, 74, 3
LOWEST, HIGHEST = 1e-13, 1e-1


def head(width, height):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'font-family="sans-serif" fill="#222"><rect width="100%" height="100%" fill="#fff"/>')


def log_axis(low, high, begin, end):
    """From a value to its place, on powers of ten `low` to `high`."""
    return lambda value: begin + (math.log10(value) - low) / (high - low) * (end - begin)


def panel(name, rows, left, top):
    """Time over error of one problem; errors get smaller to the right."""
    shown = [row for row in rows if LOWEST <= row["error"] <= HIGHEST]
    right, bottom = left + PANEL_WIDTH, top + PANEL_HEIGHT
    parts = [text((left + right) / 2, top - 8, name, size=14)]
    if not shown:
        return parts
    low, high = decades([row["seconds"] for row in shown])
    to_x, to_y = log_axis(-1, -13, left, right), log_axis(low, high, bottom, top)
    for exponent in range(-13, 0, 2):
        x = to_x(10.0 ** exponent)
        parts += [f'<path d="M{x:.1f} {top}V{bottom}" stroke="#ddd"/>', text(x, bottom + 16, power(exponent), size=11)]
    for exponent in range(low, high + 1):
        y = to_y(10.0 ** exponent)
        parts += [f'<path d="M{left} {y:.1f}H{right}" stroke="#ddd"/>', text(left - 6, y + 4, power(exponent), "end", 11)]
    for solver, (colour, dash) in STYLES.items():
        points = [(to_x(row["error"]), to_y(row["seconds"])) for row in shown if row["solver"] == solver]
        if not points:
            continue
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        width = 2.4 if solver == "readout" else 1.4
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{width:.1f}" fill="{colour}"/>' for x, y in points]
    return parts


def work_precision(problems):
    """Panels side by side. problems: [(name, rows)]."""
    n_rows = math.ceil(len(problems) / COLUMNS)
    columns = min(COLUMNS, len(problems))
    width = 40 + columns * (PANEL_WIDTH + GAP_X) + 190
    height = 30 + n_rows * (PANEL_HEIGHT + GAP_Y) + 10
    parts = [head(width, height)]
    for i, (name, rows) in enumerate(problems):
        parts += panel(name, rows, 78 + (i % COLUMNS) * (PANEL_WIDTH + GAP_X), 36 + (i // COLUMNS) * (PANEL_HEIGHT + GAP_Y))
    present = {row["solver"] for _, rows in problems for row in rows}
    for i, solver in enumerate(solver for solver in STYLES if solver in present):
        colour, dash = STYLES[solver]
        x, y = width - 210, 50 + 22 * i
        parts.append(f'<path d="M{x} {y - 4}h34" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        parts.append(text(x + 42, y, LABELS[solver], "start"))
    parts.append(text(78 + (columns * (PANEL_WIDTH + GAP_X) - GAP_X) / 2, height - 14, "largest error, relative to the largest value of the state", size=13))
    parts.append(text(0, 0, "seconds", size=13, more=f'transform="translate(20 {height / 2:.0f}) rotate(-90)"'))
    return "\n".join(parts) + "\n</svg>\n"


def overview(series, level, n_problems):
    """Ratio of times, each series sorted by itself. series: [(label, colour, [(problem, ratio)])]."""
    width, height, left, right, top, bottom = 900, 520, 84, 190, 46, 60
    ratios = [ratio for _, _, pairs in series for _, ratio in pairs]
    parts = [head(width, height), text((left + width - right) / 2, 26, f"{n_problems} problems, error {power(round(math.log10(level)))}", size=15)]
    if not ratios:
        return "\n".join(parts) + "\n</svg>\n"
    low, high = decades(ratios + [1.0])
    to_y = log_axis(low, high, height - bottom, top)
    for exponent in range(low, high + 1):
        y = to_y(10.0 ** exponent)
        heavy = ' stroke-width="2"' if exponent == 0 else ""
        parts += [f'<path d="M{left} {y:.1f}H{width - right}" stroke="{"#444" if exponent == 0 else "#ddd"}"{heavy}/>',
                  text(left - 8, y + 4, power(exponent), "end")]
    for i, (label, colour, pairs) in enumerate(series):
        pairs = sorted(pairs, key=lambda pair: pair[1])
        for k, (problem, ratio) in enumerate(pairs):
            x = left + (k + 0.5) / len(pairs) * (width - left - right)
            title = f"<title>{problem}: {ratio:.3g}</title>"
            parts.append(f'<circle cx="{x:.1f}" cy="{to_y(ratio):.1f}" r="3.2" fill="{colour}" fill-opacity="0.75">{title}</circle>')
        parts.append(f'<circle cx="{width - right + 22}" cy="{top + 10 + 22 * i}" r="4" fill="{colour}"/>')
        parts.append(text(width - right + 34, top + 14 + 22 * i, label, "start"))
    y = to_y(1.0)
    parts.append(text(width - right + 8, y - 6, "pinn-solve faster", "start", 11))
    parts.append(text(width - right + 8, y + 16, "pinn-solve slower", "start", 11))
    parts.append(text((left + width - right) / 2, height - 20, "problems, by ratio", size=13))
    parts.append(text(0, 0, "their time / ours", size=13, more=f'transform="translate(22 {(top + height - bottom) / 2:.0f}) rotate(-90)"'))
    return "\n".join(parts) + "\n</svg>\n"
