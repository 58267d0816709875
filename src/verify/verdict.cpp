// SPDX-License-Identifier: MIT
// Chooses what decides, runs the checks, and accepts only if every one of them passes.
#include "pinn/verify/verdict.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "condition_checks.hpp"
#include "constraint_checks.hpp"
#include "error_sums.hpp"
#include "estimate_checks.hpp"
#include "event_checks.hpp"
#include "model_values.hpp"
#include "pinn/problem/delays.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"
#include "residual_checks.hpp"
#include "tolerance.hpp"
#include "value_checks.hpp"

namespace pinn {

namespace {

/// What each state would be compared with.
std::vector<Source> choose_sources(const Problem& problem, Basis asked, const KnownValues& known) {
  std::vector<Source> sources;
  for (int s = 0; s < problem.n_states(); ++s) {
    const bool compared = asked != Basis::Residual && asked != Basis::Estimate;
    const bool exact = compared && asked != Basis::Reference && known.has_exact(s);
    const bool reference = compared && known.has_reference();
    sources.push_back(exact ? Source::Exact : reference ? Source::Reference : Source::Nothing);
  }
  return sources;
}

bool all_of(const std::vector<Source>& sources, Source source) {
  return std::count(sources.begin(), sources.end(), source) ==
         static_cast<std::ptrdiff_t>(sources.size());
}

bool any_of(const std::vector<Source>& sources, Source source) {
  return std::find(sources.begin(), sources.end(), source) != sources.end();
}

std::string why_no_reference(const ReferenceSolution* reference) {
  if (reference == nullptr) return "there is none";
  return reference->message;
}

std::string describe_open(const OpenPoint& open, const std::string& variable) {
  return "the classical solver's own error " + to_short_text(open.own_error) + " in " + open.state +
         " at " + variable + " = " + to_short_text(open.at, 6) +
         " is too large for the tolerance " + to_short_text(open.tolerance);
}

/// One verdict in the making.
class Judge {
 public:
  Judge(const Model& model,
        const Problem& problem,
        const Config& config,
        const ReferenceSolution* reference,
        const ErrorEstimate* estimate)
      : problem_(covered_by(problem, model)),
        ends_early_(problem_.end < problem.end),
        config_(config),
        reference_(reference),
        estimate_(usable(estimate, config)),
        why_no_estimate_(estimate == nullptr ? "there is none" : estimate->message),
        values_(model, problem_),
        known_(problem_, config, reference),
        sources_(choose_sources(problem_, config.accept.basis, known_)),
        points_(all_points(model)) {
    values_.remember(points_);
  }

  Verdict run(const std::vector<int>& hard) {
    check_residuals();
    check_values();
    check_end();
    const auto slot_of = [this](const PointValue& value) {
      return static_cast<std::size_t>(problem_.slot_of(value.state, value.derivative));
    };
    verdict_.conditions = check_conditions(
        problem_,
        config_.accept,
        hard,
        [&](const PointValue& value) { return values_.slots(value.at)[slot_of(value)]; },
        [&](const PointValue& value) { return largest_slots_[slot_of(value)]; });
    for (const ConditionCheck& check : verdict_.conditions) {
      verdict_.max_violation = std::max(verdict_.max_violation, check.violation);
    }
    verdict_.by_state = sum_up(verdict_.checks);
    take_estimate();
    verdict_.reference_error = known_.reference_error().value_or(Verdict::kNoError);
    verdict_.n_points = points_.size();
    for (const StateError& error : verdict_.by_state) {
      if (verdict_.worst.state.empty() || error.tolerance_ratio > verdict_.worst.tolerance_ratio) {
        verdict_.worst = error;
      }
    }
    decide();
    return std::move(verdict_);
  }

 private:
  void warn(const char* id, std::string message) {
    Diagnostic warning;
    warning.severity = Severity::Warning;
    warning.message = std::move(message);
    warning.id = id;
    verdict_.warnings.push_back(std::move(warning));
  }

  std::vector<double> all_points(const Model& model) const {
    std::vector<double> points = check_points(problem_, config_.accept);
    const std::vector<double> more = window_points(model);
    points.insert(points.end(), more.begin(), more.end());
    for (std::size_t i = 0; known_.has_reference() && i < reference_->points.size(); ++i) {
      const bool inside = reference_->points[i] <= problem_.end;
      if (reference_->own_step[i] && inside) points.push_back(reference_->points[i]);
    }
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
  }

