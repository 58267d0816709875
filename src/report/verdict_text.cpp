// SPDX-License-Identifier: MIT
// The verdict block, line by line.
#include "pinn/report/verdict_text.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/config/names.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

/// Rounded, but a place on the axis keeps three digits.
std::string place_text(double at) { return to_short_text(at, 3); }

std::string headline_state(const RunRecord& record) {
  switch (record.status) {
    case RunStatus::Interrupted:
      return "INTERRUPTED";
    case RunStatus::Diverged:
      return "DIVERGED";
    case RunStatus::Failed:
      return "FAILED";
    default:
      return record.accepted.value_or(false) ? "ACCEPTED" : "NOT ACCEPTED";
  }
}

const Check* worst_check(const Verdict& verdict, const std::string& state) {
  const Check* worst = nullptr;
  for (const Check& check : verdict.checks) {
    if (check.state != state) continue;
    // The comparison is negated so that a nan ratio counts as the worst.
    if (worst == nullptr || !(check.ratio <= worst->ratio)) worst = &check;
    if (std::isnan(worst->ratio)) break;
  }
  return worst;
}

/// "max error 8.1e-03 in y at t = 0.155, tolerance 0.02 (0.40 of it)"
std::string worst_text(const RunRecord& record, const Verdict& verdict, const StateError& error) {
  const Basis basis = verdict.basis;
  const Check* check = worst_check(verdict, error.state);
  std::string text = basis == Basis::Residual   ? "max residual "
                     : basis == Basis::Estimate ? "estimated error "
                                                : "max error ";
  text += to_short_text(check != nullptr ? std::abs(check->error) : error.max_error) + " in " +
          error.state + " at " + record.problem.variable + " = " +
          place_text(check != nullptr ? check->at : error.at);
  if (check != nullptr) {
    text += ", tolerance " + to_short_text(check->tolerance) + " (" + to_short_text(check->ratio) +
            " of it)";
  }
  return text;
}

std::string basis_text(Basis basis) {
  if (basis == Basis::Exact) return " against exact";
  if (basis == Basis::Reference) return " against reference";
  if (basis == Basis::Estimate) return " by estimate";
  return "";
}

std::string headline(const RunRecord& record) {
  std::string line = record.config.name + ": " + headline_state(record);
  const bool finished = record.status == RunStatus::Finished || record.status == RunStatus::Stopped;
  if (!finished) {
    line += ": " + record.message;
    if (!record.verdict) return line;
    return line + "; so far " + worst_text(record, *record.verdict, record.verdict->worst);
  }
  if (!record.verdict) return line + ": " + record.message;
  const Verdict& verdict = *record.verdict;
  line += basis_text(verdict.basis) + ": " + worst_text(record, verdict, verdict.worst);
  line += " at " + std::to_string(verdict.n_points) + " points";
  if (verdict.basis == Basis::Residual) line += ", by residual only: the error is not known";
  return line;
}

/// The worst condition of one kind; nothing if there is none.
std::string conditions_text(const Verdict& verdict) {
  const ConditionCheck* worst = nullptr;
  std::size_t n_hard = 0;
  for (const ConditionCheck& c : verdict.conditions) {
    if (c.hard) {
      ++n_hard;
    } else if (worst == nullptr || !(c.violation <= worst->violation)) {
      worst = &c;
    }
  }
  if (worst != nullptr) {
    return "soft condition " + worst->condition + " off by " + to_short_text(worst->violation);
  }
  if (n_hard == 0) return "";
  return (n_hard == 1 ? "condition exact to " : "conditions exact to ") +
         to_short_text(verdict.max_violation);
}

