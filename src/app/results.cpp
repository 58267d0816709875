// SPDX-License-Identifier: MIT
// Points and tables of a run's end.
#include "results.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/app/basis_values.hpp"
#include "pinn/basis/points.hpp"
#include "pinn/report/tables.hpp"

namespace pinn {

namespace fs = std::filesystem;

namespace {

constexpr double kExtrapolationSeconds = 10.0;  ///< For a picture; the verdict does not need it.
constexpr std::int64_t kMostExtrapolationPoints = 10000;

SolutionColumns columns_of(const RunRecord& record) {
  return {record.config.output.derivatives,
          record.config.output.residuals,
          record.verdict && is_comparison(record.verdict->basis),
          record.estimate && record.estimate->available ? &*record.estimate : nullptr};
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

}  // namespace

std::vector<double> output_points(const Problem& problem, const Config& config) {
  const auto& at = config.output.at;
  if (!at) return uniform_points(config.output.points, problem.start, problem.end);
  if (const auto* places = std::get_if<std::vector<double>>(&*at)) return *places;
  const std::int64_t n_windows = config.training.windows.value.value_or(1);
  return uniform_points(n_windows + 1, problem.start, problem.end);
}

std::vector<double> window_halves(const Problem& problem, const Config& config) {
  const std::int64_t n_windows = config.training.windows.value.value_or(1);
  return uniform_points(2 * n_windows + 1, problem.start, problem.end);
}

Table make_solution(const RunRecord& record) {
  const Problem& problem = record.problem;
  const std::vector<double> points = output_points(problem, record.config);
  const Eigen::MatrixXd reference =
      basis_values(problem, record.verdict->basis, reference_of(record), points);
  return solution_table(problem, record.training->model, points, columns_of(record), reference);
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
  for (DataConfig& data : config.problem.data) {
    const fs::path path = data.file;
    if (path.is_absolute()) continue;
    const fs::path file = fs::weakly_canonical(fs::absolute(prepared.folder / path));
    data.file =
        folder == nullptr
            ? file.string()
            : file.lexically_relative(fs::weakly_canonical(fs::absolute(folder->out()))).string();
  }
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
  if (config.reference.method == ReferenceMethod::Auto && record.reference &&
      record.reference->solved) {
    config.reference.method = record.reference->key == "cvode_bdf" ? ReferenceMethod::CvodeBdf
                                                                   : ReferenceMethod::CvodeAdams;
  }
  if (config.accept.basis == Basis::Auto && record.verdict) {
    config.accept.basis = record.verdict->basis;
  }
}

}  // namespace pinn
