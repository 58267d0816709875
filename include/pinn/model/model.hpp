// SPDX-License-Identifier: MIT
// What every way of training ends in: windows of the domain, each a network with its conditions.
#pragma once

#include <Eigen/Dense>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pinn/model/mlp.hpp"

namespace pinn {

/// What the networks of a window are fed with.
///
/// Equation:  x = (v - shift) * rate; inputs x, sin(2 pi j w), cos(2 pi j w), j
/// = 1..fourier_features,
///            w = (v - fourier_start) / fourier_length.
struct InputMap {
  double shift = 0.0;
  double rate = 1.0;
  int fourier_features = 0;
  double fourier_start = 0.0;
  double fourier_length = 1.0;

  int n_inputs() const { return 1 + 2 * fourier_features; }
};

/// One interval of the domain.
///
/// Equation:  y_s(v) = offset_s(q) + scale_s * factor_s(q) * N_s(inputs(v))
///            offset_s, factor_s polynomials in q, row s = state, column k = coefficient of q^k;
///            q = (v - anchor) * rate             (Linear)
///            q = 1 - exp(-(v - anchor) * rate)   (Saturating)
struct Window {
  enum class Argument { Linear, Saturating };

  double start = 0.0;
  double end = 1.0;
  InputMap input;
  std::vector<Mlp> networks;  ///< One for all states, or one per state (each with one output).
  Eigen::VectorXd scale;      ///< (n_states)
  Argument argument = Argument::Linear;
  double anchor = 0.0;
  double argument_rate = 1.0;
  Eigen::MatrixXd offset;  ///< (n_states, any number of coefficients)
  Eigen::MatrixXd factor;  ///< (n_states, any number of coefficients); constant 1 if not hard
};

/// The states of one window at v, also outside of it.
///
/// Shapes:  -> (n_states, order + 1), column k the k-th derivative.
Eigen::MatrixXd evaluate_window(const Window& window, double v, int order);

/// The same at many points.
///
/// Shapes:  -> order + 1 matrices (n_points, n_states), matrix k the k-th derivative.
std::vector<Eigen::MatrixXd> evaluate_window_many(const Window& window,
                                                  const std::vector<double>& points,
                                                  int order);

/// A solution that can be evaluated, saved and checked by code that knows nothing of its training.
class Model {
 public:
  std::string variable = "t";
  std::vector<std::string> states;
  std::vector<Window> windows;  ///< Side by side, in increasing order.

  double start() const { return windows.front().start; }
  double end() const { return windows.back().end; }
  int n_states() const { return static_cast<int>(states.size()); }
  std::int64_t n_weights() const;

  /// Values and derivatives at v; at an edge the right window counts, outside the domain the
  /// nearest.
  ///
  /// Shapes:  -> (n_states, order + 1), column k the k-th derivative.
  Eigen::MatrixXd evaluate(double v, int order) const;

  /// The same at many points, in any order; quick when neighbours share a window.
  ///
  /// Shapes:  -> order + 1 matrices (n_points, n_states), matrix k the k-th derivative.
  std::vector<Eigen::MatrixXd> evaluate_many(const std::vector<double>& points, int order) const;

  /// Index of the window that counts at v.
  std::size_t window_of(double v) const;
};

/// The rows of a measured signal that the equations of a model use.
struct SavedSignal {
  std::string name;
  std::vector<double> at;  ///< Increasing; two or more.
  std::vector<double> values;
};

/// A model with the config it came from and the signals that this config leaves to files.
struct SavedModel {
  Model model;
  std::string config;  ///< The resolved config, JSON text; empty if there is none.
  std::vector<SavedSignal> signals;
};

/// Writes weights as float64 tensors named `window.K.L.weight` and `window.K.L.bias`, (K window
/// from 0, L the place in a torch Sequential: 0, 2, 4, ...; with a network per state
/// `window.K.STATE.L.weight`), signals as `input.NAME.at` and `input.NAME.values`, the rest in
/// `__metadata__`.
///
/// Throws:  FileError.
void write_model(const std::filesystem::path& path, const SavedModel& saved);

/// The same bytes without a file, and back.
std::string to_safetensors(const SavedModel& saved);

/// Throws:  ConfigError "NAME: error: ..." for anything that is not a whole, consistent model file.
SavedModel parse_safetensors(std::string_view bytes, const std::string& name);

/// Throws:  FileError, ConfigError. `path` may be a run folder or a .safetensors file.
SavedModel read_model(const std::filesystem::path& path);

}  // namespace pinn
