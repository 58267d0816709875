// SPDX-License-Identifier: MIT
// Evaluates constant expressions; a parameter may use those before it.
#include "constants.hpp"

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "checker.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/parse.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

using Values = std::map<std::string, double>;

/// Puts numbers in for names.
///
/// Throws:  ExpressionError at a name that has no value, a prime or a value at a point.
Expression with_values(const Expression& expression, const Values& values) {
  std::vector<Node> nodes = expression.nodes();
  for (Node& node : nodes) {
    if (node.op != Op::Name && node.op != Op::Applied) continue;
    const Symbol& symbol = expression.symbols()[static_cast<std::size_t>(node.symbol)];
    const auto found = values.find(symbol.name);
    const bool is_plain = node.op == Op::Name && symbol.primes == 0;
    if (!is_plain || found == values.end()) {
      std::vector<std::string> known;
      for (const auto& [name, value] : values) known.push_back(name);
      throw ExpressionError(
          in_quotes(symbol.name) + " has no value here, expected a constant" +
              (is_plain ? unknown_name_hint(symbol.name, false, known) : std::string()),
          node.span.offset,
          node.span.length);
    }
    node.op = Op::Number;
    node.number = found->second;
    node.symbol = -1;
  }
  return Expression(std::move(nodes), expression.symbols(), expression.text());
}

void note_names(const Expression& expression, std::set<std::string>& names) {
  for (const Symbol& symbol : expression.symbols()) names.insert(symbol.name);
}

void resolve(JsonNode& node,
             const std::string& path,
             const Values& values,
             Diagnostics& out,
             std::set<std::string>& used) {
  if (node.kind != JsonNode::Kind::Text) return;
  Expression expression;
  try {
    expression = parse_expression(node.text);
  } catch (const ExpressionError&) {
    return;
  }
  note_names(expression, used);
  try {
    const double value = evaluate_constant(with_values(expression, values));
    if (!std::isfinite(value)) {
      out.push_back(error_at(path,
                             path + " is " + shown(node) + ", which is " + to_text(value) +
                                 "; expected a finite number"));
      return;
    }
    node.kind = JsonNode::Kind::Number;
    node.number = value;
  } catch (const ExpressionError& error) {
    Place place{path, error.offset, error.length, false};
    out.push_back({Severity::Error, std::move(place), error.what(), "", ""});
  }
}

JsonNode* child(JsonNode& node, std::string_view key) {
  JsonMember* member = node.find(key);
  return member == nullptr ? nullptr : &member->value;
}

}  // namespace

std::set<std::string> resolve_constants(JsonNode& root, Diagnostics& diagnostics) {
  std::set<std::string> used;
  JsonNode* problem = child(root, "problem");
  if (problem == nullptr) return used;
  if (JsonNode* domain = child(*problem, "domain")) {
    for (std::size_t i = 0; i < domain->items.size(); ++i) {
      resolve(domain->items[i], "problem.domain." + std::to_string(i), {}, diagnostics, used);
    }
  }
  JsonNode* parameters = child(*problem, "parameters");
  if (parameters == nullptr) return used;
  Values values;
  for (JsonMember& member : parameters->members) {
    resolve(member.value, "problem.parameters." + member.key, values, diagnostics, used);
    // One that failed counts as known: its own mistake is enough.
    values[member.key] = member.value.number;
  }
  return used;
}

}  // namespace pinn
