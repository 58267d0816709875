// SPDX-License-Identifier: MIT
// Which key needs which method, optimizer or other key.
#include "unused.hpp"

#include <algorithm>

#include "pinn/config/names.hpp"

namespace pinn {

namespace {

/// A stage key that only some optimizers have.
struct OptimizerKey {
  std::string key;
  std::vector<Optimizer> optimizers;
};

const std::vector<OptimizerKey>& optimizer_keys() {
  using O = Optimizer;
  static const std::vector<OptimizerKey> keys{
      {"learning_rate", {O::Sgd, O::Adam, O::Adamw, O::Rmsprop, O::Lbfgs}},
      {"schedule", {O::Sgd, O::Adam, O::Adamw, O::Rmsprop}},
      {"final_learning_rate", {O::Sgd, O::Adam, O::Adamw, O::Rmsprop}},
      {"momentum", {O::Sgd, O::Rmsprop}},
      {"betas", {O::Adam, O::Adamw}},
      {"weight_decay", {O::Sgd, O::Adam, O::Adamw, O::Rmsprop}},
  };
  return keys;
}

bool all_hold_points(const TrainingConfig& training) {
  const std::vector<StageConfig> stages = stages_of(training);
  return std::all_of(stages.begin(), stages.end(), [](const StageConfig& stage) {
    return holds_points(stage.optimizer);
  });
}

void add_points(const TrainingConfig& training, std::vector<UnusedKey>& unused) {
  const PointsConfig& points = training.points;
  const std::string held =
      "stages of lbfgs, ssbroyden and levenberg_marquardt hold the points fixed";
  if (all_hold_points(training)) {
    for (const char* key : {"training.points.adapt", "training.grow"})
      unused.push_back({key, held});
    unused.push_back({"training.points.jitter", held});
    unused.push_back({"training.points.edges", held});
    unused.push_back({"training.points.resample_every", held});
    return;
  }
  if (points.jitter == 0.0) unused.push_back({"training.points.edges", "no point is jittered"});
  const bool is_kept = points.kind == PointsKind::Uniform || points.kind == PointsKind::Chebyshev;
  if (is_kept && points.adapt == Adapt::None) {
    unused.push_back({"training.points.resample_every",
                      std::string(to_name(points.kind)) + " points are always the same"});
  }
}

void add_stages(const TrainingConfig& training, std::vector<UnusedKey>& unused) {
  for (std::size_t i = 0; i < training.stages.size(); ++i) {
    const StageConfig& stage = training.stages[i];
    if (stage.schedule != Schedule::Constant || holds_points(stage.optimizer)) continue;
    unused.push_back({"training.stages." + std::to_string(i) + ".final_learning_rate",
                      "the schedule of this stage is constant"});
  }
}

void add_gradient(std::vector<UnusedKey>& unused) {
  const std::string gradient = "method gradient has no use for it";
  unused.push_back({"training.tolerance", gradient});
  unused.push_back({"training.stop.windows", gradient});
  unused.push_back(
      {"training.stop.iterations", gradient + ", its limits are training.stages.N.iterations"});
  unused.push_back({"output.single_network", "method gradient makes one network already"});
}

void add_readout(std::vector<UnusedKey>& unused) {
  const std::string readout = "method readout has no use for it";
  for (const char* key : {"network.fourier_features",
                          "network.per_state",
                          "training.weights.equations",
                          "training.weights.conditions",
                          "training.weights.data",
                          "training.weights.balance",
                          "training.causal",
                          "training.grow",
                          "training.derivatives",
                          "training.stages",
                          "training.stop.loss",
                          "training.stop.patience",
                          "training.stop.iterations",
                          "training.restarts",
                          "runtime.device"}) {
    unused.push_back({key, readout});
  }
  for (const char* key : {"count", "kind", "jitter", "edges", "resample_every", "adapt"}) {
    unused.push_back(
        {std::string("training.points.") + key, "method readout chooses its own points"});
  }
  unused.push_back({"output.history_every", "method readout writes one row per window"});
}

void add_least_squares(const TrainingConfig& training, std::vector<UnusedKey>& unused) {
  const std::string method = "method least_squares has no use for it";
  for (const char* key : {"training.weights.equations",
                          "training.weights.conditions",
                          "training.weights.data",
                          "training.weights.balance",
                          "training.causal",
                          "training.grow",
                          "training.derivatives",
                          "training.stages",
                          "training.stop.loss",
                          "training.stop.patience",
                          "runtime.device"}) {
    unused.push_back({key, method});
  }
  for (const char* key : {"count", "kind", "jitter", "edges", "resample_every", "adapt"}) {
    unused.push_back(
        {std::string("training.points.") + key, "method least_squares chooses its own points"});
  }
  if (training.windows.is_auto()) {
    const std::string automatic = "training.windows is auto, where a training that is long is cut";
    unused.push_back({"training.stop.iterations", automatic});
    unused.push_back({"training.restarts", automatic});
  }
  unused.push_back({"output.history_every", "method least_squares writes every iteration"});
  unused.push_back({"output.single_network", "it is made from the windows of method readout"});
}

}  // namespace

std::vector<UnusedKey> unused_keys(const Config& config) {
  std::vector<UnusedKey> unused;
  if (config.training.method == Method::Readout) {
    add_readout(unused);
  } else if (config.training.method == Method::LeastSquares) {
    add_least_squares(config.training, unused);
  } else {
    add_gradient(unused);
    add_points(config.training, unused);
    add_stages(config.training, unused);
  }
  if (config.reference.method == ReferenceMethod::None) {
    unused.push_back({"reference.rtol", "reference.method is none"});
    unused.push_back({"reference.atol", "reference.method is none"});
  }
  if (config.output.at) unused.push_back({"output.points", "output.at gives the places"});
  return unused;
}

std::vector<std::string> keys_lacking(Optimizer optimizer) {
  std::vector<std::string> lacking;
  for (const OptimizerKey& row : optimizer_keys()) {
    const auto& with = row.optimizers;
    if (std::find(with.begin(), with.end(), optimizer) == with.end()) lacking.push_back(row.key);
  }
  return lacking;
}

std::vector<Optimizer> optimizers_with(const std::string& stage_key) {
  for (const OptimizerKey& row : optimizer_keys()) {
    if (row.key == stage_key) return row.optimizers;
  }
  return {};
}

}  // namespace pinn