std::string counted(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string training_text(const RunRecord& record) {
  const TrainingResult& training = *record.training;
  std::string text{to_name(record.config.training.method)};
  text += ": ";
  if (training.statistics) {
    const WindowStatistics& taken = *training.statistics;
    return text + counted(taken.windows, "window") + ", " + counted(taken.iterations, "iteration") +
           ", " + duration_text(training.seconds);
  }
  bool first = true;
  for (const StageSummary& stage : training.stages) {
    if (!first) text += " + ";
    first = false;
    text += std::to_string(stage.iterations) + " " + stage.optimizer;
  }
  if (training.stages.empty()) text += std::to_string(training.iterations);
  return text + " iterations, " + duration_text(training.seconds);
}

std::string figures_line(const RunRecord& record) {
  std::string line = "  ";
  if (record.verdict) {
    line += "residual rms " + to_short_text(record.verdict->residual.rms) + "   ";
    const std::string conditions = conditions_text(*record.verdict);
    if (!conditions.empty()) line += conditions + "   ";
  }
  return line + training_text(record);
}

std::string reference_line(const RunRecord& record) {
  const ReferenceSolution& reference = *record.reference;
  if (!reference.solved) return "  classical solver: failed: " + reference.message;
  std::string line = "  classical solver: " + reference.method + ", rtol " +
                     to_short_text(reference.rtol, 1) + ", " + std::to_string(reference.steps) +
                     " steps, " + duration_text(reference.seconds);
  if (record.verdict && record.verdict->reference_error >= 0.0) {
    return line + ", max error " + to_short_text(record.verdict->reference_error);
  }
  return line + ", own error " + to_short_text(reference.max_own_error);
}

/// How far the seeds are apart; only where there is more than one.
std::string restarts_line(const RunRecord& record) {
  double smallest = kNaN;
  double largest = kNaN;
  for (const RestartSummary& restart : record.training->restarts) {
    smallest = std::fmin(smallest, restart.max_error);
    largest = std::fmax(largest, restart.max_error);
  }
  const bool known = !std::isnan(smallest);
  return "  " + std::to_string(record.training->restarts.size()) + " restarts" +
         (known ? ": max error " + to_short_text(smallest) + " to " + to_short_text(largest) : "");
}

/// "1-64-2"
std::string layers_text(const Mlp& network) {
  std::string text = std::to_string(network.n_inputs());
  for (const Linear& layer : network.layers) text += "-" + std::to_string(layer.bias.size());
  return text;
}

std::string single_network_line(const RunRecord& record) {
  const Verdict& verdict = record.single->verdict;
  const Mlp& network = record.single->model.windows.front().networks.front();
  std::string line = "  one network of " + layers_text(network) + ": ";
  line += verdict.accepted ? "ACCEPTED, " : "NOT ACCEPTED, ";
  line += worst_text(record, verdict, verdict.worst);
  if (verdict.accepted) return line;
  if (!record.verdict->accepted) return line + "; the windows it is made from are not accepted";
  const auto& statistics = record.training->statistics;
  if (statistics && statistics->events > 0) {
    return line + "; no smooth network follows a kink or a jump: use the windows";
  }
  return line + "; try a shorter problem.domain or a larger accept.rtol, or use the windows";
}

/// How far the answer can be trusted, where that is not everywhere.
std::string horizon_line(const RunRecord& record) {
  constexpr int kDigits = 4;
  return "  by the estimated error the tolerance holds up to " + record.problem.variable + " = " +
         to_short_text(record.verdict->horizon, kDigits);
}

std::string domain_cut_line(const DomainCut& cut) {
  return "  instead of infinity: " + to_short_text(cut.change) + " of difference to the domain [" +
         to_text(cut.start) + ", " + to_text(cut.end) + "] (" + to_short_text(cut.ratio) +
         " of the tolerance)";
}

bool is_outside(const RunRecord& record) {
  const bool ended = record.status == RunStatus::Finished || record.status == RunStatus::Stopped;
  return ended && !record.accepted.value_or(false);
}

/// A tenth of what every state was solved to.
std::string tighter_tolerance(const Config& config) {
  constexpr double kOfAccept = 30.0;  // auto is this part of accept.rtol
  double tolerance = config.accept.rtol / kOfAccept;
  if (const auto& given = config.training.tolerance.value) {
    const auto* one = std::get_if<double>(&*given);
    if (one == nullptr) return "a smaller training.tolerance";
    tolerance = *one;
  }
  if (tolerance == 0.0) return "a smaller training.tolerance";
  return "--set training.tolerance=" + to_short_text(tolerance / 10.0, 1);
}

std::string readout_advice(const RunRecord& record) {
  if (record.training && record.training->reason == StopReason::IterationLimit) {
    return "the windows were too few: raise training.stop.windows";
  }
  return "solve to a tighter tolerance: " + tighter_tolerance(record.config);
}

/// A longer domain, if its end decides.
std::string domain_advice(const RunRecord& record) {
  if (!record.verdict || !record.verdict->cut || record.verdict->cut->ratio <= 1.0) return "";
  const DomainCut& cut = *record.verdict->cut;
  return "let the domain end farther out: --set 'problem.domain=[" + to_text(cut.start) + "," +
         to_text(cut.end) + "]'";
}

std::string least_squares_advice(const RunRecord& record) {
  if (record.training && record.training->reason == StopReason::IterationLimit) {
    return "the windows were too few: raise training.stop.windows";
  }
  if (record.config.training.windows.value) {
    return "let the windows be as long as they converge: --set training.windows=auto";
  }
  return "solve by windows with error control: --set training.method=readout";
}

}  // namespace

