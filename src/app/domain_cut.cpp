// SPDX-License-Identifier: MIT
// Two solves on domains of different lengths.
#include "domain_cut.hpp"

#include <cmath>
#include <string>

#include "pinn/readout/readout.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

constexpr double kFartherOut = 0.5;  // of the length of the domain

/// The readout method's answer; no windows if it has none.
Model solution_of(const Problem& problem, const Config& config, TrainObserver& observer) {
  const TrainingResult result = ReadoutEngine().train(problem, config, {}, observer);
  return result.reason == StopReason::Converged ? result.model : Model();
}

Config readout_config(const Config& config) {
  Config readout = config;
  readout.training = TrainingConfig();
  readout.training.stop.max_seconds = config.training.stop.max_seconds;
  readout.network = NetworkConfig();
  return readout;
}

}  // namespace

DomainCut measure_domain_cut(const Prepared& prepared,
                             const std::vector<double>& points,
                             TrainObserver& observer) {
  const Problem& problem = prepared.problem;
  const Config config = readout_config(prepared.config);
  Config wider = config;
  const double step = kFartherOut * (problem.end - problem.start);
  if (problem.start_is_cut) wider.problem.start -= step;
  if (problem.end_is_cut) wider.problem.end += step;
  DomainCut cut;
  cut.start = wider.problem.start;
  cut.end = wider.problem.end;
  Diagnostics diagnostics;
  const Problem wider_problem = make_problem(wider, diagnostics);
  if (has_errors(diagnostics) || !problem.inputs.empty()) return cut;
  const Model here = solution_of(problem, config, observer);
  const Model there = solution_of(wider_problem, wider, observer);
  if (here.windows.empty() || there.windows.empty()) return cut;
  cut.known = true;
  cut.ratio = 0.0;
  for (const double at : points) {
    const Eigen::MatrixXd values = here.evaluate(at, 0);
    const Eigen::MatrixXd others = there.evaluate(at, 0);
    for (int s = 0; s < problem.n_states(); ++s) {
      const std::string& name = problem.states[static_cast<std::size_t>(s)].name;
      const double change = std::abs(values(s, 0) - others(s, 0));
      const double tolerance =
          atol_of(config.accept, name) + config.accept.rtol * std::abs(others(s, 0));
      if (change / tolerance <= cut.ratio) continue;
      cut.ratio = change / tolerance;
      cut.change = change;
      cut.at = at;
      cut.state = name;
    }
  }
  return cut;
}

Diagnostic domain_cut_warning(const Problem& problem, const DomainCut& cut) {
  const std::string other = "[" + to_text(cut.start) + ", " + to_text(cut.end) + "]";
  Diagnostic warning;
  warning.severity = Severity::Warning;
  warning.place.path = "problem.domain";
  warning.id = "domain-cut";
  warning.message =
      cut.known
          ? "the end of the domain matters: on " + other + " " + cut.state + " is different by " +
                to_short_text(cut.change) + " at " + problem.variable + " = " +
                to_short_text(cut.at, 4) + ", " + to_short_text(cut.ratio) + " of the tolerance"
          : "whether the end of the domain matters is not known: there is no solution on " + other +
                " to compare with";
  return warning;
}

}  // namespace pinn
