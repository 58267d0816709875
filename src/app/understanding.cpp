// SPDX-License-Identifier: MIT
// Conclusions about a problem, as values and as sentences.
#include "pinn/app/understanding.hpp"

#include "pinn/app/basis_values.hpp"
#include "pinn/config/names.hpp"
#include "pinn/engine/hard_conditions.hpp"
#include "pinn/engine/scaling.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// The basis that a verdict will have, should the classical solver succeed.
Basis hoped_basis(const Prepared& prepared) {
  const Problem& problem = prepared.problem;
  ReferenceSolution reference;
  reference.solved = why_no_method(problem, prepared.config.reference.method).empty();
  return expected_basis(problem, prepared.config.accept, &reference);
}

std::vector<int> layers_of(const Problem& problem, const NetworkConfig& network) {
  if (network.hidden.is_auto()) return {};  // the method chooses
  std::vector<int> layers{1 + 2 * network.fourier_features};
  if (network.hidden.is_auto()) return {};  // the method chooses
  for (const int width : *network.hidden.value) layers.push_back(width);
  layers.push_back(network.per_state ? 1 : problem.n_states());
  return layers;
}

void add_conditions(const Prepared& prepared, Understanding& u) {
  const HardConditions conditions =
      make_hard_conditions(prepared.problem, prepared.config.training.conditions);
  const auto text = [&](int i) {
    return prepared.problem.conditions[static_cast<std::size_t>(i)].text;
  };
  for (const int i : conditions.hard) u.hard.push_back(text(i));
  for (const int i : conditions.soft) u.soft.push_back(text(i));
  if (!u.hard.empty()) u.sentences.push_back("hard conditions: " + joined(u.hard, ", "));
  if (!u.soft.empty()) u.sentences.push_back("soft conditions: " + joined(u.soft, ", "));
  for (const std::string& why : conditions.why_soft) u.sentences.push_back(why);
}

void add_network(const Prepared& prepared, Understanding& u) {
  const NetworkConfig& network = prepared.config.network;
  u.layers = layers_of(prepared.problem, network);
  std::vector<std::string> widths;
  for (const int width : u.layers) widths.push_back(std::to_string(width));
  if (widths.empty()) widths.emplace_back("widths chosen by the method,");
  std::string text =
      "network: " + joined(widths, "-") + " " + std::string(to_name(network.activation));
  if (network.per_state) text += ", one per state";
  u.sentences.push_back(text);
}

void add_method(const Prepared& prepared, Understanding& u) {
  const TrainingConfig& training = prepared.config.training;
  u.method = to_name(training.method);
  if (training.method == Method::Readout) {
    const auto& windows = training.windows.value;
    u.sentences.push_back("method: readout, " + (windows
                                                     ? std::to_string(*windows) + " equal windows"
                                                     : std::string("windows by error control")));
    return;
  }
  if (training.method == Method::LeastSquares) {
    const auto& windows = training.windows.value;
    u.sentences.push_back("method: least_squares, all weights, " +
                          (windows ? std::to_string(*windows) + " equal windows"
                                   : std::string("windows as long as they converge")));
    return;
  }
  std::vector<std::string> stages;
  for (const StageConfig& stage : training.stages) {
    stages.push_back(std::to_string(stage.iterations) + " " +
                     std::string(to_name(stage.optimizer)));
  }
  u.sentences.push_back("method: " + u.method + ", " + joined(stages, " + ") + " iterations at " +
                        std::to_string(training.points.count) + " " +
                        std::string(to_name(training.points.kind)) + " points, " +
                        std::string(to_name(training.precision)));
}

void add_basis(const Prepared& prepared, Understanding& u) {
  const Basis basis = hoped_basis(prepared);
  u.basis = to_name(basis);
  std::string text = "verdict: ";
  if (basis == Basis::Exact) text += "against the exact solution";
  if (basis == Basis::Reference) text += "against the classical solver";
  if (basis == Basis::Estimate) text += "by the estimated error";
  if (basis == Basis::Residual) text += "by residual only: the error will not be known";
  text += ", rtol " + to_short_text(prepared.config.accept.rtol, 1);
  std::vector<std::string> atols;
  for (const State& state : prepared.problem.states) {
    const std::string atol = to_short_text(atol_of(prepared.config.accept, state.name), 1);
    if (atols.empty() || atols.back() != atol) atols.push_back(atol);
  }
  u.sentences.push_back(text + ", atol " + joined(atols, "/") + " at " +
                        std::to_string(prepared.config.accept.points) + " points and more");
}

void add_data(const Prepared& prepared, Understanding& u) {
  for (const DataSeries& series : prepared.data.series) {
    u.n_data_values += series.at.size();
    u.sentences.push_back("data: " + std::to_string(series.at.size()) +
                          (series.at.size() == 1 ? " value of " : " values of ") + series.name +
                          " from " + series.file);
  }
}

void add_scales(const Prepared& prepared, Understanding& u) {
  const Scaling scaling = make_scaling(prepared.problem, prepared.data.series);
  std::vector<std::string> words;
  for (std::size_t s = 0; s < u.states.size(); ++s) {
    const double scale = scaling.state(static_cast<Eigen::Index>(s));
    u.state_scales.push_back(scale);
    if (scale != 1.0) words.push_back(u.states[s].name + " by " + to_short_text(scale));
  }
  if (prepared.config.training.method != Method::Gradient) {
    u.state_scales.assign(u.states.size(), 1.0);
    u.sentences.push_back("scales: every window has its own");
    return;
  }
  if (scaling.input.rate != 1.0) {
    words.push_back(u.variable + " by " + to_short_text(1.0 / scaling.input.rate));
  }
  u.sentences.push_back(words.empty() ? "scales: all stays as it is"
                                      : "scales: divided " + joined(words, ", "));
}

}  // namespace

Understanding understand(const Prepared& prepared) {
  const Problem& problem = prepared.problem;
  Understanding u;
  u.name = prepared.config.name;
  u.variable = problem.variable;
  u.start = problem.start;
  u.end = problem.end;
  u.states = problem.states;
  u.kind = problem.kind == ProblemKind::Ivp ? "ivp" : "bvp";
  u.linear = problem.linear;
  u.implicit = problem.implicit;
  u.warnings = prepared.warnings;
  u.sentences = describe(problem);
  add_conditions(prepared, u);
  add_network(prepared, u);
  add_method(prepared, u);
  add_scales(prepared, u);
  add_data(prepared, u);
  add_basis(prepared, u);
  return u;
}

}  // namespace pinn
