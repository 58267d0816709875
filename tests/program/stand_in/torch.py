# SPDX-License-Identifier: MIT
"""As much of PyTorch as docs/rebuild_in_pytorch.py calls, in plain Python.

For machines without PyTorch: the script's own reading, choosing and mapping runs all the same.
"""
import contextlib
import math
import struct
import types

float64 = "float64"
no_grad = contextlib.nullcontext


class Tensor:
    def __init__(self, values, shape):
        self.values, self.shape = list(values), tuple(shape)
        assert len(self.values) == math.prod(self.shape), (len(self.values), self.shape)

    def reshape(self, shape):
        return Tensor(self.values, shape)

    def rows(self):
        n = self.shape[1]
        return [self.values[i * n:(i + 1) * n] for i in range(self.shape[0])]

    def __len__(self):
        return self.shape[0]

    def __getitem__(self, row):
        return Tensor(self.rows()[row], self.shape[1:])

    def tolist(self):
        return list(self.values) if len(self.shape) == 1 else self.rows()


def frombuffer(data, dtype):
    assert dtype == float64
    return Tensor((value for value, in struct.iter_unpack("<d", data)), [len(data) // 8])


def tensor(rows, dtype):
    assert dtype == float64
    return Tensor((value for row in rows for value in row), [len(rows), len(rows[0])])


class Linear:
    def __init__(self, n_inputs, n_outputs):
        self.shapes = {"weight": (n_outputs, n_inputs), "bias": (n_outputs,)}

    def __call__(self, inputs):
        weight, bias = self.weight.rows(), self.bias.tolist()
        outputs = [math.fsum(w * h for w, h in zip(row, values)) + b
                   for values in inputs.rows() for row, b in zip(weight, bias)]
        return Tensor(outputs, (len(inputs), len(bias)))


class Tanh:
    shapes = {}

    def __call__(self, inputs):
        return Tensor(map(math.tanh, inputs.values), inputs.shape)


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def double(self):
        return self

    def load_state_dict(self, weights):
        """Refuses, as PyTorch does, what is missing, left over or of another shape."""
        left = dict(weights)
        for place, layer in enumerate(self.layers):
            for name, shape in layer.shapes.items():
                value = left.pop(f"{place}.{name}")
                assert value.shape == shape, (place, name, value.shape, shape)
                setattr(layer, name, value)
        assert not left, sorted(left)

    def __call__(self, inputs):
        for layer in self.layers:
            inputs = layer(inputs)
        return inputs


nn = types.SimpleNamespace(Linear=Linear, Tanh=Tanh, Sequential=Sequential)
