// SPDX-License-Identifier: MIT
// The only file that calls CVODE.
#include "cvode_solver.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/reference/reference.hpp"
#include "pinn/util/error.hpp"
#include "sundials_compat.hpp"

namespace pinn {

namespace {

// The defaults, 7 and 10, give up too early where the right side changes suddenly.
constexpr int kMaxErrorTestFailures = 20;
constexpr int kMaxConvergenceFailures = 20;

constexpr int kRecoverable = 1;  // CVODE then tries a smaller step

void require(bool worked, const char* what) {
  if (!worked) throw InternalError(std::string("CVODE refused ") + what);
}

std::string reason_of(int flag) {
  switch (flag) {
    case CV_RHSFUNC_FAIL:
    case CV_FIRST_RHSFUNC_ERR:
    case CV_REPTD_RHSFUNC_ERR:
    case CV_UNREC_RHSFUNC_ERR:
      return "the right side is not finite";
    case CV_LSETUP_FAIL:
      return "the Jacobian is not finite";
    case CV_ERR_FAILURE:
      return "no step is small enough for the tolerance";
    case CV_CONV_FAILURE:
      return "the implicit step cannot be solved at any step length";
    case CV_TOO_MUCH_ACC:
      return "the tolerance is below what double precision can hold";
    default:
      return "CVODE failed with code " + std::to_string(flag);
  }
}

}  // namespace

struct CvodeSolver::Impl {
  SUNContext context = nullptr;
  void* memory = nullptr;
  N_Vector state = nullptr;
  N_Vector scratch = nullptr;
  N_Vector atol = nullptr;
  SUNMatrix matrix = nullptr;
  SUNLinearSolver linear = nullptr;

  Multistep method = Multistep::Adams;
  VectorTolerance tolerance;
  Stretch stretch;
  double stop = 0.0;
  double t = 0.0;
  Eigen::VectorXd u;
  Eigen::MatrixXd jacobian;
  long rhs_evaluations = 0;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  double inside(double at) const { return std::clamp(at, stretch.low, stretch.high); }
  void create();

