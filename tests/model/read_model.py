# SPDX-License-Identifier: MIT
"""Reads a model file with the standard library alone, evaluates it and compares."""

import json
import math
import os
import struct
import subprocess
import sys
import tempfile

FEW_ROUNDINGS = 1e-13  # sums in another order, exp and tanh of another library


def read_safetensors(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack_from("<Q", content)
    assert (8 + length) % 8 == 0, "the data are not aligned"
    header = json.loads(content[8 : 8 + length].decode("utf-8"))
    data = content[8 + length :]
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F64", name
        begin, end = entry["data_offsets"]
        count = math.prod(entry["shape"]) if hasattr(math, "prod") else (end - begin) // 8
        values = struct.unpack_from("<%dd" % count, data, begin)
        assert end - begin == 8 * count, name
        if len(entry["shape"]) == 2:
            n_rows, n_columns = entry["shape"]
            values = [values[r * n_columns : (r + 1) * n_columns] for r in range(n_rows)]
        tensors[name] = values
    return metadata, tensors


def network(tensors, prefix, inputs):
    values = inputs
    layer = 0
    while prefix + "%d.weight" % layer in tensors:
        if layer > 0:
            values = [math.tanh(value) for value in values]
        weight = tensors[prefix + "%d.weight" % layer]
        bias = tensors[prefix + "%d.bias" % layer]
        values = [sum(w * h for w, h in zip(row, values)) + b for row, b in zip(weight, bias)]
        layer += 2
    return values


def polynomial(coefficients, q):
    return sum(c * q**k for k, c in enumerate(coefficients))


def evaluate(metadata, tensors, v):
    windows = json.loads(metadata["windows"])
    states = json.loads(metadata["states"])
    k = max(i for i, window in enumerate(windows) if i == 0 or window["start"] <= v)
    window = windows[k]
    inputs = [(v - window["shift"]) * window["rate"]]
    w = (v - window["fourier_start"]) / window["fourier_length"]
    for j in range(1, window["fourier_features"] + 1):
        inputs += [math.sin(2 * math.pi * j * w), math.cos(2 * math.pi * j * w)]
    q = (v - window["anchor"]) * window["argument_rate"]
    if window["argument"] == "saturating":
        q = -math.expm1(-q)
    if "window.%d.0.weight" % k in tensors:
        outputs = network(tensors, "window.%d." % k, inputs)
    else:
        outputs = [network(tensors, "window.%d.%s." % (k, s), inputs)[0] for s in states]
    return [
        polynomial(window["offset"][s], q)
        + window["scale"][s] * polynomial(window["factor"][s], q) * outputs[s]
        for s in range(len(states))
    ]


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.safetensors")
        printed = subprocess.run([sys.argv[1], path], check=True, stdout=subprocess.PIPE).stdout
        metadata, tensors = read_safetensors(path)

    assert metadata["activation"] == "tanh"
    assert metadata["variable"] == "x"
    assert json.loads(metadata["states"]) == ["u", "w"]
    assert json.loads(metadata["config"])["name"] == 'sample, with "quotes" and \u00e9'
    lines = printed.decode("ascii").splitlines()
    assert len(lines) == 71
    for line in lines:
        v, *expected = map(float, line.split())
        for actual, value in zip(evaluate(metadata, tensors, v), expected):
            assert abs(actual - value) <= FEW_ROUNDINGS * (1 + abs(value)), (v, actual, value)


main()
