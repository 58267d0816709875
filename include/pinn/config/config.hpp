// SPDX-License-Identifier: MIT
// The config as plain structs with their defaults. One field per key of `pinn-solve help config`.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pinn/model/activation.hpp"

namespace pinn {

template <typename T>
using NamedList = std::vector<std::pair<std::string, T>>;  ///< In the order of the file.

/// A value that the program may choose.
template <typename T>
struct AutoOr {
  std::optional<T> value;  ///< Nothing: "auto".
  bool is_auto() const { return !value.has_value(); }
};

enum class Method { Auto, Readout, LeastSquares, Gradient };
enum class Precision { Float64, Float32 };
enum class Derivatives { Auto, Autograd, Jets };
enum class Imposed { Hard, Soft };
enum class PointsKind { Uniform, Chebyshev, Random, Sobol, Lhs };
enum class Edges { Free, Reflect, Clamp };
enum class Optimizer { Sgd, Adam, Adamw, Rmsprop, Lbfgs, Ssbroyden, LevenbergMarquardt };
enum class Balance { None, GradientNorm, SelfAdaptive };
enum class Adapt { None, Residual };
enum class Schedule { Constant, Cosine, Exponential };
enum class ReferenceMethod { Auto, CvodeBdf, CvodeAdams, Ida, Collocation, None };
enum class Basis { Auto, Exact, Reference, Estimate, Residual };
enum class Device { Cpu, Cuda, Auto };
enum class Interpolation { Linear, Cubic };

struct DataConfig {
  std::string file;                ///< As written: relative to the config's folder.
  std::string variable;            ///< Column of the variable.
  NamedList<std::string> columns;  ///< State or observable to column.
  NamedList<std::variant<double, std::string>> sigma;  ///< Number or column; missing means 1.
};

/// A measured signal that the equations use by name.
struct InputConfig {
  std::string file;      ///< As written: relative to the config's folder.
  std::string variable;  ///< Column of the variable.
  std::string column;    ///< Column of the values.
  Interpolation interpolation = Interpolation::Linear;
};

/// A constant that conditions determine.
struct UnknownConfig {
  std::optional<double> initial;  ///< What the search begins with.
};

enum class Solutions { First, All };

/// Equations of motion from an energy: q' = dH/dp, p' = -dH/dq.
struct HamiltonianConfig {
  std::string energy;
  NamedList<std::string> pairs;  ///< Coordinate to its momentum.
};

/// Equations of motion from a Lagrangian: d/dt dL/dq' = dL/dq.
struct LagrangianConfig {
  std::string function;
  std::vector<std::string> coordinates;
};

struct ProblemConfig {
  std::string variable = "t";
  double start = 0.0;  ///< problem.domain.0
  double end = 0.0;    ///< problem.domain.1
  NamedList<double> parameters;
  std::vector<std::string> used_by_parameters;  ///< Parameters that others were computed from.
  NamedList<std::string> definitions;
  std::vector<std::string> states;  ///< Empty: the names with a prime, as they appear.
  std::vector<std::string> equations;
  std::optional<HamiltonianConfig> hamiltonian;  ///< Instead of equations.
  std::optional<LagrangianConfig> lagrangian;    ///< Instead of equations.
  std::vector<std::string> conditions;
  NamedList<std::string> exact;
  NamedList<std::string> observables;
  NamedList<std::string> guess;
  NamedList<std::string> history;  ///< Before the start, of states with a delay.
  std::vector<DataConfig> data;
  NamedList<InputConfig> inputs;
  NamedList<UnknownConfig> unknowns;
  Solutions solutions = Solutions::First;
  std::string stop_when;  ///< "left = right"; empty: the domain's end.
};

struct NetworkConfig {
  AutoOr<std::vector<int>> hidden;
  Activation activation = Activation::Tanh;
  int fourier_features = 0;
  bool per_state = false;
};

struct WeightsConfig {
  double equations = 1.0;
  double conditions = 1.0;
  double data = 1.0;
  Balance balance = Balance::None;
};

struct PointsConfig {
  std::int64_t count = 256;
  PointsKind kind = PointsKind::Chebyshev;
  double jitter = 0.0;
  Edges edges = Edges::Reflect;
  std::int64_t resample_every = 0;
  Adapt adapt = Adapt::None;
};

struct StageConfig {
  Optimizer optimizer = Optimizer::Adam;
  std::int64_t iterations = 1;
  std::optional<double> learning_rate;  ///< Nothing: by optimizer.
  Schedule schedule = Schedule::Constant;
  std::optional<double> final_learning_rate;  ///< Nothing: learning_rate / 100.
  double momentum = 0.0;
  std::array<double, 2> betas{0.9, 0.999};
  double weight_decay = 0.0;
};

struct StopConfig {
  std::optional<double> loss;
  std::int64_t patience = 0;
  std::optional<double> max_seconds;
  std::int64_t windows = 100000;
  std::int64_t iterations = 500;
};

struct TrainingConfig {
  Method method = Method::Auto;
  std::uint32_t seed = 0;
  Precision precision = Precision::Float64;
  Derivatives derivatives = Derivatives::Auto;
  Imposed conditions = Imposed::Hard;
  bool conditions_given = false;  ///< The config itself names training.conditions.
  WeightsConfig weights;
  PointsConfig points;
  double causal = 0.0;
  bool grow = false;
  AutoOr<std::int64_t> windows;
  AutoOr<std::variant<double, NamedList<double>>> tolerance;
  std::vector<StageConfig> stages;  ///< Empty: the default stages.
  StopConfig stop;
  int restarts = 1;
};

struct ReferenceConfig {
  ReferenceMethod method = ReferenceMethod::Auto;
  std::optional<double> rtol;
  std::optional<double> atol;
};

struct AcceptConfig {
  Basis basis = Basis::Auto;
  double rtol = 1e-3;
  std::variant<double, NamedList<double>> atol = 1e-5;
  std::int64_t points = 1001;
};

struct OutputConfig {
  std::int64_t points = 201;
  std::optional<std::variant<std::string, std::vector<double>>> at;  ///< "windows" or places.
  std::optional<std::array<double, 2>> extrapolate;
  bool single_network = false;
  bool derivatives = true;
  bool residuals = true;
  std::int64_t history_every = 50;
  bool report = false;
  bool tensorboard = false;
};

struct RuntimeConfig {
  AutoOr<int> threads;
  Device device = Device::Cpu;
  bool deterministic = true;
};

/// Everything a run depends on.
struct Config {
  std::string schema;  ///< Key `$schema`: for editors, without meaning here.
  int format = 1;
  std::string name;
  std::string description;
  ProblemConfig problem;
  NetworkConfig network;
  TrainingConfig training;
  ReferenceConfig reference;
  AcceptConfig accept;
  OutputConfig output;
  RuntimeConfig runtime;
};

/// Tolerance atol of one state, from the number or the per-state list (default 1e-5 if not listed).
double atol_of(const AcceptConfig& accept, const std::string& state);

/// accept.rtol; where it is 0 the smallest atol, as that of states of size 1.
double relative_tolerance(const AcceptConfig& accept);

/// Rate that a stage starts with: given, or by optimizer.
double learning_rate_of(const StageConfig& stage);

/// Rate that a stage ends with; that of learning_rate_of for a constant schedule.
double final_learning_rate_of(const StageConfig& stage);

/// Widths of the hidden layers of method gradient, where none are given.
std::vector<int> default_hidden();

/// Weights and biases of a network with one input, or of all if every state has its own.
///
/// Needs:   hidden is known.
std::int64_t n_weights(const NetworkConfig& network, int n_states);

/// True if the length of a step is given; the others find it by themselves.
bool has_learning_rate(Optimizer optimizer);

/// True if the points of a stage stay where they are.
bool holds_points(Optimizer optimizer);

/// Iterations between two placements of adaptive points.
std::int64_t adapt_every(const PointsConfig& points);

/// The stages to run: given, or adam 300 at 0.005, then ssbroyden 2000 (lbfgs in float32).
std::vector<StageConfig> stages_of(const TrainingConfig& training);

}  // namespace pinn