  static int right_side(double t, N_Vector y, N_Vector dy, void* data);
  static int jacobian_of(double t,
                         N_Vector y,
                         N_Vector fy,
                         SUNMatrix matrix,
                         void* data,
                         N_Vector,
                         N_Vector,
                         N_Vector);
};

CvodeSolver::Impl::~Impl() {
  if (memory != nullptr) CVodeFree(&memory);
  if (linear != nullptr) SUNLinSolFree(linear);
  if (matrix != nullptr) SUNMatDestroy(matrix);
  for (N_Vector vector : {state, scratch, atol}) {
    if (vector != nullptr) N_VDestroy(vector);
  }
  if (context != nullptr) SUNContext_Free(&context);
}

int CvodeSolver::Impl::right_side(double t, N_Vector y, N_Vector dy, void* data) {
  Impl& self = *static_cast<Impl*>(data);
  ++self.rhs_evaluations;
  const double at = self.inside(t);
  const double* u = N_VGetArrayPointer(y);
  double* du = N_VGetArrayPointer(dy);
  if (self.stretch.form->right_side(at, u, du)) return 0;
  return self.stretch.original->right_side(at, u, du) ? 0 : kRecoverable;
}

int CvodeSolver::Impl::jacobian_of(
    double t, N_Vector y, N_Vector, SUNMatrix matrix, void* data, N_Vector, N_Vector, N_Vector) {
  Impl& self = *static_cast<Impl*>(data);
  const double at = self.inside(t);
  const double* u = N_VGetArrayPointer(y);
  if (!self.stretch.form->jacobian(at, u, self.jacobian) &&
      !self.stretch.original->jacobian(at, u, self.jacobian)) {
    return kRecoverable;
  }
  // Both hold columns one after the other.
  std::copy(self.jacobian.data(),
            self.jacobian.data() + self.jacobian.size(),
            SUNDenseMatrix_Data(matrix));
  return 0;
}

void CvodeSolver::Impl::create() {
  const auto size = static_cast<sunindextype>(tolerance.atol.size());
  require(sundials::create_context(&context) == 0, "a context");
  state = N_VNew_Serial(size, context);
  require(state != nullptr, "a vector");
  scratch = N_VClone(state);
  atol = N_VClone(state);
  matrix = SUNDenseMatrix(size, size, context);
  require(scratch != nullptr && atol != nullptr && matrix != nullptr, "memory");
  linear = SUNLinSol_Dense(state, matrix, context);
  memory = CVodeCreate(method == Multistep::Bdf ? CV_BDF : CV_ADAMS, context);
  require(linear != nullptr && memory != nullptr, "a solver");
  sundials::silence(memory);
  N_VConst(0.0, state);
  std::copy(tolerance.atol.begin(), tolerance.atol.end(), N_VGetArrayPointer(atol));
  require(CVodeInit(memory, right_side, 0.0, state) == CV_SUCCESS, "the right side");
  require(CVodeSVtolerances(memory, tolerance.rtol, atol) == CV_SUCCESS, "the tolerances");
  require(CVodeSetUserData(memory, this) == CV_SUCCESS, "user data");
  require(CVodeSetLinearSolver(memory, linear, matrix) == CV_SUCCESS, "the linear solver");
  require(CVodeSetJacFn(memory, jacobian_of) == CV_SUCCESS, "the Jacobian");
  require(CVodeSetMaxStep(memory, tolerance.longest_step) == CV_SUCCESS, "the longest step");
  CVodeSetMaxErrTestFails(memory, kMaxErrorTestFailures);
  CVodeSetMaxConvFails(memory, kMaxConvergenceFailures);
}

CvodeSolver::CvodeSolver(Multistep method, const VectorTolerance& tolerance)
    : impl_(std::make_unique<Impl>()) {
  impl_->method = method;
  impl_->tolerance = tolerance;
  impl_->jacobian.resize(tolerance.atol.size(), tolerance.atol.size());
  impl_->create();
}

CvodeSolver::~CvodeSolver() = default;

void CvodeSolver::start(const Stretch& stretch, double t, const Eigen::VectorXd& u, double stop) {
  impl_->stretch = stretch;
  impl_->stop = stop;
  impl_->t = t;
  impl_->u = u;
  std::copy(u.begin(), u.end(), N_VGetArrayPointer(impl_->state));
  require(CVodeReInit(impl_->memory, t, impl_->state) == CV_SUCCESS, "to restart");
  require(CVodeSetStopTime(impl_->memory, stop) == CV_SUCCESS, "the end of the stretch");
}

std::string CvodeSolver::step() {
  double reached = impl_->t;
  const int flag = CVode(impl_->memory, impl_->stop, impl_->state, &reached, CV_ONE_STEP);
  if (flag < 0) return reason_of(flag);
  impl_->t = flag == CV_TSTOP_RETURN ? impl_->stop : reached;
  const double* values = N_VGetArrayPointer(impl_->state);
  std::copy(values, values + impl_->u.size(), impl_->u.begin());
  return "";
}

double CvodeSolver::t() const { return impl_->t; }
const Eigen::VectorXd& CvodeSolver::u() const { return impl_->u; }
long CvodeSolver::rhs_evaluations() const { return impl_->rhs_evaluations; }

Eigen::VectorXd CvodeSolver::interpolate(double t) const {
  require(CVodeGetDky(impl_->memory, t, 0, impl_->scratch) == CV_SUCCESS, "a point in its step");
  const double* values = N_VGetArrayPointer(impl_->scratch);
  return Eigen::Map<const Eigen::VectorXd>(values, impl_->u.size());
}

std::string sundials_version() { return std::string("SUNDIALS ") + SUNDIALS_VERSION; }

}  // namespace pinn
