// SPDX-License-Identifier: MIT
// Whole solves, both ways from the point of the conditions, by any method and tolerance.
#pragma once

#include <Eigen/Dense>
#include <memory>
#include <string>
#include <vector>

#include "integrate.hpp"
#include "pinn/problem/switches.hpp"
#include "pinn/reference/reference.hpp"
#include "residual_system.hpp"

namespace pinn {

/// Values at the point of the conditions; a message if they do not determine them.
struct Start {
  std::string failure;
  double at = 0.0;
  Eigen::VectorXd u;
};

/// Both legs of one solve.
struct Solve {
  std::string failure;
  double reached = 0.0;
  bool at_event = false;
  long steps = 0;
  long rhs_evaluations = 0;
  std::vector<Sample> samples;  ///< Increasing; own steps among them.
};

/// What one solve is to be like.
struct SolvePlan {
  double factor = 1.0;  ///< Times the tolerances of the options.
  std::vector<double> points;
  std::size_t max_own_steps = 0;
  long max_steps = 2'000'000;
  bool to_event = false;  ///< Ends at problem.stop_when.
};

/// Repeats the solve of one problem; all solves share max_seconds.
class Solver {
 public:
  /// Tolerances of the second solve, which measures the error of the first.
  static constexpr double kCoarser = 10.0;

  /// Problem and options must outlive the solver.
  Solver(const Problem& problem, const ReferenceOptions& options);
  virtual ~Solver() = default;
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  const Start& start() const { return start_; }
  int index_of(int state, int derivative) const;  ///< Place in u; derivative < order.

  Solve solve(const SolvePlan& plan);

  /// Settles what the method leaves open, to be called once before the solves that count.
  virtual void choose_method() {}
  virtual std::string method() const = 0;  ///< "CVODE BDF"
  virtual std::string key() const = 0;     ///< "cvode_bdf"

 protected:
  virtual void begin_solve() {}
  virtual const Problem& watched() const { return problem_; }  ///< What an event is asked of.
  virtual LegResult integrate_leg(const VectorTolerance& tolerance, Leg& leg) = 0;

  const Problem& problem() const { return problem_; }
  const ReferenceOptions& options() const { return options_; }
  const Budget& budget() const { return budget_; }
  void fail_start(const std::string& why) { start_.failure = why; }

 private:
  int size() const;
  Start start_values() const;
  VectorTolerance tolerance_times(double factor) const;
  std::vector<double> points_towards(const std::vector<double>& points, double end) const;

  const Problem& problem_;
  const ReferenceOptions& options_;
  Budget budget_;
  Start start_;
};

/// CVODE on the explicit form.
class CvodeReference : public Solver {
 public:
  /// Needs:  !problem.implicit
  CvodeReference(const Problem& problem, const ReferenceOptions& options);

  /// The method asked for; for auto Adams, unless BDF does it in under a third of the steps.
  void choose_method() override;
  void use(Multistep method) { method_ = method; }
  std::string method() const override;
  std::string key() const override;

 protected:
  void begin_solve() override;
  const Problem& watched() const override { return tracked_; }
  LegResult integrate_leg(const VectorTolerance& tolerance, Leg& leg) override;

 private:
  std::shared_ptr<Track> track_;  ///< Null without delays.
  const Problem tracked_;         ///< Its past is the track.
  SwitchedSystem system_;
  Multistep method_ = Multistep::Bdf;
};

/// IDA on the equations as they were written.
class IdaReference : public Solver {
 public:
  IdaReference(const Problem& problem, const ReferenceOptions& options);

  std::string method() const override { return "IDA"; }
  std::string key() const override { return "ida"; }

 protected:
  LegResult integrate_leg(const VectorTolerance& tolerance, Leg& leg) override;

 private:
  ResidualSystem system_;
  Eigen::VectorXd slopes_;  ///< At the start.
};

/// Why IDA is not for this problem; empty if it is.
std::string unsuitable_for_ida(const Problem& problem);

/// The solver that the options ask for; for auto IDA where the equations are implicit.
///
/// Needs:  what the method needs; see why_no_method()
std::unique_ptr<Solver> make_solver(const Problem& problem, const ReferenceOptions& options);

}  // namespace pinn
