#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The recipe of configs/decay.json as a plain PyTorch script, written the way a tutorial writes it.

    python3 seed_pytorch.py SEED ITERATIONS

Prints one JSON object: seconds of the training loop, the largest error at 1001 points, and the loss at
iterations 1, 10, 100, 1000, 2000, ...
"""
import json
import sys
import time

import torch

torch.set_num_threads(1)


def main():
    seed, iterations = int(sys.argv[1]), int(sys.argv[2])
    torch.manual_seed(seed)
    k = 1.0
    layers, sizes = [], [1, 50, 50, 50, 1]
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.LeakyReLU(0.01)]
    network = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(network.parameters(), lr=8e-3)
    grid = torch.linspace(0.0, 5.0, 501).unsqueeze(1)
    start, initial = torch.zeros(1, 1), torch.ones(1, 1)
    marks = {1, 10, 100} | set(range(1000, iterations + 1, 1000))
    curve = {}

    begin = time.perf_counter()
    for iteration in range(1, iterations + 1):
        t = (grid + 0.1 * torch.randn_like(grid)).requires_grad_(True)
        y = network(t)
        dy = torch.autograd.grad(y, t, torch.ones_like(y), retain_graph=True, create_graph=True)[0]
        loss = torch.mean((dy + k * y) ** 2) + torch.mean((network(start) - initial) ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if iteration in marks:
            curve[iteration] = loss.item()
    seconds = time.perf_counter() - begin

    with torch.no_grad():
        t = torch.linspace(0.0, 5.0, 1001).unsqueeze(1)
        error = (network(t) - torch.exp(-k * t)).abs().max().item()
    print(json.dumps({"seconds": seconds, "error": error, "curve": curve,
                      "version": "PyTorch " + torch.__version__}))


if __name__ == "__main__":
    main()
