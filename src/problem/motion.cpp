// SPDX-License-Identifier: MIT
// Equations of motion: derivatives of an energy or of a Lagrangian, as texts like those of a
// config.
#include <algorithm>

#include "draft.hpp"
#include "pinn/expression/algebra.hpp"
#include "pinn/expression/print.hpp"

namespace pinn::detail {

namespace {

constexpr const char* kEnergyPath = "problem.hamiltonian.energy";
constexpr const char* kPairsPath = "problem.hamiltonian.pairs";
constexpr const char* kFunctionPath = "problem.lagrangian.function";
constexpr const char* kCoordinatesPath = "problem.lagrangian.coordinates";
constexpr const char* kEnergyName = "energy";

/// Formulas over the names of a config, the definitions put in.
class Motion {
 public:
  explicit Motion(Draft& draft) : draft_(draft) {}

  void from_hamiltonian(const HamiltonianConfig& config) {
    const auto energy = parse(config.energy, kEnergyPath);
    if (!energy) return;
    if (!has_primes_up_to(0, *energy, kEnergyPath, "write momenta in the place of derivatives")) {
      return;
    }
    const Algebra::Term H = read(*energy);
    for (const auto& [q, p] : config.pairs) {
      const std::string path = member_path(kPairsPath, q);
      if (!is_new(q, {path, 0, 0, true}) || !is_new(p, {path, 0, 0, false})) return;
      if (!names_in(*energy, q) && !names_in(*energy, p)) {
        draft_.error({path, 0, 0, true},
                     "neither " + in_quotes(q) + " nor " + in_quotes(p) +
                         " is in problem.hamiltonian.energy");
        return;
      }
      add(path, algebra_.name(q, 1), by_name(H, p, 0));
      add(path, algebra_.name(p, 1), algebra_.negate(by_name(H, q, 0)));
    }
    add_energy(*energy, kEnergyPath);
    draft_.motion = NamedExpression{kEnergyName, kEnergyPath, *energy};
  }

  void from_lagrangian(const LagrangianConfig& config) {
    const auto function = parse(config.function, kFunctionPath);
    if (!function) return;
    if (!has_primes_up_to(1, *function, kFunctionPath, "only first derivatives may occur")) return;
    const Algebra::Term L = read(*function);
    Algebra::Term energy = algebra_.negate(L);
    for (std::size_t i = 0; i < config.coordinates.size(); ++i) {
      const std::string& q = config.coordinates[i];
      const std::string path = member_path(kCoordinatesPath, std::to_string(i));
      if (!is_new(q, {path, 0, 0, false})) return;
      const Algebra::Term momentum = by_name(L, q, 1);
      if (algebra_.is_number(momentum, 0.0)) {
        draft_.error({path, 0, 0, false},
                     "problem.lagrangian.function does not depend on " + primed(q, 1) +
                         ", so it gives no equation of motion for " + in_quotes(q));
        return;
      }
      add(path, by_time(momentum, config.coordinates), by_name(L, q, 0));
      energy = algebra_.add(algebra_.multiply(algebra_.name(q, 1), momentum), energy);
    }
    add_energy(parse_expression(print_expression(algebra_.write(energy))), kFunctionPath);
    draft_.motion = NamedExpression{kEnergyName, kFunctionPath, *function};
  }

 private:
  std::optional<Expression> parse(const std::string& text, const std::string& path) {
    try {
      return parse_expression(text);
    } catch (const ExpressionError& error) {
      draft_.error({path, error.offset, error.length, false}, error.what());
      return std::nullopt;
    }
  }

  bool has_primes_up_to(int most,
                        const Expression& expression,
                        const std::string& path,
                        const std::string& advice) {
    for (const Node& node : expression.nodes()) {
      if (node.op != Op::Name && node.op != Op::Applied) continue;
      const Symbol& symbol = expression.symbols()[static_cast<std::size_t>(node.symbol)];
      if (symbol.primes <= most) continue;
      draft_.error(place_of(path, node.span),
                   in_quotes(primed(symbol.name, symbol.primes)) + " in " + path + "; " + advice);
      return false;
    }
    return true;
  }

  /// A name that can become a state, once.
  bool is_new(const std::string& name, Place place) {
    const Names::Entry* entry = draft_.names.find(name);
    const bool is_twice = std::find(taken_.begin(), taken_.end(), name) != taken_.end();
    taken_.push_back(name);
    if (entry == nullptr && !is_twice) return true;
    const std::string what =
        is_twice ? "named here twice"
                 : std::string("the name of a ") + kind_text(entry->kind) + " already";
    draft_.error(std::move(place), in_quotes(name) + " is " + what + "; names must be distinct");
    return false;
  }

