#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two recipes as plain PyTorch scripts, written the way a tutorial writes them.

    python3 recipes_pytorch.py RECIPE SEED ITERATIONS THREADS

RECIPE: decay (configs/decay.json: leaky ReLU, float32, first derivative) or oscillator (x'' + 0.4 x' + 4 x = 0,
tanh, float64, second derivative by nested grad, adam).

Prints one JSON object: seconds of the training loop, the largest error at 1001 points, and the loss at
iterations 1, 10, 100, 1000, 2000, ...
"""
import json
import math
import sys
import time

import torch


def derivative(y, t):
    return torch.autograd.grad(y, t, torch.ones_like(y), retain_graph=True, create_graph=True)[0]


class Decay:
    activation, dtype, end, points = torch.nn.LeakyReLU(0.01), torch.float32, 5.0, 501
    conditions = [(0, 1.0)]

    def optimizer(self, network):
        return torch.optim.SGD(network.parameters(), lr=8e-3)

    def residual(self, network, t):
        y = network(t)
        return derivative(y, t) + y

    def exact(self, t):
        return torch.exp(-t)


class Oscillator:
    activation, dtype, end, points = torch.nn.Tanh(), torch.float64, 6.0, 501
    conditions = [(0, 1.0), (1, 0.0)]

    def optimizer(self, network):
        return torch.optim.Adam(network.parameters(), lr=1e-3)

    def residual(self, network, t):
        x = network(t)
        dx = derivative(x, t)
        return derivative(dx, t) + 0.4 * dx + 4 * x

    def exact(self, t):
        w = 2 * math.sqrt(1 - 0.01)
        return torch.exp(-0.2 * t) * (torch.cos(w * t) + 0.2 / w * torch.sin(w * t))


def main():
    recipe = {"decay": Decay, "oscillator": Oscillator}[sys.argv[1]]()
    seed, iterations = int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(int(sys.argv[4]))
    torch.set_default_dtype(recipe.dtype)
    torch.manual_seed(seed)
    layers, sizes = [], [1, 50, 50, 50, 1]
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        layers += [torch.nn.Linear(n_in, n_out), recipe.activation]
    network = torch.nn.Sequential(*layers[:-1])
    optimizer = recipe.optimizer(network)
    grid = torch.linspace(0.0, recipe.end, recipe.points).unsqueeze(1)
    marks = {1, 10, 100} | set(range(1000, iterations + 1, 1000))
    curve = {}

    begin = time.perf_counter()
    for iteration in range(1, iterations + 1):
        t = (grid + 0.1 * torch.randn_like(grid)).requires_grad_(True)
        loss = torch.mean(recipe.residual(network, t) ** 2)
        start = torch.zeros(1, 1, requires_grad=True)
        value = network(start)
        for order, target in recipe.conditions:
            for _ in range(order):
                value = derivative(value, start)
            loss = loss + torch.mean((value - target) ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if iteration in marks:
            curve[iteration] = loss.item()
    seconds = time.perf_counter() - begin

    with torch.no_grad():
        t = torch.linspace(0.0, recipe.end, 1001).unsqueeze(1)
        error = (network(t) - recipe.exact(t)).abs().max().item()
    print(json.dumps({"seconds": seconds, "error": error, "curve": curve,
                      "version": "PyTorch " + torch.__version__}))


if __name__ == "__main__":
    main()
