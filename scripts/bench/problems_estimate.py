# SPDX-License-Identifier: MIT
"""How near the estimated error of a run is to its true one."""
import math

FACTOR = 10.0  # what an estimate may be off either way
ROUNDING = 1e-13  # of a state's size: what lies below is noise, of the truth as well


def estimate_ratio(record):
    """The estimate over the true error of a run, both the largest of a state over all check points and both not below what can be
    known: the truth's own error and rounding. Of the states the one that is furthest from 1 counts; None if no truth is known."""
    acceptance, reference = record.get("acceptance") or {}, record.get("reference") or {}
    if acceptance.get("basis") not in ("exact", "reference"):
        return None
    own_error = reference.get("own_error") or 0.0 if acceptance["basis"] == "reference" else 0.0
    worst = None
    for state in acceptance["by_state"].values():
        told, true = state["estimated_error"], state["max_error"]
        if told is None or true is None:
            continue
        size = true / state["max_relative_error"] if state["max_relative_error"] else 0.0
        floor = max(own_error, ROUNDING * size)
        ratio = max(told, floor) / max(true, floor) if floor or (told and true) else 1.0
        if worst is None or abs(math.log(ratio)) > abs(math.log(worst)):
            worst = ratio
    return worst


def too_small(row):
    """An accepted run whose true error is more than its estimate admits."""
    return row["verdict"] == "accepted" and row["estimate_ratio"] is not None and row["estimate_ratio"] < 1 / FACTOR


def share_within(rows):
    """Of the problems whose truth is known."""
    ratios = [row["estimate_ratio"] for row in rows if row["estimate_ratio"] is not None]
    return sum(1 / FACTOR <= ratio <= FACTOR for ratio in ratios) / max(1, len(ratios))


def summary(rows):
    """Lines of Markdown."""
    ratios = [row["estimate_ratio"] for row in rows if row["estimate_ratio"] is not None]
    if not ratios:
        return []
    lines = [f"\nEstimated error over true error: {len(ratios)} problems compared, {100 * share_within(rows):.1f} % within a factor {FACTOR:g}, "
             f"smallest {min(ratios):.2g}, largest {max(ratios):.2g}"]
    for row in rows:
        if row["estimate_ratio"] is not None and not 1 / FACTOR <= row["estimate_ratio"] <= FACTOR:
            lines.append(f"- {row['problem']}: {row['estimate_ratio']:.2g}")
    return lines