  bool names_in(const Expression& expression, const std::string& name) const {
    std::vector<const Expression*> open{&expression};
    std::vector<std::size_t> seen;
    while (!open.empty()) {
      const Expression& current = *open.back();
      open.pop_back();
      for (const Symbol& symbol : current.symbols()) {
        if (symbol.name == name) return true;
        const Names::Entry* entry = draft_.names.find(symbol.name);
        if (entry == nullptr || entry->kind != NameKind::Definition) continue;
        const Definition& definition = draft_.definitions[entry->index];
        if (!definition.expression) continue;
        if (std::find(seen.begin(), seen.end(), entry->index) != seen.end()) continue;
        seen.push_back(entry->index);
        open.push_back(&*definition.expression);
      }
    }
    return false;
  }

  /// With the definitions put in; a cycle of them is told elsewhere.
  Algebra::Term read(const Expression& expression) {
    return algebra_.read(expression, [this](const Node&, const Symbol& symbol) {
      std::optional<Algebra::Term> term;
      const Names::Entry* entry = draft_.names.find(symbol.name);
      if (entry == nullptr || entry->kind != NameKind::Definition) return term;
      const Definition& definition = draft_.definitions[entry->index];
      const auto open = std::find(reading_.begin(), reading_.end(), entry->index);
      if (!definition.expression || open != reading_.end()) return term;
      reading_.push_back(entry->index);
      term = read(*definition.expression);
      reading_.pop_back();
      return term;
    });
  }

  Algebra::Term by_name(Algebra::Term term, const std::string& name, int primes) {
    return algebra_.derivative(term, [&](const Node&, const Symbol& symbol) {
      const bool is_it = symbol.name == name && symbol.primes == primes;
      return algebra_.number(is_it ? 1.0 : 0.0);
    });
  }

  /// Along a motion: by the variable, with the coordinates moving.
  Algebra::Term by_time(Algebra::Term term, const std::vector<std::string>& coordinates) {
    return algebra_.derivative(term, [&](const Node&, const Symbol& symbol) {
      if (symbol.name == draft_.config.problem.variable) return algebra_.number(1.0);
      if (std::find(coordinates.begin(), coordinates.end(), symbol.name) != coordinates.end()) {
        return algebra_.name(symbol.name, symbol.primes + 1);
      }
      return algebra_.number(0.0);
    });
  }

  void add(const std::string& path, Algebra::Term left, Algebra::Term right) {
    const std::string text =
        print_expression(algebra_.write(left)) + " = " + print_expression(algebra_.write(right));
    draft_.equations.push_back({path, text, parse_equality(text)});
  }

  /// Unless the config has something of that name.
  void add_energy(const Expression& energy, const std::string& path) {
    const auto& given = draft_.config.problem.observables;
    const bool is_taken = draft_.names.find(kEnergyName) != nullptr ||
                          std::find(taken_.begin(), taken_.end(), kEnergyName) != taken_.end() ||
                          std::any_of(given.begin(), given.end(), [](const auto& o) {
                            return o.first == kEnergyName;
                          });
    if (is_taken) return;
    draft_.observables.push_back({kEnergyName, path, energy});
  }

  Draft& draft_;
  Algebra algebra_;
  std::vector<std::string> taken_;
  std::vector<std::size_t> reading_;  // definitions that are being put in
};

}  // namespace

void derive_motion(Draft& draft) {
  const ProblemConfig& problem = draft.config.problem;
  const int n_ways = (problem.equations.empty() ? 0 : 1) + (problem.hamiltonian ? 1 : 0) +
                     (problem.lagrangian ? 1 : 0);
  if (n_ways > 1) {
    const char* path = problem.hamiltonian ? "problem.hamiltonian" : "problem.lagrangian";
    draft.error({path, 0, 0, true},
                "only one of problem.equations, problem.hamiltonian and problem.lagrangian may be "
                "there");
    return;
  }
  try {
    if (problem.hamiltonian) Motion(draft).from_hamiltonian(*problem.hamiltonian);
    if (problem.lagrangian) Motion(draft).from_lagrangian(*problem.lagrangian);
  } catch (const ExpressionError& error) {  // too long once it is differentiated
    const char* path = problem.hamiltonian ? kEnergyPath : kFunctionPath;
    draft.error({path, 0, 0, false}, error.what());
  }
}

}  // namespace pinn::detail
