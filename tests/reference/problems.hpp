// SPDX-License-Identifier: MIT
// Problems from a few lines of text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/reference/reference.hpp"

namespace pinn::test {

inline Config config_of(double start,
                        double end,
                        std::vector<std::string> equations,
                        std::vector<std::string> conditions,
                        NamedList<std::string> exact = {}) {
  Config config;
  config.problem.start = start;
  config.problem.end = end;
  config.problem.equations = std::move(equations);
  config.problem.conditions = std::move(conditions);
  config.problem.exact = std::move(exact);
  return config;
}

inline Problem problem_of(const Config& config) {
  Diagnostics diagnostics;
  Problem problem = make_problem(config, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::Error) ADD_FAILURE() << diagnostic.message;
  }
  return problem;
}

inline ReferenceOptions tight_options(const Problem& problem) {
  ReferenceOptions options;
  options.rtol = 1e-10;
  options.atol.assign(problem.states.size(), 1e-13);
  return options;
}

/// Equally spaced, both ends included.
inline std::vector<double> grid(double start, double end, int count) {
  std::vector<double> points;
  for (int i = 0; i < count; ++i) {
    points.push_back(i == count - 1 ? end : start + (end - start) * i / (count - 1));
  }
  return points;
}

}  // namespace pinn::test
