// SPDX-License-Identifier: MIT
// Every tight solve against every other.
#include "truth.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "cvode_peer.hpp"
#include "pinn/expression/evaluate.hpp"
#include "readout_peer.hpp"

namespace pinn::bench {

namespace {

constexpr double kTight = 1e-13;
constexpr double kNearlyTight = 1e-12;  ///< Where rounding leaves no window at the other.

Eigen::MatrixXd exact_values(const Problem& problem, const std::vector<double>& points) {
  Eigen::MatrixXd values(static_cast<Eigen::Index>(points.size()), problem.n_states());
  std::vector<double> slots(static_cast<std::size_t>(problem.n_slots), 0.0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    slots[0] = points[i];
    for (int s = 0; s < problem.n_states(); ++s) {
      const Expression& exact = *problem.exact[static_cast<std::size_t>(s)];
      values(static_cast<Eigen::Index>(i), s) = evaluate(exact, slots);
    }
  }
  return values;
}

}  // namespace

double scaled_error(const Eigen::MatrixXd& values, const Eigen::MatrixXd& truth) {
  double worst = 0.0;
  for (Eigen::Index s = 0; s < truth.cols(); ++s) {
    const double size = truth.col(s).cwiseAbs().maxCoeff();
    const double error = (values.col(s) - truth.col(s)).cwiseAbs().maxCoeff();
    if (!std::isfinite(error)) return std::numeric_limits<double>::infinity();
    if (error > 0.0) worst = std::max(worst, size > 0.0 ? error / size : 1.0);
  }
  return worst;
}

Truth find_truth(const Problem& problem, const Config& config, FirstOrder& form, const Task& task) {
  Truth truth;
  if (problem.all_exact()) {
    truth.values = exact_values(problem, task.points);
    truth.source = "exact";
    truth.agreement = 0.0;
    if (truth.values.allFinite()) return truth;
    truth = Truth();
  }
  std::vector<std::pair<std::string, PeerRun>> tight{
      {"readout", run_readout(problem, config, task, kTight)},
      {"readout", run_readout(problem, config, task, kNearlyTight)},
      {"bdf", run_cvode(form, CvodeKind::BdfNewton, task, kTight)}};
  if (task.adams) {
    tight.emplace_back("adams", run_cvode(form, CvodeKind::AdamsNewton, task, kTight));
  }
  for (std::size_t i = 0; i < tight.size(); ++i) {
    if (!tight[i].second.failure.empty()) continue;
    if (truth.source == "none") {
      truth.source = tight[i].first;
      truth.values = tight[i].second.values;
    }
    // Adams and BDF have too much in common to confirm each other against it.
    if (tight[i].first != "readout" && truth.source == "readout") break;
    for (std::size_t j = i + 1; j < tight.size(); ++j) {
      if (!tight[j].second.failure.empty() || tight[j].first == tight[i].first) continue;
      const double apart = scaled_error(tight[j].second.values, tight[i].second.values);
      if (apart >= truth.agreement) continue;
      truth.source = tight[i].first;
      truth.agreement = apart;
      truth.values = tight[i].second.values;
    }
  }
  return truth;
}

}  // namespace pinn::bench
