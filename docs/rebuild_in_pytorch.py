# SPDX-License-Identifier: MIT
"""Rebuilds a solution of method readout in PyTorch.

    python3 rebuild_in_pytorch.py FILE.safetensors T...     prints `t,state,...` for every place T
"""
import json
import sys

import torch


def load(path):
    """The names of the states and the windows, each with its networks."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        part = bytearray(data[slice(*entry["data_offsets"])])
        tensors[name] = torch.frombuffer(part, dtype=torch.float64).reshape(entry["shape"])
    states, windows = json.loads(metadata["states"]), json.loads(metadata["windows"])
    for k, window in enumerate(windows):
        # One network for all states, or one per state where their orders differ.
        shared = f"window.{k}.0.weight" in tensors
        prefixes = [f"window.{k}."] if shared else [f"window.{k}.{state}." for state in states]
        window["networks"] = [network(tensors, prefix) for prefix in prefixes]
    return states, windows


def network(tensors, prefix):
    """Sequential(Linear, Tanh, Linear) with the weights of one window."""
    weights = {name[len(prefix):]: t for name, t in tensors.items() if name.startswith(prefix)}
    (width, n_inputs), n_outputs = weights["0.weight"].shape, len(weights["2.bias"])
    layers = torch.nn.Sequential(torch.nn.Linear(n_inputs, width), torch.nn.Tanh(),
                                 torch.nn.Linear(width, n_outputs)).double()
    layers.load_state_dict(weights)
    return layers


def evaluate(windows, t):
    """The states at t; where two windows meet the right one counts."""
    window = max((w for w in windows if w["start"] <= t), key=lambda w: w["start"])
    x = torch.tensor([[(t - window["shift"]) * window["rate"]]], dtype=torch.float64)
    with torch.no_grad():
        return [value for network in window["networks"] for value in network(x)[0].tolist()]


if __name__ == "__main__":
    names, parts = load(sys.argv[1])
    print("t," + ",".join(names))
    for place in map(float, sys.argv[2:]):
        print(",".join(map(repr, [place, *evaluate(parts, place)])))
