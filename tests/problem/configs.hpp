// SPDX-License-Identifier: MIT
// Small configs for the tests of problems.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "pinn/problem/problem.hpp"

namespace pinn::test {

inline Config config_of(std::vector<std::string> equations,
                        std::vector<std::string> conditions,
                        NamedList<double> parameters = {}) {
  Config config;
  config.problem.start = 0.0;
  config.problem.end = 5.0;
  config.problem.equations = std::move(equations);
  config.problem.conditions = std::move(conditions);
  config.problem.parameters = std::move(parameters);
  return config;
}

inline Config decay() { return config_of({"y' = -k*y"}, {"y(0) = 1"}, {{"k", 1.3}}); }

/// The diagnostics one a line: "error problem.equations.0 [kk]: message | note". In brackets the
/// marked part of the text, if `text_of` the path is known.
inline std::string told(const Config& config) {
  Diagnostics diagnostics;
  make_problem(config, diagnostics);
  std::string lines;
  for (const Diagnostic& d : diagnostics) {
    lines += d.severity == Severity::Error ? "error " : "warning " + d.id + " ";
    lines += d.place.path;
    if (d.place.length > 0) {
      lines += " " + std::to_string(d.place.offset) + "+" + std::to_string(d.place.length);
    }
    if (d.place.of_key) lines += " key";
    lines += ": " + d.message;
    if (!d.note.empty()) lines += " | " + d.note;
    lines += "\n";
  }
  return lines;
}

/// The problem of a config without errors.
inline Problem problem_of(const Config& config) {
  Diagnostics diagnostics;
  Problem problem = make_problem(config, diagnostics);
  for (const Diagnostic& d : diagnostics) {
    if (d.severity == Severity::Error) ADD_FAILURE() << d.place.path << ": " << d.message;
  }
  return problem;
}

}  // namespace pinn::test
