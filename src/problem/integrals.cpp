// SPDX-License-Identifier: MIT
// Integrals as further states.
//
// I(x) = integral of k(x, s, y(s)) from a to x has I' = k(x, x, y(x)) + integral of dk/dx. Where
// the derivatives of the kernel by x are combinations of each other, this ends after a few of them.
// Else the kernel is taken at fixed places x_i, and I is the polynomial in x through the integrals
// of k(x_i, s, y(s)).
#include <algorithm>
#include <cmath>

#include "draft.hpp"
#include "kernel.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/print.hpp"
#include "pinn/expression/subtree.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::detail {

namespace {

/// An integral with what stands inside.
struct Integral {
  const Expression* expression;
  Node node;
  std::string variable;  ///< That it is taken over.
};

class Integrals {
 public:
  explicit Integrals(Draft& draft) : draft_(draft) {}

  void run() {
    const std::size_t n_equations = draft_.equations.size();
    for (std::size_t e = 0; e < n_equations; ++e) replace(draft_.equations[e], false);
    const std::size_t n_conditions = draft_.conditions.size();
    for (std::size_t c = 0; c < n_conditions; ++c) replace(draft_.conditions[c], true);
    for (Sides& sides : more_equations_) draft_.equations.push_back(std::move(sides));
    for (Sides& sides : more_conditions_) draft_.conditions.push_back(std::move(sides));
    if (draft_.stop_when && draft_.stop_when->equality) {
      for (const Integral& integral : integrals_in(*draft_.stop_when->equality)) {
        draft_.error(place_of(draft_.stop_when->path, integral.node.span),
                     "an integral may stand in problem.equations and problem.conditions only");
      }
    }
  }

 private:
  static std::vector<Integral> integrals_in(const Equality& equality) {
    std::vector<Integral> found;
    for (const Expression* side : {&equality.left, &equality.right}) {
      for (const Node& node : side->nodes()) {
        if (node.op != Op::Integral) continue;
        found.push_back({side, node, side->symbols()[static_cast<std::size_t>(node.symbol)].name});
      }
    }
    return found;
  }

  /// Puts names in the place of the integrals in the text of `sides`.
  void replace(Sides& sides, bool is_condition) {
    if (!sides.equality) return;
    std::vector<Integral> found = integrals_in(*sides.equality);
    if (found.empty()) return;
    std::sort(found.begin(), found.end(), [](const Integral& a, const Integral& b) {
      return a.node.span.offset > b.node.span.offset;  // the last first: places before it stay
    });
    std::string text = sides.text;
    for (std::size_t i = 1; i < found.size(); ++i) {
      const Span span = found[i].node.span;
      if (span.offset + span.length > found[i - 1].node.span.offset) {
        return fail(sides, span, "an integral inside an integral is not available");
      }
    }
    for (const Integral& integral : found) {
      const Span span = integral.node.span;
      const auto name = is_condition ? definite(sides, integral) : moving(sides, integral);
      if (!name) return;
      text.replace(span.offset, span.length, *name);
    }
    sides.text = text;
    sides.equality = parse_equality(text);
  }

  void fail(const Sides& sides, const Span& span, const std::string& message) {
    draft_.error(place_of(sides.path, span), message);
    failed_ = true;
  }

  std::optional<double> constant(const Sides& sides, const Integral& integral, std::size_t child) {
    const auto root = static_cast<std::size_t>(integral.node.child[child]);
    const Expression end = copy_tree(*integral.expression, root);
    failed_ = false;
    Algebra algebra;
    const Algebra::Term term = read(algebra, sides, integral, end, false);
    if (failed_) return std::nullopt;
    const double value = evaluate<double>(algebra.write(term), {});
    if (std::isfinite(value)) return value;
    fail(sides, integral.node.span, "an end of the integral is not a finite number");
    return std::nullopt;
  }