  void check_residuals() {
    const ResidualChecks residuals(values_, config_.accept);
    double squares = 0.0;
    std::vector<std::size_t> counts(problem_.equations.size(), 0);
    largest_slots_.assign(static_cast<std::size_t>(problem_.n_slots), 0.0);
    residual_checks_.reserve(points_.size() * problem_.equations.size());
    for (const double at : points_) {
      const std::vector<double> slots = values_.slots(at);
      for (std::size_t i = 0; i < largest_slots_.size(); ++i) {
        largest_slots_[i] = std::max(largest_slots_[i], std::abs(slots[i]));
      }
      for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
        const auto check = residuals.check(e, at, slots);
        if (!check) {
          ++verdict_.residual.left_out;
          continue;
        }
        const double size = magnitude(check->error);
        squares += size * size;
        if (counts[e]++ == 0 && e == 0) verdict_.residual.at = at;
        if (size > verdict_.residual.max) {
          verdict_.residual.max = size;
          verdict_.residual.at = at;
        }
        residual_checks_.push_back(*check);
      }
    }
    every_equation_checked_ =
        std::find(counts.begin(), counts.end(), std::size_t{0}) == counts.end();
    const auto count = static_cast<double>(std::max<std::size_t>(residual_checks_.size(), 1));
    verdict_.residual.rms = std::sqrt(squares / count);
    for (Check& joint : residuals.joints()) residual_checks_.push_back(std::move(joint));
    if (const auto sentence = broken_constraint(values_, config_.accept, points_)) {
      warn("constraint-broken", *sentence);
      refused_ = true;
    }
  }

  void check_end() {
    verdict_.end = problem_.end;
    verdict_.ends_early = ends_early_;
    if (!problem_.stop_when) return;
    for (Check& check : check_event(values_, config_.accept, points_, ends_early_, reference_)) {
      verdict_.checks.push_back(std::move(check));
    }
  }

  void check_values() {
    const bool exact_only = all_of(sources_, Source::Exact);
    ValueChecks checks = known_.check(values_, points_, sources_);
    if (checks.n_exact_not_finite > 0) {
      warn("exact-not-finite",
           "the exact solution is not finite at " + problem_.variable + " = " +
               to_short_text(checks.exact_not_finite_at, 6) + "; in " +
               std::to_string(checks.n_exact_not_finite) +
               " such checks the reference counts if there is one");
    }
    verdict_.checks = std::move(checks.checks);
    if (any_of(sources_, Source::Nothing)) {
      if (config_.accept.basis == Basis::Estimate) {
        judge_as_asked();
      } else if (config_.accept.basis != Basis::Residual) {
        fall_back("no classical solution: " + why_no_reference(reference_));
      } else {
        judge_residuals();
      }
    } else if (checks.open && !checks.any_outside) {
      const std::string why = describe_open(*checks.open, problem_.variable);
      if (config_.accept.basis == Basis::Reference) throw ConfigError(reference_refused(why));
      // Only what the exact solution says is kept beside the residuals.
      for (Source& source : sources_) {
        if (source == Source::Reference) source = Source::Nothing;
      }
      verdict_.checks = known_.check(values_, points_, sources_).checks;
      fall_back(why);
    } else {
      verdict_.basis = exact_only ? Basis::Exact : Basis::Reference;
    }
  }

  /// An estimate says nothing of a model that was not to solve the equations.
  static const ErrorEstimate* usable(const ErrorEstimate* estimate, const Config& config) {
    const bool solved = config.training.weights.equations > 0.0;
    return solved && estimate != nullptr && estimate->available ? estimate : nullptr;
  }

  void judge_as_asked() {
    if (estimate_ != nullptr) {
      judge_estimate();
      return;
    }
    refused_ = true;
    warn("basis-residual",
         "accept.basis is \"estimate\", but the error cannot be estimated: " + why_no_estimate_ +
             "; judged by residual only, and so not accepted");
    judge_residuals();
  }

  /// States that are compared with nothing else.
  void judge_estimate() {
    verdict_.basis = Basis::Estimate;
    for (int s = 0; s < problem_.n_states(); ++s) {
      if (sources_[static_cast<std::size_t>(s)] != Source::Nothing) continue;
      const std::vector<Check> checks =
          check_estimate(*estimate_, problem_, config_.accept, points_, s);
      verdict_.checks.insert(verdict_.checks.end(), checks.begin(), checks.end());
    }
  }

  /// What the estimate has to say, whatever the basis.
  void take_estimate() {
    if (estimate_ == nullptr) return;
    verdict_.estimated_error = 0.0;
    double worst = 0.0;
    for (int s = 0; s < problem_.n_states(); ++s) {
      double largest = 0.0;
      for (const Check& c : check_estimate(*estimate_, problem_, config_.accept, points_, s)) {
        largest = std::max(largest, magnitude(c.error));
        worst = std::max(worst, c.ratio);
      }
      verdict_.estimated_error = std::max(verdict_.estimated_error, largest);
      for (StateError& error : verdict_.by_state) {
        const std::string& name = problem_.states[static_cast<std::size_t>(s)].name;
        if (error.state == name) error.estimated_error = largest;
      }
    }
    verdict_.horizon = horizon(*estimate_, problem_, config_.accept);
    if (verdict_.basis == Basis::Residual && worst > 1.0) {
      warn("estimate-outside",
           "the estimated error is outside the tolerance, whatever the residual says");
      refused_ = true;
    }
    if (verdict_.basis != Basis::Reference) return;
    for (const std::string& sentence :
         disagreements(*estimate_, problem_, config_.accept, verdict_.checks)) {
      warn("estimate-disagrees", sentence);
      refused_ = true;
    }
  }

