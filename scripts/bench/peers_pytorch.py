#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Recipes of other tools as plain PyTorch scripts: how long until the error is below 1e-3, 1e-4, 1e-6?

    python3 peers_pytorch.py PROBLEM [--limit SECONDS] [--threads 1]

PROBLEM: decay, ode_system, ode_2nd, beam, nonlinear_oscillator, henon_heiles; each with the network, points,
optimizer and number of iterations that its source uses (see the table in the code). Every 100 iterations the
clock stops and the largest error at 501 points is taken, against the exact solution or SciPy's DOP853.
Prints one JSON object: seconds to each error (null if never), the last error, iterations and seconds.
"""
import argparse
import json
import math
import time

import torch

LEVELS = (1e-3, 1e-4, 1e-6)


def grad(y, t):
    return torch.autograd.grad(y, t, torch.ones_like(y), create_graph=True)[0]


def mlp(sizes, activation, glorot=False):
    layers = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        layer = torch.nn.Linear(n_in, n_out)
        if glorot:
            torch.nn.init.xavier_uniform_(layer.weight)
            torch.nn.init.zeros_(layer.bias)
        layers += [layer, activation()]
    return torch.nn.Sequential(*layers[:-1])


class Sin(torch.nn.Module):
    def forward(self, x):
        return torch.sin(x)


class Soft:
    """Conditions as part of the loss, points that stay."""

    def points(self):
        return self.grid

    def states(self, t):
        return self.network(t)

    def loss(self):
        t = self.points().clone().requires_grad_(True)
        return self.equations(self.states(t), t) + self.conditions()


class Decay(Soft):  # the article's recipe
    start, end, iterations = 0.0, 5.0, 10000

    def __init__(self):
        self.network = mlp([1, 50, 50, 50, 1], lambda: torch.nn.LeakyReLU(0.01))
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=8e-3)
        self.grid = torch.linspace(0, 5, 501).unsqueeze(1)

    def points(self):
        return self.grid + 0.1 * torch.randn_like(self.grid)

    def equations(self, y, t):
        return torch.mean((grad(y, t) + y) ** 2)

    def conditions(self):
        return torch.mean((self.network(torch.zeros(1, 1)) - 1) ** 2)

    def exact(self, t):
        return torch.exp(-t)


class OdeSystem(Soft):  # DeepXDE, examples/pinn_forward/ode_system.py
    start, end, iterations = 0.0, 10.0, 20000

    def __init__(self):
        self.network = mlp([1, 50, 50, 50, 2], torch.nn.Tanh, glorot=True)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3)
        self.grid = torch.cat([torch.rand(35, 1) * 10, torch.tensor([[0.0], [10.0]])])

    def equations(self, y, t):
        y1, y2 = y[:, :1], y[:, 1:]
        return torch.mean((grad(y1, t) - y2) ** 2) + torch.mean((grad(y2, t) + y1) ** 2)

    def conditions(self):
        y = self.network(torch.zeros(1, 1))
        return y[0, 0] ** 2 + (y[0, 1] - 1) ** 2

    def exact(self, t):
        return torch.cat([torch.sin(t), torch.cos(t)], 1)


class Ode2nd(Soft):  # DeepXDE, examples/pinn_forward/ode_2nd.py
    start, end, iterations = 0.0, 0.25, 10000

    def __init__(self):
        self.network = mlp([1, 50, 50, 50, 1], torch.nn.Tanh, glorot=True)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3)
        self.grid = torch.cat([torch.rand(16, 1) * 0.25, torch.tensor([[0.0], [0.25]])])

    def equations(self, y, t):
        dy = grad(y, t)
        return 0.01 * torch.mean((grad(dy, t) - 10 * dy + 9 * y - 5 * t) ** 2)

    def conditions(self):
        t = torch.zeros(1, 1, requires_grad=True)
        y = self.network(t)
        return (y[0, 0] + 1) ** 2 + (grad(y, t)[0, 0] - 2) ** 2

    def exact(self, t):
        return 50 / 81 + 5 * t / 9 - 2 * torch.exp(t) + 31 / 81 * torch.exp(9 * t)


class Beam(Soft):  # DeepXDE, examples/pinn_forward/Euler_beam.py
    start, end, iterations = 0.0, 1.0, 10000

    def __init__(self):
        self.network = mlp([1, 20, 20, 20, 1], torch.nn.Tanh, glorot=True)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3)
        self.grid = torch.cat([torch.rand(10, 1), torch.tensor([[0.0], [1.0]])])

    def equations(self, y, t):
        for _ in range(4):
            y = grad(y, t)
        return torch.mean((y + 1) ** 2)

    def conditions(self):
        t = torch.tensor([[0.0], [1.0]], requires_grad=True)
        values = [self.network(t)]
        for _ in range(3):
            values.append(grad(values[-1], t))
        return (values[0][0, 0] ** 2 + values[1][0, 0] ** 2 + values[2][1, 0] ** 2 + values[3][1, 0] ** 2)

    def exact(self, t):
        return -(t**4) / 24 + t**3 / 6 - t**2 / 4


class Hamiltonian(Soft):
    """Mattheakis and others 2022: y = y0 + (1 - exp(-t)) N, sin units, moved points, and a reference by SciPy."""

    start = 0.0

    def __init__(self):
        n = len(self.initial)
        self.network = mlp([1, 50, 50, n], Sin)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=8e-3, betas=(0.999, 0.9999))
        self.grid = torch.linspace(0, self.end, self.n_points).unsqueeze(1)
        self.y0 = torch.tensor([self.initial])

    def points(self):
        return self.grid + 0.03 * self.end / self.n_points * torch.randn_like(self.grid)

    def states(self, t):
        return self.y0 + (1 - torch.exp(-t)) * self.network(t)

    def conditions(self):
        return 0.0

    def equations(self, y, t):
        columns = [y[:, i:i + 1] for i in range(y.shape[1])]
        return sum(torch.mean((grad(c, t) - f) ** 2) for c, f in zip(columns, self.right_side(*columns)))

    def exact(self, t):
        from scipy.integrate import solve_ivp

        done = solve_ivp(lambda _, y: self.right_side(*y), (0, self.end), self.initial, "DOP853",
                         t_eval=t[:, 0].numpy(), rtol=1e-12, atol=1e-13)
        return torch.tensor(done.y.T)


class NonlinearOscillator(Hamiltonian):
    end, n_points, iterations, initial = 4 * math.pi, 200, 50000, (1.3, 1.0)

    def right_side(self, x, p):
        return p, -x - x**3


class HenonHeiles(Hamiltonian):
    end, n_points, iterations, initial = 6 * math.pi, 500, 50000, (0.3, -0.3, 0.3, 0.15)

    def right_side(self, x, y, px, py):
        return px, py, -x - 2 * x * y, -y - x**2 + y**2


PROBLEMS = {"decay": Decay, "ode_system": OdeSystem, "ode_2nd": Ode2nd, "beam": Beam,
            "nonlinear_oscillator": NonlinearOscillator, "henon_heiles": HenonHeiles}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("problem", choices=PROBLEMS)
    parser.add_argument("--limit", type=float, default=math.inf)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    recipe = PROBLEMS[args.problem]()
    t = torch.linspace(recipe.start, recipe.end, 501, dtype=torch.float64).unsqueeze(1)
    exact = recipe.exact(t)
    seconds, error, reached, iteration = 0.0, math.inf, {}, 0
    while iteration < recipe.iterations and seconds < args.limit:
        begin = time.perf_counter()
        for _ in range(100):
            iteration += 1
            recipe.optimizer.zero_grad()
            recipe.loss().backward()
            recipe.optimizer.step()
        seconds += time.perf_counter() - begin
        with torch.no_grad():
            error = (recipe.states(t.float()).double() - exact).abs().max().item()
        for level in LEVELS:
            if error <= level:
                reached.setdefault(f"{level:.0e}", seconds)
    print(json.dumps({"reached": reached, "error": error, "iterations": iteration, "seconds": seconds,
                      "version": "PyTorch " + torch.__version__}))


if __name__ == "__main__":
    main()