  /// The expression with numbers for parameters and the definitions put in. `inside`: the variable
  /// may occur, and states at the place that is integrated over.
  Algebra::Term read(Algebra& algebra,
                     const Sides& sides,
                     const Integral& integral,
                     const Expression& expression,
                     bool inside) {
    return algebra.read(expression, [&](const Node& node, const Symbol& symbol) {
      std::optional<Algebra::Term> term;
      if (node.op == Op::Applied) {
        if (!is_there(node, integral, expression)) {
          fail(sides,
               integral.node.span,
               "inside the integral a state is written at " + integral.variable + ": " +
                   primed(symbol.name, symbol.primes) + "(" + integral.variable + ")");
        }
        return term;
      }
      const Names::Entry* entry = draft_.names.find(symbol.name);
      if (entry != nullptr && entry->kind == NameKind::Parameter) {
        draft_.parameter_used[entry->index] = true;
        term = algebra.number(draft_.config.problem.parameters[entry->index].second);
      } else if (entry != nullptr && entry->kind == NameKind::Definition) {
        term = definition(algebra, sides, integral, entry->index, inside);
      } else if (symbol.name == integral.variable) {
        if (!inside) {
          fail(
              sides, integral.node.span, "an end of the integral depends on what it is taken over");
        }
      } else if (symbol.name != draft_.config.problem.variable || !inside) {
        fail(sides,
             integral.node.span,
             inside ? in_quotes(symbol.name) + " inside the integral is neither a parameter nor " +
                          "the variable; a state is written at " + integral.variable + ": " +
                          symbol.name + "(" + integral.variable + ")"
                    : in_quotes(symbol.name) + " at an end of the integral is not a constant");
      }
      return term;
    });
  }

  bool is_there(const Node& node, const Integral& integral, const Expression& expression) const {
    const Node& argument = expression.nodes()[static_cast<std::size_t>(node.child[0])];
    return argument.op == Op::Name &&
           expression.symbols()[static_cast<std::size_t>(argument.symbol)].name ==
               integral.variable;
  }

  std::optional<Algebra::Term> definition(Algebra& algebra,
                                          const Sides& sides,
                                          const Integral& integral,
                                          std::size_t index,
                                          bool inside) {
    Definition& definition = draft_.definitions[index];
    const bool is_open = std::find(open_.begin(), open_.end(), index) != open_.end();
    if (!definition.expression || is_open) {
      failed_ = true;  // told elsewhere
      return std::nullopt;
    }
    definition.used = true;
    open_.push_back(index);
    const Algebra::Term term = read(algebra, sides, integral, *definition.expression, inside);
    open_.pop_back();
    return term;
  }

  std::optional<Algebra::Term> integrand(Algebra& algebra,
                                         const Sides& sides,
                                         const Integral& integral) {
    const auto root = static_cast<std::size_t>(integral.node.child[0]);
    failed_ = false;
    if (draft_.names.find(integral.variable) != nullptr) {
      fail(sides,
           integral.node.span,
           in_quotes(integral.variable) +
               ", which the integral is taken over, has a meaning "
               "already; choose another name");
      return std::nullopt;
    }
    const Expression inside = copy_tree(*integral.expression, root);
    const Algebra::Term term = read(algebra, sides, integral, inside, true);
    if (failed_) return std::nullopt;
    return term;
  }

  /// The formula with the variable in the place of what is integrated over.
  std::string at_variable(const Algebra& algebra, Algebra::Term term, const std::string& s) const {
    Algebra other;
    const Algebra::Term moved =
        other.read(algebra.write(term), [&](const Node&, const Symbol& symbol) {
          std::optional<Algebra::Term> variable;
          if (symbol.name == s) variable = other.name(draft_.config.problem.variable);
          return variable;
        });
    return print_expression(other.write(moved));
  }

  /// A name that nothing else has.
  std::string new_name() {
    std::string name;
    do {
      name = "integral_" + std::to_string(++n_names_);
    } while (draft_.names.find(name) != nullptr);
    return name;
  }

  void add_equation(const Sides& sides, const std::string& name, const std::string& right) {
    const std::string text = name + "' = " + right;
    more_equations_.push_back({sides.path, text, parse_equality(text)});
    const std::string start = name + "(" + to_text(draft_.problem.start) + ") = 0";
    more_conditions_.push_back({"problem.conditions", start, parse_equality(start)});
  }

  /// In a condition: the difference of a state at two places.
  std::optional<std::string> definite(const Sides& sides, const Integral& integral) {
    const auto from = constant(sides, integral, 1);
    const auto to = constant(sides, integral, 2);
    if (!from || !to) return std::nullopt;
    Algebra algebra;
    const auto kernel = integrand(algebra, sides, integral);
    if (!kernel) return std::nullopt;
    const std::string name = new_name();
    add_equation(sides, name, at_variable(algebra, *kernel, integral.variable));
    return "(" + name + "(" + to_text(*to) + ") - " + name + "(" + to_text(*from) + "))";
  }

