// SPDX-License-Identifier: MIT
// Measures one config and writes what scripts/bench/peers reads:
//
//   pinn_bench_peers CONFIG OUT SECONDS     SECONDS: the longest that one solve may take
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <string>

#include "comparison.hpp"
#include "cvode_peer.hpp"
#include "pinn/app/prepare.hpp"
#include "pinn/readout/readout.hpp"
#include "pinn/reference/reference.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"
#include "readout/initial_state.hpp"

namespace pinn::bench {

namespace {

constexpr int kUniform = 50;       ///< Points spread evenly over the way,
constexpr int kGeometric = 50;     ///< and points that get denser towards the start,
constexpr double kNearest = 1e-6;  ///< the first of them at this part of the way.
constexpr int kRightSides = 1000;
constexpr double kSurveyAtol = 1e-14;  ///< Nothing is known of the sizes yet.
constexpr double kTinyAtol = 1e-24;    ///< Where they are tiny themselves.
constexpr double kHopeless = 20.0;     ///< Times slower than BDF: Adams is not for this problem.
constexpr double kLeastLook = 0.02;    ///< Seconds that Adams may take in any case.
constexpr double kSurveyShare = 5.0;   ///< Times the longest solve: for sizes and truth.

class Report {
 public:
  explicit Report(const std::string& path) : out_(path) {}

  void words(const std::string& key, const std::vector<std::string>& values) {
    out_ << key;
    for (const std::string& value : values) out_ << '\t' << value;
    out_ << '\n';
  }

  template <typename Values>
  void numbers(const std::string& key, const Values& values) {
    out_ << key;
    for (const double value : values) out_ << '\t' << to_text(value);
    out_ << '\n';
  }

  bool close() {
    out_.close();
    return out_.good();
  }

