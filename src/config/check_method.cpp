// SPDX-License-Identifier: MIT
// What each method can do and cannot.
#include <algorithm>
#include <string>
#include <tuple>

#include "checker.hpp"
#include "pinn/config/check.hpp"
#include "pinn/config/names.hpp"

namespace pinn {

namespace {

/// Features of a readout network beside those that the derivatives use up.
constexpr int kFewestFeatures = 16;

bool is_smooth(Activation activation) {
  const auto& all = activations();
  const auto found = std::find_if(all.begin(), all.end(), [&](const ActivationInfo& info) {
    return info.activation == activation;
  });
  return found == all.end() || found->smooth;
}

void check_readout_network(const NetworkConfig& network, int order, Diagnostics& diagnostics) {
  if (network.activation != Activation::Tanh) {
    diagnostics.push_back(error_at("network.activation",
                                   "method readout has no " +
                                       std::string(to_name(network.activation)) +
                                       ", only tanh; remove the key or use method gradient"));
  }
  if (network.hidden.is_auto()) return;
  const std::vector<int>& widths = *network.hidden.value;
  const int fewest = kFewestFeatures + order;
  if (widths.size() == 1 && widths.front() >= fewest) return;
  diagnostics.push_back(
      error_at("network.hidden",
               "method readout has one hidden layer of at least " + std::to_string(fewest) +
                   " for order " + std::to_string(order) + ", found " +
                   (widths.size() == 1 ? "a width of " + std::to_string(widths.front())
                                       : std::to_string(widths.size()) + " layers") +
                   "; write \"auto\" or [" + std::to_string(std::max(32, fewest)) + "]"));
}

void check_readout(const Config& config, int order, Diagnostics& diagnostics) {
  const std::string use = "; use method gradient";
  if (config.training.precision == Precision::Float32) {
    diagnostics.push_back(
        error_at("training.precision", "method readout needs float64" + use + " for float32"));
  }
  if (config.training.conditions == Imposed::Soft) {
    diagnostics.push_back(error_at(
        "training.conditions", "method readout meets the conditions exactly" + use + " for soft"));
  }
  if (!config.problem.data.empty()) {
    Diagnostic found = error_at("problem.data", "method readout takes no measured values" + use);
    found.place.of_key = true;
    diagnostics.push_back(found);
  }
  check_readout_network(config.network, order, diagnostics);
}

void check_least_squares(const Config& config, Diagnostics& diagnostics) {
  const std::string use = "; use method gradient";
  if (config.training.precision == Precision::Float32) {
    diagnostics.push_back(error_at("training.precision",
                                   "method least_squares needs float64" + use + " for float32"));
  }
  if (config.training.conditions == Imposed::Soft) {
    diagnostics.push_back(
        error_at("training.conditions",
                 "method least_squares meets the conditions exactly" + use + " for soft"));
  }
  for (const auto& [path, found, what] :
       {std::tuple{"problem.data", !config.problem.data.empty(), "takes no measured values"},
        std::tuple{
            "problem.stop_when", !config.problem.stop_when.empty(), "cannot end at an event"},
        std::tuple{"network.fourier_features",
                   config.network.fourier_features > 0,
                   "has no Fourier features"},
        std::tuple{
            "network.per_state", config.network.per_state, "has one network for all states"}}) {
    if (!found) continue;
    Diagnostic mistake = error_at(path, std::string("method least_squares ") + what + use);
    mistake.place.of_key = true;
    diagnostics.push_back(mistake);
  }
}

/// What a stage of least squares cannot do.
void check_least_squares_stage(const Config& config, std::size_t i, Diagnostics& diagnostics) {
  const std::string path = "training.stages." + std::to_string(i) + ".optimizer";
  const auto refuse = [&](const std::string& why) {
    diagnostics.push_back(error_at(path, "levenberg_marquardt " + why + "; use lbfgs"));
  };
  if (config.training.precision == Precision::Float32) refuse("needs precision float64");
  if (config.training.weights.equations == 0.0) {
    refuse("needs training.weights.equations above 0");
  }
  if (!is_smooth(config.network.activation)) {
    refuse("needs a smooth activation, and " + std::string(to_name(config.network.activation)) +
           " is none");
  }
}

void check_gradient(const Config& config, Diagnostics& diagnostics) {
  const std::vector<StageConfig>& stages = config.training.stages;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].optimizer == Optimizer::LevenbergMarquardt) {
      check_least_squares_stage(config, i, diagnostics);
    }
    if (stages[i].optimizer == Optimizer::Ssbroyden &&
        config.training.precision == Precision::Float32) {
      diagnostics.push_back(error_at("training.stages." + std::to_string(i) + ".optimizer",
                                     "ssbroyden needs precision float64; use lbfgs"));
    }
  }
  if (config.training.weights.balance == Balance::SelfAdaptive &&
      (config.training.points.adapt != Adapt::None || config.training.points.resample_every > 0)) {
    diagnostics.push_back(
        error_at("training.weights.balance",
                 "self_adaptive weighs points that stay where they are, and training.points moves "
                 "them; use gradient_norm"));
  }
  if (config.problem.stop_when.empty()) return;
  Diagnostic found =
      error_at("problem.stop_when", "method gradient cannot end at an event; use method readout");
  found.place.of_key = true;
  diagnostics.push_back(found);
}

void check_activation(Activation activation, int highest_order, Diagnostics& diagnostics) {
  if (is_smooth(activation)) return;
  const std::string name(to_name(activation));
  Diagnostic found = error_at("network.activation", "");
  if (highest_order >= 2) {
    found.message = name + " has no second derivative, and an equation has order " +
                    std::to_string(highest_order) + "; use tanh or sin";
  } else {
    found.severity = Severity::Warning;
    found.id = "activation-not-smooth";
    found.message = name + " makes a solution of straight pieces; tanh or sin are more accurate";
  }
  diagnostics.push_back(found);
}

}  // namespace

void check_method(const Config& config, int highest_order, Diagnostics& diagnostics) {
  if (config.training.method == Method::Readout) {
    check_readout(config, highest_order, diagnostics);
    return;
  }
  if (config.training.method == Method::LeastSquares) {
    check_least_squares(config, diagnostics);
    check_activation(config.network.activation, highest_order, diagnostics);
    return;
  }
  check_gradient(config, diagnostics);
  check_activation(config.network.activation, highest_order, diagnostics);
}

}  // namespace pinn
