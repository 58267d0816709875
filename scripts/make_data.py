#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the measurements of configs/data: a known curve plus normal noise, the same at every run.

    python3 scripts/make_data.py > configs/data/decay.csv
"""
import math
import random

COUNT, END, NOISE, SEED = 40, 5.0, 0.01, 1

generator = random.Random(SEED)
print("t,y")
for i in range(COUNT):
    t = END * i / (COUNT - 1)
    print(f"{t:.4f},{math.exp(-t) + generator.gauss(0.0, NOISE):.5f}")
