// SPDX-License-Identifier: MIT
// Expressions of the tests with their names bound to slots.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pinn/expression/expression.hpp"
#include "pinn/expression/parse.hpp"

namespace pinn::test {

/// The expression with names[i] bound to slot i.
inline Expression bound_to(const std::string& text, const std::vector<std::string>& names) {
  const Expression parsed = parse_expression(text);
  std::vector<Node> nodes = parsed.nodes();
  for (Node& node : nodes) {
    if (node.op != Op::Name) continue;
    const std::string& name = parsed.symbols()[static_cast<std::size_t>(node.symbol)].name;
    for (std::size_t slot = 0; slot < names.size(); ++slot) {
      if (names[slot] != name) continue;
      node.op = Op::Slot;
      node.slot = static_cast<std::int32_t>(slot);
    }
  }
  return Expression(nodes, parsed.symbols(), text);
}

inline std::vector<Expression> all_bound_to(const std::vector<std::string>& texts,
                                            const std::vector<std::string>& names) {
  std::vector<Expression> all;
  for (const std::string& text : texts) all.push_back(bound_to(text, names));
  return all;
}

/// Every function and every operator of a and b.
inline std::vector<std::string> every_operation(const std::string& a, const std::string& b) {
  std::vector<std::string> all;
  for (const FunctionInfo& info : functions()) {
    const std::string name(info.name);
    if (info.arity == 1) all.push_back(name + "(" + a + ")");
    if (info.arity == 2) all.push_back(name + "(" + a + ", " + b + ")");
    if (info.arity == 3) all.push_back(name + "(" + a + " < " + b + ", " + a + ", " + b + ")");
  }
  for (const char* op : {"+", "-", "*", "/", "^"}) {
    all.push_back("(" + a + ") " + op + " (" + b + ")");
  }
  for (const char* op : {"<", "<=", ">", ">=", "==", "!="}) {
    all.push_back("if(" + a + " " + op + " " + b + ", " + a + ", " + b + ")");
  }
  const std::string tests = a + " > 0.5 or " + b + " < 0.5 and not " + a + " < " + b;
  all.push_back("if(" + tests + ", " + a + ", " + b + ")");
  all.push_back("-(" + a + ")");
  for (const char* exponent :
       {"0", "1", "2", "3", "4", "7", "-1", "-2", "0.5", "1.5", "-0.5", "2.3"}) {
    all.push_back("(" + a + ")^" + exponent);
  }
  return all;
}

/// A program's rows at some points, given point by point.
struct Table {
  std::vector<double> values;
  std::size_t n_points = 0;

  double at(int row, std::size_t point) const {
    return values[static_cast<std::size_t>(row) * n_points + point];
  }
};

}  // namespace pinn::test
