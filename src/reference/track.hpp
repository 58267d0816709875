// SPDX-License-Identifier: MIT
// What an integration has gone through, for equations with delays.
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <vector>

#include "pinn/problem/explicit_form.hpp"
#include "pinn/problem/past.hpp"

namespace pinn {

/// The steps of one solve from the start up, each as the polynomial that the solver has inside it.
class Track : public Past {
 public:
  void clear() { steps_.clear(); }

  /// Keeps the values from `from` to `to` > from.
  ///
  /// Shapes:  values gives (size) of the explicit form
  void add(double from, double to, const std::function<Eigen::VectorXd(double)>& values);

  /// Needs:   set_form() was called.
  double value(int state, int derivative, double at) const override;

  /// Says where a state stands. The form outlives this.
  void set_form(const ExplicitForm& form) { form_ = &form; }

 private:
  struct Step {
    double from = 0.0;
    double to = 0.0;
    Eigen::MatrixXd values;  ///< (kPoints, size)
  };

  const ExplicitForm* form_ = nullptr;
  std::vector<Step> steps_;
};

}  // namespace pinn
