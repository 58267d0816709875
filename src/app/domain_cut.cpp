// SPDX-License-Identifier: MIT
// Two solves on domains of different lengths.
#include "domain_cut.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "pinn/readout/readout.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

constexpr double kFartherOut = 0.5;  // of the length of the domain

/// The largest difference of two models over its tolerance.
struct Difference {
  double ratio = 0.0;
  double size = 0.0;
  double at = 0.0;
  int state = 0;
};

Difference difference(const Model& a,
                      const Model& b,
                      const Config& config,
                      const std::vector<double>& points) {
  Difference largest;
  for (const double at : points) {
    const Eigen::MatrixXd values = a.evaluate(at, 0);
    const Eigen::MatrixXd others = b.evaluate(at, 0);
    for (Eigen::Index s = 0; s < values.rows(); ++s) {
      const double size = std::abs(values(s, 0) - others(s, 0));
      const double atol = atol_of(config.accept, b.states[static_cast<std::size_t>(s)]);
      const double ratio = size / (atol + config.accept.rtol * std::abs(others(s, 0)));
      if (ratio <= largest.ratio) continue;
      largest = {ratio, size, at, static_cast<int>(s)};
    }
  }
  return largest;
}

/// Of the readout method's answers the one next to the model; no windows if it has none.
Model solution_near(const Model& model,
                    const Problem& problem,
                    const Config& config,
                    const std::vector<double>& points,
                    TrainObserver& observer) {
  TrainingResult result = ReadoutEngine().train(problem, config, {}, observer);
  if (result.reason != StopReason::Converged) return {};
  std::vector<Model> all = std::move(result.others);
  all.push_back(std::move(result.model));
  return *std::min_element(all.begin(), all.end(), [&](const Model& a, const Model& b) {
    return difference(a, model, config, points).ratio < difference(b, model, config, points).ratio;
  });
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
                             const Model& model,
                             const std::vector<double>& points,
                             TrainObserver& observer) {
  const Problem& problem = prepared.problem;
  Config config = readout_config(prepared.config);
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
  for (const Solutions searched : {Solutions::First, Solutions::All}) {
    config.problem.solutions = wider.problem.solutions = searched;
    const Model here = solution_near(model, problem, config, points, observer);
    if (here.windows.empty() || difference(model, here, config, points).ratio > 1.0) continue;
    const Model there = solution_near(here, wider_problem, wider, points, observer);
    if (there.windows.empty()) continue;
    const Difference change = difference(here, there, config, points);
    cut.known = true;
    cut.ratio = change.ratio;
    cut.change = change.size;
    cut.at = change.at;
    cut.state = problem.states[static_cast<std::size_t>(change.state)].name;
    if (change.ratio <= 1.0) break;  // else another solution may be the one that goes on
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
          : "whether the end of the domain matters is not known: no solution was found on " +
                other + " to compare with";
  return warning;
}

}  // namespace pinn
