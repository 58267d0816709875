// SPDX-License-Identifier: MIT
// Finds the step that a place lies in.
#include "error_past.hpp"

#include <algorithm>

namespace pinn {

void ErrorPast::forget_after(double at) {
  while (!steps_.empty() && steps_.back().from >= at) steps_.pop_back();
}

void ErrorPast::add(const RadauTable& table, const RadauStep& step, double from, double to) {
  steps_.push_back({from, to, &table, step.stages()});
}

Eigen::RowVectorXd ErrorPast::at(double place, int i, Eigen::Index n_columns) const {
  if (steps_.empty() || place <= steps_.front().from) return Eigen::RowVectorXd::Zero(n_columns);
  const auto found =
      std::lower_bound(steps_.begin(), steps_.end(), place, [](const Step& step, double at) {
        return step.to < at;
      });
  const Step& step = found == steps_.end() ? steps_.back() : *found;
  const double part = std::min((place - step.from) / (step.to - step.from), 1.0);
  return inside_stages(*step.table, step.stages, i, equation_.size(), part);
}

}  // namespace pinn
