// SPDX-License-Identifier: MIT
// The choice between Adams and BDF, and the past of equations with delays.
#include <algorithm>

#include "solver.hpp"

namespace pinn {

namespace {

constexpr double kStiffRatio = 3.0;  // Adams needs more steps than this times those of BDF
constexpr long kStepsForFree = 100;  // too few to call anything stiff

Problem with_track(Problem problem, const std::shared_ptr<Track>& track) {
  if (track) problem.past = track;
  return problem;
}

}  // namespace

CvodeReference::CvodeReference(const Problem& problem, const ReferenceOptions& options)
    : Solver(problem, options),
      track_(problem.lags.empty() ? nullptr : std::make_shared<Track>()),
      tracked_(with_track(problem, track_)),
      system_(tracked_) {
  if (track_) track_->set_form(system_.original());
}

void CvodeReference::begin_solve() {
  if (track_) track_->clear();
}

LegResult CvodeReference::integrate_leg(const VectorTolerance& tolerance, Leg& leg) {
  leg.track = track_.get();
  return integrate(system_, method_, tolerance, leg, budget());
}

void CvodeReference::choose_method() {
  if (options().method == ReferenceMethod::CvodeBdf) return use(Multistep::Bdf);
  if (options().method == ReferenceMethod::CvodeAdams) return use(Multistep::Adams);
  SolvePlan plan;
  plan.factor = kCoarser;
  use(Multistep::Bdf);
  const Solve bdf = solve(plan);
  use(Multistep::Adams);
  if (bdf.failure.empty()) {
    plan.max_steps =
        std::max(kStepsForFree, static_cast<long>(kStiffRatio * static_cast<double>(bdf.steps)));
  }
  const Solve adams = solve(plan);
  if (!adams.failure.empty() && bdf.failure.empty()) use(Multistep::Bdf);
}

std::string CvodeReference::method() const {
  return method_ == Multistep::Bdf ? "CVODE BDF" : "CVODE Adams";
}

std::string CvodeReference::key() const {
  return method_ == Multistep::Bdf ? "cvode_bdf" : "cvode_adams";
}

}  // namespace pinn
