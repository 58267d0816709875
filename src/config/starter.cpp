// SPDX-License-Identifier: MIT
// The starter configs: small, commented, each with its exact solution or reference.
#include "pinn/config/starter.hpp"

namespace pinn {

namespace {

constexpr const char* kIvp = R"json({
  // A first-order initial-value problem: exponential decay, y' = -k*y, y(0) = 1.
  // Check it with `pinn-solve check FILE`, solve it with `pinn-solve FILE`.
  "name": "ivp",
  "description": "Exponential decay. Exact solution: exp(-k*t).",

  "problem": {
    "variable": "t",
    "domain": [0, 5],               // constant expressions work too: [0, "2*pi"]
    "parameters": {"k": 1},         // change it: pinn-solve FILE --set problem.parameters.k=2
    "equations": ["y' = -k*y"],     // a prime is a derivative
    "conditions": ["y(0) = 1"],
    "exact": {"y": "exp(-k*t)"}     // for the verdict only; without it a classical solver is asked
  },

  "network": {"hidden": [20, 20], "activation": "tanh"},

  "training": {
    "method": "gradient",
    "points": {"count": 64, "kind": "chebyshev"},
    "stages": [                     // one after the other
      {"optimizer": "adam", "iterations": 1500, "learning_rate": 1e-2, "schedule": "cosine"},
      {"optimizer": "lbfgs", "iterations": 600}
    ]
  },

  // Accepted if |value - exact| <= atol + rtol*|exact| at every check point.
  "accept": {"rtol": 1e-3, "atol": 1e-4}
}
)json";

constexpr const char* kIvp2 = R"json({
  // A second-order initial-value problem: the damped oscillator
  // x'' + 2*zeta*w*x' + w^2*x = 0, released at rest from x = 1.
  "name": "ivp2",
  "description": "Damped oscillator. Exact: exp(-zeta*w*t)*(cos(wd*t) + zeta*w/wd*sin(wd*t)).",

  "problem": {
    "variable": "t",
    "domain": [0, 6],
    "parameters": {"zeta": 0.1, "w": 2},
    "definitions": {"wd": "w*sqrt(1 - zeta^2)"},    // abbreviations, in any order
    "equations": ["x'' + 2*zeta*w*x' + w^2*x = 0"],
    "conditions": ["x(0) = 1", "x'(0) = 0"],        // as many as the order
    "exact": {"x": "exp(-zeta*w*t)*(cos(wd*t) + zeta*w/wd*sin(wd*t))"},
    "observables": {"energy": "x'^2/2 + w^2*x^2/2"} // one more column of solution.csv
  },

  "network": {"hidden": [32, 32], "activation": "tanh"},

  "training": {
    "method": "gradient",
    "conditions": "hard",           // hold exactly, by construction
    "points": {"count": 128, "kind": "chebyshev"},
    "stages": [
      {"optimizer": "adam", "iterations": 3000, "learning_rate": 5e-3, "schedule": "cosine"},
      {"optimizer": "lbfgs", "iterations": 1000}
    ]
  },

  "accept": {"rtol": 1e-3, "atol": 1e-3}
}
)json";

constexpr const char* kSystem = R"json({
  // A system of two equations: prey u and predators v of Lotka and Volterra.
  // There is no closed solution; a classical solver gives the reference.
  "name": "system",
  "description": "Lotka-Volterra, one turn. The invariant is constant along the exact solution.",

  "problem": {
    "variable": "t",
    "domain": [0, 6],
    "parameters": {"a": 1, "b": 1, "c": 1, "d": 1},
    "equations": ["u' = a*u - b*u*v", "v' = c*u*v - d*v"],
    "conditions": ["u(0) = 1.5", "v(0) = 1"],
    "observables": {"invariant": "c*u - d*log(u) + b*v - a*log(v)"}
  },

  "network": {"hidden": [32, 32], "activation": "tanh"},

  "training": {
    "method": "gradient",
    "points": {"count": 128, "kind": "chebyshev"},
    "stages": [
      {"optimizer": "adam", "iterations": 3000, "learning_rate": 5e-3, "schedule": "cosine"},
      {"optimizer": "lbfgs", "iterations": 1000}
    ]
  },

  "reference": {"method": "auto"},  // the classical solver, solved before the training
  "accept": {"basis": "reference", "rtol": 1e-3, "atol": 1e-3}
}
)json";

constexpr const char* kBvp = R"json({
  // A boundary-value problem: the heated rod u'' - u = -(1 + pi^2)*sin(pi*x), both ends at 0.
  "name": "bvp",
  "description": "Two-point boundary-value problem. Exact solution: sin(pi*x).",

  "problem": {
    "variable": "x",
    "domain": [0, 1],
    "equations": ["u'' - u = -(1 + pi^2)*sin(pi*x)"],
    "conditions": ["u(0) = 0", "u(1) = 0"],   // also u'(1) = 0, or u'(1) + u(1) = 0
    "exact": {"u": "sin(pi*x)"}
  },

  "network": {"hidden": [20, 20], "activation": "tanh"},

  "training": {
    "method": "gradient",
    "points": {"count": 64, "kind": "chebyshev"},
    "stages": [
      {"optimizer": "adam", "iterations": 1500, "learning_rate": 5e-3, "schedule": "cosine"},
      {"optimizer": "lbfgs", "iterations": 300}
    ]
  },

  "accept": {"rtol": 1e-3, "atol": 1e-4}
}
)json";

}  // namespace

const std::vector<std::pair<std::string, std::string>>& starter_configs() {
  static const std::vector<std::pair<std::string, std::string>> configs{
      {"ivp", kIvp}, {"ivp2", kIvp2}, {"system", kSystem}, {"bvp", kBvp}};
  return configs;
}

}  // namespace pinn