  void fall_back(const std::string& why) {
    if (estimate_ != nullptr) {
      warn("basis-estimate", why + "; judged by the estimated error instead");
      judge_estimate();
      return;
    }
    // Between several places a residual may vanish where the conditions determine nothing: what
    // neither the estimate nor the classical solver can tell apart from that is not accepted.
    if (problem_.kind == ProblemKind::Bvp && reference_ != nullptr) {
      refused_ = true;
      warn("basis-residual",
           why + ", and no estimate: " + why_no_estimate_ +
               "; judged by residual only, and so not accepted");
    } else {
      warn("basis-residual", why + "; judged by residual only, so the error is not known");
    }
    judge_residuals();
  }

  void judge_residuals() {
    verdict_.basis = Basis::Residual;
    const bool has_values = !verdict_.checks.empty();
    if (config_.training.weights.equations > 0.0) {
      verdict_.checks.insert(
          verdict_.checks.end(), residual_checks_.begin(), residual_checks_.end());
      nothing_judged_ = !every_equation_checked_;
    } else {
      nothing_judged_ = !has_values || any_of(sources_, Source::Nothing);
    }
    if (!nothing_judged_) return;
    warn("nothing-judged",
         config_.training.weights.equations > 0.0
             ? "an equation is finite at no check point: it cannot be judged"
             : "training.weights.equations is 0 and there is nothing to compare with: no exact "
               "solution and no reference for every state");
  }

  void decide() {
    const bool at_its_end = !ends_early_ || problem_.stop_when.has_value();
    bool accepted = at_its_end && !refused_ && !nothing_judged_ && !verdict_.checks.empty() &&
                    std::all_of(verdict_.checks.begin(), verdict_.checks.end(), passes);
    if (config_.training.weights.conditions > 0.0) {
      accepted =
          accepted && std::all_of(verdict_.conditions.begin(), verdict_.conditions.end(), holds);
    }
    for (const std::string& sentence : known_.contradictions()) {
      warn("exact-disagrees", sentence);
      // Two answers cannot both be right; only the user may say which one counts.
      if (config_.accept.basis == Basis::Auto) accepted = false;
    }
    verdict_.accepted = accepted;
  }

  static std::string reference_refused(const std::string& why) {
    return "pinn-solve: error: accept.basis is \"reference\", but " + why +
           "; try accept.basis \"auto\"";
  }

  const Problem problem_;  ///< As far as the model goes.
  const bool ends_early_;
  const Config& config_;
  const ReferenceSolution* reference_;
  const ErrorEstimate* estimate_;  ///< Null if there is none to be used.
  std::string why_no_estimate_;
  ModelValues values_;
  KnownValues known_;
  std::vector<Source> sources_;
  std::vector<double> points_;
  std::vector<Check> residual_checks_;
  std::vector<double> largest_slots_;  ///< Over the points.
  bool every_equation_checked_ = true;
  bool nothing_judged_ = false;
  bool refused_ = false;  ///< Not to be accepted, whatever the checks say.
  Verdict verdict_;
};

}  // namespace

Problem covered_by(const Problem& problem, const Model& model) {
  constexpr double kFewRoundings = 4 * std::numeric_limits<double>::epsilon();
  Problem covered = with_past(problem, model);
  const double end = model.end();
  const double rounding = kFewRoundings * std::max(std::abs(end), std::abs(problem.end));
  if (end < problem.end - rounding) covered.end = end;
  return covered;
}

std::string basis_mistake(const Problem& problem,
                          const Config& config,
                          const ReferenceSolution* reference) {
  const KnownValues known(problem, config, reference);
  const Basis asked = config.accept.basis;
  const std::vector<Source> sources = choose_sources(problem, asked, known);
  const std::string begin = "pinn-solve: error: accept.basis is ";
  const std::string end = "; try accept.basis \"auto\"";
  if (asked == Basis::Reference) {
    if (!known.has_reference()) {
      return begin +
             "\"reference\", but there is no classical solution: " + why_no_reference(reference) +
             end;
    }
    if (const auto open = known.too_rough(sources)) {
      return begin + "\"reference\", but " + describe_open(*open, problem.variable) + end;
    }
  }
  if (asked == Basis::Exact) {
    if (!any_of(sources, Source::Exact)) {
      return begin + "\"exact\", but problem.exact is empty" + end;
    }
    for (std::size_t s = 0; s < sources.size(); ++s) {
      if (sources[s] != Source::Nothing) continue;
      return begin + "\"exact\", but " + problem.states[s].name +
             " has no exact solution, and there is no classical solution: " +
             why_no_reference(reference) + end;
    }
  }
  return "";
}

Verdict judge(const Model& model,
              const Problem& problem,
              const Config& config,
              const std::vector<int>& hard_conditions,
              const ReferenceSolution* reference,
              const ErrorEstimate* estimate) {
  const std::string mistake = basis_mistake(problem, config, reference);
  if (!mistake.empty()) throw ConfigError(mistake);
  return Judge(model, problem, config, reference, estimate).run(hard_conditions);
}

}  // namespace pinn
