// SPDX-License-Identifier: MIT
// Points and tables of a run's end.
#include "results.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/app/basis_values.hpp"
#include "pinn/basis/points.hpp"
#include "pinn/config/names.hpp"
#include "pinn/report/tables.hpp"

namespace pinn {

namespace fs = std::filesystem;

namespace {

constexpr double kExtrapolationSeconds = 10.0;  ///< For a picture; the verdict does not need it.
constexpr std::int64_t kMostExtrapolationPoints = 10000;

SolutionColumns columns_of(const OutputConfig& output,
                           const Verdict& verdict,
                           const ErrorEstimate* estimate) {
  const bool is_estimated = estimate != nullptr && estimate->available;
  return {output.derivatives,
          output.residuals,
          is_comparison(verdict.basis),
          is_estimated ? estimate : nullptr};
}

SolutionColumns columns_of(const RunRecord& record) {
  const ErrorEstimate* estimate = record.estimate ? &*record.estimate : nullptr;
  return columns_of(record.config.output, *record.verdict, estimate);
}

const ReferenceSolution* reference_of(const RunRecord& record) {
  return record.reference ? &*record.reference : nullptr;
}

/// Equally spaced over [start, end], as close together as the rows of solution.csv.
std::vector<double> extrapolation_points(const RunRecord& record, double start, double end) {
  const double length = record.problem.end - record.problem.start;
  const double intervals = static_cast<double>(record.config.output.points - 1);
  const double n = std::ceil((end - start) / length * intervals) + 1.0;
  const double most = static_cast<double>(kMostExtrapolationPoints);
  return uniform_points(static_cast<std::int64_t>(std::min(n, most)), start, end);
}

std::vector<double> up_to(double end, std::vector<double> points) {
  const auto is_past = [&](double at) { return at > end; };
  points.erase(std::remove_if(points.begin(), points.end(), is_past), points.end());
  return points;
}

/// Widths of the hidden layers of the first network.
std::vector<int> hidden_widths(const Model& model) {
  const std::vector<Linear>& layers = model.windows.front().networks.front().layers;
  std::vector<int> widths;
  for (std::size_t k = 0; k + 1 < layers.size(); ++k) {
    widths.push_back(static_cast<int>(layers[k].weight.rows()));
  }
  return widths;
}

}  // namespace

bool goes_by_window(const Config& config) { return config.training.method != Method::Gradient; }

std::vector<double> output_points(const Problem& problem,
                                  const Config& config,
                                  const Model* model) {
  const auto& at = config.output.at;
  if (!at) {
    // The rows of a solution that ends early are those of the whole domain, and its end.
    std::vector<double> points =
        uniform_points(config.output.points, config.problem.start, config.problem.end);
    if (problem.end == config.problem.end) return points;
    points = up_to(problem.end, points);
    if (points.empty() || points.back() < problem.end) points.push_back(problem.end);
    return points;
  }
  if (const auto* places = std::get_if<std::vector<double>>(&*at)) {
    return up_to(problem.end, *places);
  }
  if (model != nullptr) {
    std::vector<double> ends{model->start()};
    for (const Window& window : model->windows) ends.push_back(window.end);
    return up_to(problem.end, ends);
  }
  const std::int64_t n_windows = config.training.windows.value.value_or(1);
  return uniform_points(n_windows + 1, problem.start, problem.end);
}

std::vector<double> window_halves(const Problem& problem, const Config& config) {
  const std::int64_t n_windows = config.training.windows.value.value_or(1);
  return uniform_points(2 * n_windows + 1, problem.start, problem.end);
}

Table make_solution(const RunRecord& record) {
  const Model& model = record.training->model;
  const Problem problem = covered_by(record.problem, model);
  const std::vector<double> points = output_points(problem, record.config, &model);
  const Eigen::MatrixXd reference =
      basis_values(problem, record.verdict->basis, reference_of(record), points);
  return solution_table(problem, model, points, columns_of(record), reference);
}

Table make_single_solution(const RunRecord& record) {
  const SingleNetwork& single = *record.single;
  const Model& windows = record.training->model;
  const Problem problem = covered_by(record.problem, windows);
  const std::vector<double> points = output_points(problem, record.config, &windows);
  const Eigen::MatrixXd reference =
      basis_values(problem, single.verdict.basis, reference_of(record), points);
  const SolutionColumns columns =
      columns_of(record.config.output, single.verdict, &single.estimate);
  return solution_table(problem, single.model, points, columns, reference);
}

Table make_extrapolation(const RunRecord& record) {
  Problem wider = record.problem;
  wider.start = record.config.output.extrapolate->at(0);
  wider.end = record.config.output.extrapolate->at(1);
  const std::vector<double> points = extrapolation_points(record, wider.start, wider.end);
  ReferenceSolution reference;
  if (record.reference && record.reference->solved && !record.problem.all_exact()) {
    ReferenceOptions options = reference_options(record.problem, record.config);
    options.max_seconds = kExtrapolationSeconds;
    reference = solve_reference(wider, options, points, 0);
  }
  const Eigen::MatrixXd values = basis_values(wider, record.verdict->basis, &reference, points);
  SolutionColumns columns = columns_of(record);
  ErrorEstimate estimate;
  if (columns.estimate != nullptr) {
    estimate = estimate_error(record.training->model, record.problem, points);
    columns.estimate = &estimate;
  }
  return solution_table(wider, record.training->model, points, columns, values);
}

std::string kept_config(const RunRecord& record,
                        const Prepared& prepared,
                        const RunFolder* folder) {
  Config config = record.config;
  const auto lead = [&](std::string& name) {
    const fs::path path = name;
    if (path.is_absolute()) return;
    const fs::path file = fs::weakly_canonical(fs::absolute(prepared.folder / path));
    name =
        folder == nullptr
            ? file.string()
            : file.lexically_relative(fs::weakly_canonical(fs::absolute(folder->out()))).string();
  };
  for (DataConfig& data : config.problem.data) lead(data.file);
  for (auto& [name, input] : config.problem.inputs) lead(input.file);
  return write_config(config);
}

void take_choices(RunRecord& record) {
  Config& config = record.config;
  if (record.training) {
    config.runtime.threads.value = record.training->threads;
    if (config.runtime.device == Device::Auto) {
      config.runtime.device = record.training->device == "cuda" ? Device::Cuda : Device::Cpu;
    }
  }
  if (config.network.hidden.is_auto() && record.training &&
      !record.training->model.windows.empty()) {
    const std::vector<int> widths = hidden_widths(record.training->model);
    if (!widths.empty()) config.network.hidden.value = widths;
  }
  if (config.reference.method == ReferenceMethod::Auto && record.reference &&
      record.reference->solved) {
    for (const auto& [method, name] : choice_names(ReferenceMethod())) {
      if (record.reference->key == name) config.reference.method = method;
    }
  }
  if (config.accept.basis == Basis::Auto && record.verdict) {
    config.accept.basis = record.verdict->basis;
  }
}

}  // namespace pinn
