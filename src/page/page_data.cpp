// SPDX-License-Identifier: MIT
// Numbers in full: the page gives the digits that the program gives.
#include "page_data.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace pinn {

namespace {

using Json = nlohmann::ordered_json;

Json numbers(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double value : values) {
    list.push_back(std::isfinite(value) ? Json(value) : Json(nullptr));
  }
  return list;
}

Json row_of(const Eigen::MatrixXd& matrix, Eigen::Index row) {
  Json list = Json::array();
  for (Eigen::Index j = 0; j < matrix.cols(); ++j) list.push_back(matrix(row, j));
  return list;
}

Json rows_of(const Eigen::MatrixXd& matrix) {
  Json list = Json::array();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) list.push_back(row_of(matrix, i));
  return list;
}

std::string activation_name(Activation activation) {
  for (const ActivationInfo& info : activations()) {
    if (info.activation == activation) return std::string(info.name);
  }
  return "tanh";
}

Json network_json(const Mlp& network) {
  Json layers = Json::array();
  for (const Linear& layer : network.layers) {
    layers.push_back(
        {{"weight", rows_of(layer.weight)}, {"bias", row_of(layer.bias.transpose(), 0)}});
  }
  return {{"activation", activation_name(network.activation)}, {"layers", std::move(layers)}};
}

Json window_json(const Window& window) {
  Json networks = Json::array();
  for (const Mlp& network : window.networks) networks.push_back(network_json(network));
  return {{"start", window.start},
          {"end", window.end},
          {"input",
           {{"shift", window.input.shift},
            {"rate", window.input.rate},
            {"fourier_features", window.input.fourier_features},
            {"fourier_start", window.input.fourier_start},
            {"fourier_length", window.input.fourier_length}}},
          {"saturating", window.argument == Window::Argument::Saturating},
          {"anchor", window.anchor},
          {"argument_rate", window.argument_rate},
          {"scale", row_of(window.scale.transpose(), 0)},
          {"offset", rows_of(window.offset)},
          {"factor", rows_of(window.factor)},
          {"networks", std::move(networks)}};
}

Json panel_json(const Panel& panel, const SvgStyle& style) {
  const Axis x = x_axis_of(panel, 6);
  const Axis y = y_axis_of(panel, 6);
  const PlotBox box = plot_box(style);
  Json curves = Json::array();
  for (const Curve& curve : panel.curves) {
    curves.push_back({{"name", curve.name},
                      {"color", curve.color},
                      {"dashed", curve.kind == LineKind::Dashed},
                      {"x", numbers(curve.x)},
                      {"y", numbers(curve.y)}});
  }
  return {
      {"title", panel.title},
      {"x_label", panel.x_label},
      {"log_x", panel.log_x},
      {"log_y", panel.log_y},
      {"x_axis", {{"low", x.low}, {"high", x.high}}},
      {"y_axis", {{"low", y.low}, {"high", y.high}}},
      {"box", {{"left", box.left}, {"top", box.top}, {"width", box.width}, {"height", box.height}}},
      {"curves", std::move(curves)}};
}

}  // namespace

std::string page_data(const PageInput& input,
                      const std::vector<Panel>& panels,
                      const SvgStyle& style) {
  Json windows = Json::array();
  for (const Window& window : input.model.windows) windows.push_back(window_json(window));
  Json all = Json::array();
  for (const Panel& panel : panels) all.push_back(panel_json(panel, style));
  const Json data = {{"variable", input.tables.variable},
                     {"states", input.tables.states},
                     {"model", {{"windows", std::move(windows)}}},
                     {"panels", std::move(all)}};
  std::string text = data.dump();
  // "</script>" in a name must not end the element
  for (std::size_t at = text.find("</"); at != std::string::npos; at = text.find("</", at + 3)) {
    text.replace(at, 2, "<\\/");
  }
  return text;
}

}  // namespace pinn
