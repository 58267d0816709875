// SPDX-License-Identifier: MIT
// A model as the bytes of a safetensors file.
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "pinn/model/model.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"
#include "safetensors_container.hpp"
#include "safetensors_names.hpp"

namespace pinn {

namespace {

/// JSON that reads back to the same bits: "-0" would be read as the integer 0.
std::string number_json(double value) {
  if (!std::isfinite(value)) return "null";
  if (value == 0.0 && std::signbit(value)) return "-0.0";
  return to_text(value);
}

template <typename Row>
std::string row_json(const Row& row) {
  std::string text = "[";
  for (Eigen::Index i = 0; i < row.size(); ++i) {
    if (i > 0) text += ',';
    text += number_json(row(i));
  }
  return text + "]";
}

std::string rows_json(const Eigen::MatrixXd& rows) {
  std::string text = "[";
  for (Eigen::Index s = 0; s < rows.rows(); ++s) {
    if (s > 0) text += ',';
    text += row_json(rows.row(s));
  }
  return text + "]";
}

std::string window_json(const Window& window) {
  const bool linear = window.argument == Window::Argument::Linear;
  std::string text = "{\"start\":" + number_json(window.start);
  text += ",\"end\":" + number_json(window.end);
  text += ",\"shift\":" + number_json(window.input.shift);
  text += ",\"rate\":" + number_json(window.input.rate);
  text += ",\"fourier_features\":" + std::to_string(window.input.fourier_features);
  text += ",\"fourier_start\":" + number_json(window.input.fourier_start);
  text += ",\"fourier_length\":" + number_json(window.input.fourier_length);
  text += ",\"scale\":" + row_json(window.scale);
  text += std::string(",\"argument\":\"") +
          (linear ? model_file::kLinear : model_file::kSaturating) + "\"";
  text += ",\"anchor\":" + number_json(window.anchor);
  text += ",\"argument_rate\":" + number_json(window.argument_rate);
  text += ",\"offset\":" + rows_json(window.offset);
  text += ",\"factor\":" + rows_json(window.factor) + "}";
  return text;
}

std::string activation_name(const Model& model) {
  const Activation activation = model.windows.front().networks.front().activation;
  for (const Window& window : model.windows) {
    for (const Mlp& network : window.networks) {
      if (network.activation != activation) {
        throw InternalError("a model with more than one activation cannot be written");
      }
    }
  }
  for (const ActivationInfo& info : activations()) {
    if (info.activation == activation) return std::string(info.name);
  }
  throw InternalError("an activation is missing in its table");
}

void add_network(SafetensorsBuilder& builder, const std::string& prefix, const Mlp& network) {
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const std::string layer = model_file::layer_prefix(prefix, l);
    builder.add_tensor(layer + "weight", network.layers[l].weight, /*as_vector=*/false);
    builder.add_tensor(layer + "bias", network.layers[l].bias, /*as_vector=*/true);
  }
}

Eigen::MatrixXd column(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

void add_metadata(SafetensorsBuilder& builder, const SavedModel& saved) {
  const Model& model = saved.model;
  std::string windows;
  for (const Window& window : model.windows) {
    windows += (windows.empty() ? "[" : ",") + window_json(window);
  }
  builder.add_metadata(model_file::kFormat, model_file::kFormatValue);
  builder.add_metadata(model_file::kVariable, model.variable);
  builder.add_metadata(model_file::kStates, nlohmann::json(model.states).dump());
  builder.add_metadata(model_file::kActivation, activation_name(model));
  builder.add_metadata(model_file::kWindows, windows + "]");
  if (!saved.config.empty()) builder.add_metadata(model_file::kConfig, saved.config);
}

}  // namespace

std::string to_safetensors(const SavedModel& saved) {
  SafetensorsBuilder builder;
  add_metadata(builder, saved);
  const Model& model = saved.model;
  for (std::size_t k = 0; k < model.windows.size(); ++k) {
    const std::vector<Mlp>& networks = model.windows[k].networks;
    if (networks.size() == 1) {
      add_network(builder, model_file::tensor_prefix(k, ""), networks.front());
      continue;
    }
    for (std::size_t s = 0; s < networks.size(); ++s) {
      add_network(builder, model_file::tensor_prefix(k, model.states[s]), networks[s]);
    }
  }
  for (const SavedSignal& signal : saved.signals) {
    const std::string name = model_file::kInput + signal.name;
    builder.add_tensor(name + model_file::kInputAt, column(signal.at), /*as_vector=*/true);
    builder.add_tensor(name + model_file::kInputValues, column(signal.values), /*as_vector=*/true);
  }
  return builder.to_bytes();
}

void write_model(const std::filesystem::path& path, const SavedModel& saved) {
  write_file(path, to_safetensors(saved));
}

}  // namespace pinn
