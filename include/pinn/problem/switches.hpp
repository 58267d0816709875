// SPDX-License-Identifier: MIT
// The problem as smooth stretches: what abs, sign, min, max, step and comparisons switch on.
#pragma once

#include <Eigen/Dense>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pinn/problem/explicit_form.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// What node `index` switches on: the argument of abs, sign or step, the difference of the two
/// sides of min, max or a comparison of order; nothing if it does not, or on a number.
std::optional<Expression> switching_function(const Expression& expression, std::size_t index);

/// Sign of every switching function: +1, -1, or 0 where it stays zero (no branch is fixed then).
using Modes = std::vector<signed char>;

/// The branches of one stretch.
struct Branches {
  Modes modes;
  /// By switch on the states: false while its function still has the sign that it is just leaving.
  std::vector<bool> armed;
};

/// A problem whose equations may have branches. With every branch fixed the right side is smooth,
/// so a step may look a little past a switch without seeing the other side.
class SwitchedSystem {
 public:
  /// Needs:  !problem.implicit. The problem must outlive the system.
  explicit SwitchedSystem(const Problem& problem);

  const Problem& problem() const { return *problem_; }
  const ExplicitForm& original() const { return original_; }
  bool has_state_switches() const { return !state_switches_.empty(); }

  /// Places inside the domain where a switch on the variable alone changes or a measured input has
  /// a kink, increasing.
  const std::vector<double>& breaks() const { return breaks_; }

  /// Branches that the solution takes just after (t, u) on the way to `stop`, the next break or
  /// end; `step` is the length of the last step, if any. Nothing if each choice leads at once to
  /// another: the solution would slide on the switch.
  std::optional<Branches> branches_after(double t,
                                         const Eigen::VectorXd& u,
                                         double stop,
                                         double step);

  /// Form with the branches of `modes`; lives as long as the system.
  const ExplicitForm& form(const Modes& modes);

  /// The problem with the branches of `modes`; lives until the next call of branches_after().
  const Problem& frozen(const Modes& modes);

  /// True if an armed switch on the states has left its mode at (t, u).
  bool has_switched(const Branches& branches, double t, const Eigen::VectorXd& u);

  /// Arms every switch that has reached its mode at (t, u).
  void arm(Branches& branches, double t, const Eigen::VectorXd& u);

 private:
  struct Switch {
    Expression function;
    bool of_state = false;
  };
  struct Frozen {
    Problem problem;
    std::unique_ptr<ExplicitForm> form;
  };

  Frozen& frozen_with(const Modes& modes);
  void collect(const Expression& expression);
  void add_switch(const Expression& function);
  void find_breaks();
  void find_switches_of_variable();
  std::vector<double> scan_points() const;
  Expression freeze(const Expression& expression, const Modes& modes) const;
  double value_at(std::size_t index, double t) const;
  bool state_values(const Modes& modes,
                    double t,
                    const Eigen::VectorXd& u,
                    Eigen::VectorXd& values);
  bool settle(Branches& branches,
              double t,
              const Eigen::VectorXd& u,
              const Eigen::VectorXd& here,
              double step);
  bool probe(const Modes& modes, double t, Eigen::VectorXd& u, double step);

  const Problem* problem_;
  ExplicitForm original_;
  std::vector<Switch> switches_;
  std::map<std::string, std::size_t> known_;  ///< From the text of a switching function.
  std::vector<std::size_t> state_switches_;
  std::vector<double> breaks_;
  std::map<Modes, Frozen> frozen_;
};

}  // namespace pinn