std::string duration_text(double seconds) {
  constexpr double kMinute = 60.0;
  if (!std::isfinite(seconds)) return "an unknown time";
  if (seconds < 1.0) return to_short_text(seconds * 1e3, 2) + " ms";
  if (seconds < kMinute) return to_short_text(seconds, 3) + " s";
  const auto whole = static_cast<long>(std::lround(seconds));
  const long rest = whole % 60;
  return std::to_string(whole / 60) + " min " + (rest < 10 ? "0" : "") + std::to_string(rest) +
         " s";
}

std::string end_text(const RunRecord& record) {
  constexpr int kDigits = 6;
  if (!record.verdict || !record.verdict->ends_early) return "";
  const StopReason reason = record.training ? record.training->reason : StopReason::NotRun;
  const bool cut_short = reason == StopReason::TimeLimit || reason == StopReason::IterationLimit ||
                         reason == StopReason::Interrupted || reason == StopReason::Diverged;
  const std::string place =
      record.problem.variable + " = " + to_short_text(record.verdict->end, kDigits);
  if (record.problem.stop_when && !cut_short) {
    return "ended at " + place + " where " + record.problem.stop_when->text;
  }
  return "solved up to " + place + " of " + to_short_text(record.problem.end, kDigits);
}

std::string advice(const RunRecord& record) {
  const auto& stages = record.config.training.stages;
  if (record.training && record.training->reason == StopReason::TimeLimit) {
    return "the time was too short: raise training.stop.max_seconds";
  }
  const std::string domain = domain_advice(record);
  if (!domain.empty()) return domain;
  if (record.config.training.method == Method::Readout) return readout_advice(record);
  if (record.config.training.method == Method::LeastSquares) return least_squares_advice(record);
  if (record.verdict) {
    for (const ConditionCheck& c : record.verdict->conditions) {
      if (!c.hard && !(c.violation <= c.tolerance)) {
        return "the soft condition " + c.condition +
               " does not hold: --set training.conditions=hard, or a larger "
               "training.weights.conditions";
      }
    }
  }
  if (record.config.training.precision == Precision::Float32 && record.verdict &&
      record.verdict->worst.tolerance_ratio < 10.0) {
    return "float32 limits what can be reached: --set training.precision=float64";
  }
  if (!stages.empty()) {
    const std::size_t last = stages.size() - 1;
    return "train longer: --set training.stages." + std::to_string(last) +
           ".iterations=" + std::to_string(stages[last].iterations * 2);
  }
  return "train longer, or with a larger network";
}

std::vector<std::string> verdict_lines(const RunRecord& record, const std::string& out) {
  std::vector<std::string> lines{headline(record)};
  const std::string end = end_text(record);
  const bool in_message = record.status == RunStatus::Diverged;  // which the headline has
  if (!end.empty() && !in_message) lines.push_back("  " + end);
  if (record.training && (record.training->iterations > 0 || record.training->statistics))
    lines.push_back(figures_line(record));
  if (is_outside(record) && record.verdict) {
    for (const StateError& error : record.verdict->by_state) {
      lines.push_back("  worst of " + error.state + ": " +
                      worst_text(record, *record.verdict, error));
    }
    if (std::isfinite(record.verdict->horizon)) lines.push_back(horizon_line(record));
  }
  if (record.training && record.training->restarts.size() > 1) {
    lines.push_back(restarts_line(record));
  }
  if (record.verdict && record.verdict->cut && record.verdict->cut->known) {
    lines.push_back(domain_cut_line(*record.verdict->cut));
  }
  if (record.single) lines.push_back(single_network_line(record));
  if (record.reference) lines.push_back(reference_line(record));
  if (is_outside(record)) lines.push_back("  " + advice(record));
  if (!out.empty()) {
    std::string line = "  " + out + ":";
    for (const std::string& file : record.files) line += " " + file;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace pinn