  /// In an equation: from the start of the domain to the variable.
  std::optional<std::string> moving(const Sides& sides, const Integral& integral) {
    const Node& upper =
        integral.expression->nodes()[static_cast<std::size_t>(integral.node.child[2])];
    const bool is_variable =
        upper.op == Op::Name &&
        integral.expression->symbols()[static_cast<std::size_t>(upper.symbol)].name ==
            draft_.config.problem.variable;
    const auto from = constant(sides, integral, 1);
    if (!from) return std::nullopt;
    if (!is_variable || *from != draft_.problem.start) {
      fail(sides,
           integral.node.span,
           "an integral in an equation goes from the start of the domain to the variable: "
           "integral(..., " +
               integral.variable + ", " + to_text(draft_.problem.start) + ", " +
               draft_.config.problem.variable + ")");
      return std::nullopt;
    }
    Algebra algebra;
    const auto kernel = integrand(algebra, sides, integral);
    if (!kernel) return std::nullopt;
    // Where the variable passes a kink, or meets it at s, the integral has terms that neither has.
    const std::string& variable = draft_.config.problem.variable;
    if (has_kink_of(algebra.write(*kernel), variable)) {
      fail(sides,
           integral.node.span,
           "the kernel is not smooth enough in " + variable + ": abs, sign, min, max, step, if " +
               "and comparisons in it must not contain " + variable);
      return std::nullopt;
    }
    std::optional<ClosedKernel> closed;
    try {
      closed = close_kernel(
          algebra, *kernel, variable, integral.variable, draft_.problem.start, draft_.problem.end);
    } catch (const ExpressionError&) {
      // its derivatives grow without end
    }
    if (closed) return add_chain(sides, integral, algebra, *closed);
    const auto sampled = sample_kernel(
        algebra, *kernel, variable, integral.variable, draft_.problem.start, draft_.problem.end);
    if (sampled) return add_samples(sides, integral, algebra, *sampled);
    fail(sides,
         integral.node.span,
         "the kernel is not smooth enough in " + variable +
             ": neither a sum of exponentials, sines and powers with constant coefficients, nor "
             "on the whole domain a polynomial of degree 39 to rounding; try a shorter domain");
    return std::nullopt;
  }

  /// I = L_0(x) I_0 + L_1(x) I_1 + ... as a definition, with I_i' = k(x_i, x, y(x)).
  std::string add_samples(const Sides& sides,
                          const Integral& integral,
                          const Algebra& algebra,
                          const SampledKernel& sampled) {
    const std::string name = new_name();
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < sampled.places.size(); ++i) {
      parts.push_back(name + "_" + std::to_string(i + 1));
      add_equation(sides, parts[i], at_variable(algebra, sampled.at_place[i], integral.variable));
    }
    Definition definition;
    definition.name = name;
    definition.path = sides.path;
    definition.expression = sampled.interpolated(draft_.config.problem.variable, parts);
    draft_.names.add(name, NameKind::Definition, draft_.definitions.size());
    draft_.definitions.push_back(std::move(definition));
    return name;
  }

  /// I_0' = k + I_1, ..., I_(m-1)' = k^(m-1) + c_0 I_0 + ... + c_(m-1) I_(m-1), all at s = x.
  std::string add_chain(const Sides& sides,
                        const Integral& integral,
                        const Algebra& algebra,
                        const ClosedKernel& closed) {
    const std::size_t m = closed.derivatives.size();
    std::vector<std::string> names;
    for (std::size_t i = 0; i < m; ++i) names.push_back(new_name());
    for (std::size_t i = 0; i < m; ++i) {
      std::string right = at_variable(algebra, closed.derivatives[i], integral.variable);
      if (i + 1 < m) {
        right += " + " + names[i + 1];
      } else {
        for (std::size_t j = 0; j < m; ++j) {
          const double factor = closed.factors[j];
          if (factor == 0.0) continue;
          right += (factor < 0.0 ? " - " : " + ") + to_text(std::abs(factor)) + "*" + names[j];
        }
      }
      add_equation(sides, names[i], right);
    }
    return names.front();
  }

  Draft& draft_;
  std::vector<Sides> more_equations_;
  std::vector<Sides> more_conditions_;
  std::vector<std::size_t> open_;  ///< Definitions that are being read.
  int n_names_ = 0;
  bool failed_ = false;
};

}  // namespace

void replace_integrals(Draft& draft) {
  try {
    Integrals(draft).run();
  } catch (const ExpressionError& error) {
    draft.error({"problem.equations", 0, 0, false}, error.what());
  }
}

}  // namespace pinn::detail
