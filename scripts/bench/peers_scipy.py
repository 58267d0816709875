# SPDX-License-Identifier: MIT
"""SciPy's solve_ivp on one problem: every method from coarse to fine, those without a chance left out."""
import math
import signal
import statistics
import time
import warnings

import numpy
import scipy.integrate

METHODS = ["LSODA", "DOP853", "RK45", "BDF", "Radau"]
TOLERANCES = [10.0 ** -k for k in range(3, 14)]
TIGHTEST = 2.3e-14  # solve_ivp takes no smaller rtol
HOPELESS = 6.0  # times slower than the fastest at the same tolerance
LEAST_CAP = 0.05  # seconds of the processor that every solve may take
EXACT_ENOUGH = 1e-11
REPEAT_SECONDS, MOST_REPEATS = 0.03, 3


class OutOfTime(Exception):
    """The solve has taken its share."""


class Cap:
    """Ends what runs inside it after so many seconds of the processor; `seconds` is what it took."""

    def __init__(self, seconds):
        self.cap = self.seconds = seconds

    def __enter__(self):
        self.begin = time.thread_time()
        signal.signal(signal.SIGALRM, self.look)
        signal.setitimer(signal.ITIMER_REAL, self.cap)
        return self

    def __exit__(self, *_):
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.seconds = time.thread_time() - self.begin

    def look(self, _number, _frame):
        """On a busy machine the clock on the wall is ahead."""
        left = self.cap - (time.thread_time() - self.begin)
        if left <= 0:
            raise OutOfTime
        signal.setitimer(signal.ITIMER_REAL, max(left, 1e-3))


def scaled_error(values, truth):
    """As the program measures it: each state relative to its largest value."""
    size = numpy.abs(truth).max(axis=0)
    error = numpy.abs(values - truth).max(axis=0)
    if not numpy.isfinite(error).all():
        return math.inf
    return float(max(e / s if s > 0 else float(e > 0) for e, s in zip(error, size)))


class ScipyPeer:
    """One problem: f, where it starts, its points and sizes."""

    def __init__(self, f, task):
        self.f, self.task = f, task
        self.places = [i for i, name in enumerate(task["components"]) if not name.endswith("'")]
        self.points = numpy.array(task["points"])
        self.size = numpy.array(task["size"])
        self.truth = numpy.array(task["values"]).T

    def solve(self, method, tolerance, cap):
        """One solve in at most `cap` seconds of the processor: a row of the CSV, and the values at the points."""
        row = {"solver": "scipy_" + method.lower(), "tolerance": tolerance, "error": math.inf, "failure": "", "steps": ""}
        values = None
        clock = Cap(cap)
        try:
            with warnings.catch_warnings(), numpy.errstate(all="ignore"), clock:
                warnings.simplefilter("ignore")
                done = scipy.integrate.solve_ivp(self.f, (self.task["start"], self.points[-1]), self.task["u"], method=method, t_eval=self.points,
                                                 rtol=tolerance, atol=tolerance * self.size)
            row.update(rhs_evaluations=done.nfev, jacobians=done.njev)
            if done.success and done.y.shape[1] == len(self.points):
                values = done.y[self.places].T
                row["error"] = scaled_error(values, self.truth)
            else:
                row["failure"] = done.message
        except OutOfTime:
            row["failure"] = "out of time"
        except (ArithmeticError, ValueError, TypeError) as mistake:
            row["failure"] = f"{type(mistake).__name__}: {mistake}"
        row["seconds"] = clock.seconds
        return row, values

    def measure(self, method, tolerance, cap):
        """The median of a few solves if they are short."""
        row, _ = self.solve(method, tolerance, cap)
        seconds = [row["seconds"]]
        while not row["failure"] and len(seconds) < MOST_REPEATS and sum(seconds) < REPEAT_SECONDS:
            seconds.append(self.solve(method, tolerance, cap)[0]["seconds"])
        row.update(seconds=statistics.median(seconds), repeats=len(seconds))
        return row

    def sweep(self, limit, budget):
        """All rows. `limit`: seconds for one solve; `budget`: for all of them."""
        rows, methods, spent = [], list(METHODS), 0.0
        for tolerance in TOLERANCES:
            now, cap = [], limit
            for method in methods:
                if spent > budget:
                    return rows + now
                row = self.measure(method, tolerance, cap)
                spent += row["seconds"] * row.get("repeats", 1)
                now.append(row)
                if not row["failure"]:
                    cap = min(cap, max(LEAST_CAP, HOPELESS * row["seconds"]))
            rows += now
            fastest = min((row["seconds"] for row in now if not row["failure"]), default=math.inf)
            going = [(row["seconds"], method) for method, row in zip(methods, now)
                     if row["failure"] != "out of time" and row["error"] > EXACT_ENOUGH and row["seconds"] <= HOPELESS * max(fastest, LEAST_CAP / HOPELESS)]
            methods = [method for _, method in sorted(going)]
        return rows

    def agreement(self, limit):
        """Distance from the truth to SciPy's tightest solve, infinite if there is none."""
        nearest = math.inf
        for method in ("DOP853", "Radau"):
            _, values = self.solve(method, TIGHTEST, limit)
            if values is not None:
                nearest = min(nearest, scaled_error(values, self.truth))
            if nearest < EXACT_ENOUGH:
                break
        return nearest
