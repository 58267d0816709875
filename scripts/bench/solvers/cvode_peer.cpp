// SPDX-License-Identifier: MIT
// One-step mode, and the polynomial of the step for the points inside it.
#include "cvode_peer.hpp"

#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

#include <algorithm>
#include <cmath>

#include "pinn/util/error.hpp"
#include "reference/sundials_compat.hpp"

namespace pinn::bench {

namespace {

constexpr int kStepsPerLook = 64;  ///< At the clock.

// For the look at the sizes before anything is measured.
constexpr double kSurveyRtol = 1e-6;

int right_side(double t, N_Vector y, N_Vector dy, void* data) {
  auto& form = *static_cast<FirstOrder*>(data);
  return form.right_side(t, N_VGetArrayPointer(y), N_VGetArrayPointer(dy)) ? 0 : 1;
}

int jacobian(
    double t, N_Vector y, N_Vector, SUNMatrix matrix, void* data, N_Vector, N_Vector, N_Vector) {
  auto& form = *static_cast<FirstOrder*>(data);
  return form.jacobian(t, N_VGetArrayPointer(y), SUNDenseMatrix_Data(matrix)) ? 0 : 1;
}

void require(bool worked) {
  if (!worked) throw InternalError("CVODE could not be set up");
}

/// One CVODE with what belongs to it.
class Cvode {
 public:
  Cvode(
      FirstOrder& form, CvodeKind kind, const Task& task, double rtol, const Eigen::VectorXd& atol)
      : stop_(task.points.back()) {
    const sunindextype n = form.size();
    require(sundials::create_context(&context_) == 0);
    state_ = N_VNew_Serial(n, context_);
    atol_ = N_VNew_Serial(n, context_);
    std::copy(task.u.data(), task.u.data() + n, N_VGetArrayPointer(state_));
    std::copy(atol.data(), atol.data() + n, N_VGetArrayPointer(atol_));
    memory_ = CVodeCreate(kind == CvodeKind::BdfNewton ? CV_BDF : CV_ADAMS, context_);
    require(memory_ != nullptr);
    sundials::silence(memory_);
    require(CVodeInit(memory_, right_side, task.start, state_) == CV_SUCCESS);
    require(CVodeSVtolerances(memory_, rtol, atol_) == CV_SUCCESS);
    require(CVodeSetUserData(memory_, &form) == CV_SUCCESS);
    if (kind == CvodeKind::AdamsFixedPoint) {
      nonlinear_ = SUNNonlinSol_FixedPoint(state_, 0, context_);
      require(CVodeSetNonlinearSolver(memory_, nonlinear_) == CV_SUCCESS);
    } else {
      matrix_ = SUNDenseMatrix(n, n, context_);
      linear_ = SUNLinSol_Dense(state_, matrix_, context_);
      require(CVodeSetLinearSolver(memory_, linear_, matrix_) == CV_SUCCESS);
      require(CVodeSetJacFn(memory_, jacobian) == CV_SUCCESS);
    }
    require(CVodeSetStopTime(memory_, stop_) == CV_SUCCESS);
  }

  ~Cvode() {
    if (memory_ != nullptr) CVodeFree(&memory_);
    if (nonlinear_ != nullptr) SUNNonlinSolFree(nonlinear_);
    if (linear_ != nullptr) SUNLinSolFree(linear_);
    if (matrix_ != nullptr) SUNMatDestroy(matrix_);
    if (state_ != nullptr) N_VDestroy(state_);
    if (atol_ != nullptr) N_VDestroy(atol_);
    if (context_ != nullptr) SUNContext_Free(&context_);
  }
  Cvode(const Cvode&) = delete;
  Cvode& operator=(const Cvode&) = delete;

  /// A negative flag is a failure.
  int step(double& t) { return CVode(memory_, stop_, state_, &t, CV_ONE_STEP); }

  const double* state() const { return N_VGetArrayPointer(state_); }

  /// Values inside the last step; the state keeps its place.
  const double* at(double t) {
    require(CVodeGetDky(memory_, t, 0, atol_) == CV_SUCCESS);
    return N_VGetArrayPointer(atol_);
  }

 private:
  SUNContext context_ = nullptr;
  void* memory_ = nullptr;
  N_Vector state_ = nullptr;
  N_Vector atol_ = nullptr;
  SUNMatrix matrix_ = nullptr;
  SUNLinearSolver linear_ = nullptr;
  SUNNonlinearSolver nonlinear_ = nullptr;
  double stop_ = 0.0;
};

}  // namespace

PeerRun run_cvode(FirstOrder& form, CvodeKind kind, const Task& task, double tolerance) {
  const readout::Components& components = form.components();
  PeerRun run;
  run.values.resize(static_cast<Eigen::Index>(task.points.size()), components.n_states());
  form.evaluations = form.jacobians = 0;
  run.failure.clear();
  const double direction = task.points.back() > task.start ? 1.0 : -1.0;
  const double begin = cpu_seconds();
  {
    Cvode cvode(form, kind, task, tolerance, tolerance * task.size);
    std::size_t next = 0;
    double t = task.start;
    while (next < task.points.size()) {
      const int flag = cvode.step(t);
      if (flag < 0) {
        run.failure = "CVODE's flag is " + std::to_string(flag);
        break;
      }
      ++run.steps;
      if (flag == CV_TSTOP_RETURN) t = task.points.back();
      for (; next < task.points.size() && direction * (t - task.points[next]) >= 0.0; ++next) {
        const double* u = task.points[next] == t ? cvode.state() : cvode.at(task.points[next]);
        for (int s = 0; s < components.n_states(); ++s) {
          run.values(static_cast<Eigen::Index>(next), s) =
              u[components.begin[static_cast<std::size_t>(s)]];
        }
      }
      if (run.steps % kStepsPerLook == 0 && cpu_seconds() - begin > task.max_seconds) {
        run.failure = "out of time";
        break;
      }
    }
  }
  run.seconds = cpu_seconds() - begin;
  run.rhs_evaluations = form.evaluations;
  run.jacobians = form.jacobians;
  return run;
}

Survey survey(FirstOrder& form, CvodeKind kind, const Task& task, double atol) {
  const int n = form.size();
  Survey survey;
  const double begin = cpu_seconds();
  Cvode cvode(form, kind, task, kSurveyRtol, Eigen::VectorXd::Constant(n, atol));
  Eigen::VectorXd largest = task.u.cwiseAbs();
  double t = task.start;
  for (int flag = CV_SUCCESS; flag != CV_TSTOP_RETURN;) {
    flag = cvode.step(t);
    survey.seconds = cpu_seconds() - begin;
    if (flag < 0 || survey.seconds > task.max_seconds) return survey;
    largest = largest.cwiseMax(Eigen::Map<const Eigen::VectorXd>(cvode.state(), n).cwiseAbs());
  }
  survey.largest = largest;
  return survey;
}

}  // namespace pinn::bench