 private:
  std::ofstream out_;
};

/// Why the comparison leaves a problem out; empty if it does not.
std::string reason_to_skip(const Problem& problem, const Config& config) {
  if (problem.kind != ProblemKind::Ivp) return "not an initial-value problem";
  if (problem.implicit) return "implicit";
  const bool is_derived = config.problem.equations.size() != problem.equations.size();
  if (!problem.lags.empty()) return "has a delay";
  if (is_derived || !problem.constraints.empty()) return "not solved by the equations of its text";
  if (!problem.smooth) return "not smooth";
  if (problem.stop_when) return "ends at an event";
  if (problem.n_inputs() > 0) return "has measured inputs";
  return readout_applies(problem, config) ? "" : "not for the readout method";
}

std::vector<double> points_between(double start, double end) {
  std::vector<double> parts;
  for (int i = 1; i <= kUniform; ++i) parts.push_back(static_cast<double>(i) / kUniform);
  for (int i = 0; i < kGeometric; ++i) {
    parts.push_back(std::pow(kNearest, 1.0 - static_cast<double>(i) / kGeometric));
  }
  std::sort(parts.begin(), parts.end());
  std::vector<double> points;
  for (const double part : parts) {
    const double point = part == 1.0 ? end : start + part * (end - start);
    if (point != start && (points.empty() || points.back() != point)) points.push_back(point);
  }
  return points;
}

std::vector<std::string> component_names(const Problem& problem) {
  std::vector<std::string> names;
  for (const State& state : problem.states) {
    for (int k = 0; k < state.order; ++k) {
      names.push_back(state.name + std::string(static_cast<std::size_t>(k), '\''));
    }
  }
  return names;
}

/// Fills the task; a reason if there is none.
std::string make_task(const Problem& problem, FirstOrder& form, double seconds, Task& task) {
  const readout::InitialState initial = readout::initial_state(problem, form.components());
  if (!initial.failure.empty()) return initial.failure;
  if (initial.at != problem.start && initial.at != problem.end) {
    return "conditions inside the domain";
  }
  task.start = initial.at;
  task.u = initial.u;
  task.points =
      points_between(initial.at, initial.at == problem.start ? problem.end : problem.start);
  Eigen::VectorXd slope(form.size());
  if (!form.right_side(task.start, task.u.data(), slope.data())) {
    return "the right side does not exist at the start";
  }
  task.max_seconds = kSurveyShare * seconds;
  Survey bdf = survey(form, CvodeKind::BdfNewton, task, kSurveyAtol);
  if (bdf.largest.size() == 0) bdf = survey(form, CvodeKind::BdfNewton, task, kTinyAtol);
  Task second = task;
  if (bdf.largest.size() > 0) second.max_seconds = std::max(kLeastLook, kHopeless * bdf.seconds);
  const Survey adams = survey(form, CvodeKind::AdamsNewton, second, kSurveyAtol);
  task.adams = adams.largest.size() > 0;
  task.size = bdf.largest.size() > 0 ? bdf.largest : adams.largest;
  if (task.size.size() == 0) return "CVODE does not reach the end";
  for (double& size : task.size) size = size > 0.0 ? size : 1.0;
  return "";
}

/// Seconds of one right side: what CVODE would gain at most if it were written in C.
double right_side_seconds(FirstOrder& form, const Task& task) {
  Eigen::VectorXd slope(form.size());
  const double begin = cpu_seconds();
  for (int i = 0; i < kRightSides; ++i) form.right_side(task.start, task.u.data(), slope.data());
  return (cpu_seconds() - begin) / kRightSides;
}

void write_runs(Report& report, const std::vector<Measured>& all) {
  for (const Measured& measured : all) {
    const PeerRun& run = measured.run;
    report.words("run",
                 {measured.solver,
                  to_text(measured.tolerance),
                  to_text(run.seconds),
                  to_text(measured.error),
                  std::to_string(run.steps),
                  std::to_string(run.rhs_evaluations),
                  std::to_string(run.jacobians),
                  std::to_string(measured.repeats),
                  run.failure});
  }
}

void measure(const std::string& path, double seconds, Report& report) {
  report.words("sundials", {sundials_version()});
  const Prepared prepared = prepare(read_config_text(path, std::cin), {});
  const Problem& problem = prepared.problem;
  std::string reason = reason_to_skip(problem, prepared.config);
  if (!reason.empty()) return report.words("skip", {reason});
  FirstOrder form(problem);
  const double begin = cpu_seconds();
  { const FirstOrder again(problem); }  // the first one pays for memory that is new
  const double setup = cpu_seconds() - begin;
  Task task;
  reason = make_task(problem, form, seconds, task);
  if (!reason.empty()) return report.words("skip", {reason});
  const Truth truth = find_truth(problem, prepared.config, form, task);
  if (truth.values.size() == 0) return report.words("skip", {"no solver reaches the end"});
  report.words("components", component_names(problem));
  report.numbers("start", std::vector<double>{task.start});
  report.numbers("u", task.u);
  Eigen::VectorXd slope(form.size());
  form.right_side(task.start, task.u.data(), slope.data());
  report.numbers("slope", slope);
  report.numbers("size", task.size);
  report.numbers("points", task.points);
  report.words("truth", {truth.source, to_text(truth.agreement)});
  for (Eigen::Index s = 0; s < truth.values.cols(); ++s) {
    report.numbers("values", Eigen::VectorXd(truth.values.col(s)));
  }
  report.numbers("setup", std::vector<double>{setup});
  report.numbers("rhs_seconds", std::vector<double>{right_side_seconds(form, task)});
  task.max_seconds = seconds;
  write_runs(report, compare({problem, prepared.config, form, task, truth}));
}

}  // namespace

}  // namespace pinn::bench

int main(int argc, char** argv) {
  const auto seconds = argc == 4 ? pinn::parse_number(argv[3]) : std::nullopt;
  if (!seconds) {
    std::cerr << "usage: pinn_bench_peers CONFIG OUT SECONDS\n";
    return static_cast<int>(pinn::ExitCode::Usage);
  }
  try {
    pinn::bench::Report report(argv[2]);
    pinn::bench::measure(argv[1], *seconds, report);
    return report.close() ? 0 : static_cast<int>(pinn::ExitCode::Io);
  } catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return static_cast<int>(pinn::ExitCode::Internal);
  }
}
