// SPDX-License-Identifier: MIT
// The only file that calls IDA.
#include "ida_solver.hpp"

#include <ida/ida.h>

#include <algorithm>

#include "pinn/util/error.hpp"
#include "sundials_compat.hpp"

namespace pinn {

namespace {

// The defaults, 10 each, give up too early where the solution changes suddenly.
constexpr int kMaxErrorTestFailures = 20;
constexpr int kMaxConvergenceFailures = 20;

constexpr int kRecoverable = 1;  // IDA then tries a smaller step

void require(bool worked, const char* what) {
  if (!worked) throw InternalError(std::string("IDA refused ") + what);
}

std::string reason_of(int flag) {
  switch (flag) {
    case IDA_RES_FAIL:
    case IDA_REP_RES_ERR:
    case IDA_FIRST_RES_FAIL:
      return "the equations are not finite";
    case IDA_LSETUP_FAIL:
    case IDA_LSOLVE_FAIL:
      return "the equations do not determine the slopes";
    case IDA_ERR_FAIL:
      return "no step is small enough for the tolerance";
    case IDA_CONV_FAIL:
      return "the implicit step cannot be solved at any step length";
    case IDA_TOO_MUCH_ACC:
      return "the tolerance is below what double precision can hold";
    default:
      return "IDA failed with code " + std::to_string(flag);
  }
}

}  // namespace

struct IdaSolver::Impl {
  explicit Impl(ResidualSystem& residual_system) : system(residual_system) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  ResidualSystem& system;
  VectorTolerance tolerance;
  SUNContext context = nullptr;
  void* memory = nullptr;
  N_Vector state = nullptr;
  N_Vector slope = nullptr;
  N_Vector scratch = nullptr;
  N_Vector atol = nullptr;
  SUNMatrix matrix = nullptr;
  SUNLinearSolver linear = nullptr;

  double low = 0.0;   ///< Never evaluated below
  double high = 0.0;  ///< or above.
  double stop = 0.0;
  double t = 0.0;
  Eigen::VectorXd u;
  Eigen::VectorXd du;
  Eigen::MatrixXd jacobian;
  long evaluations = 0;

  double inside(double at) const { return std::clamp(at, low, high); }
  void create();
  void take_values();

  static int residual(double t, N_Vector y, N_Vector dy, N_Vector result, void* data);
  static int jacobian_of(double t,
                         double by_slope,
                         N_Vector y,
                         N_Vector dy,
                         N_Vector,
                         SUNMatrix matrix,
                         void* data,
                         N_Vector,
                         N_Vector,
                         N_Vector);
};

IdaSolver::Impl::~Impl() {
  if (memory != nullptr) IDAFree(&memory);
  if (linear != nullptr) SUNLinSolFree(linear);
  if (matrix != nullptr) SUNMatDestroy(matrix);
  for (N_Vector vector : {state, slope, scratch, atol}) {
    if (vector != nullptr) N_VDestroy(vector);
  }
  if (context != nullptr) SUNContext_Free(&context);
}

int IdaSolver::Impl::residual(double t, N_Vector y, N_Vector dy, N_Vector result, void* data) {
  Impl& self = *static_cast<Impl*>(data);
  ++self.evaluations;
  const bool finite = self.system.residual(
      self.inside(t), N_VGetArrayPointer(y), N_VGetArrayPointer(dy), N_VGetArrayPointer(result));
  return finite ? 0 : kRecoverable;
}

int IdaSolver::Impl::jacobian_of(double t,
                                 double by_slope,
                                 N_Vector y,
                                 N_Vector dy,
                                 N_Vector,
                                 SUNMatrix matrix,
                                 void* data,
                                 N_Vector,
                                 N_Vector,
                                 N_Vector) {
  Impl& self = *static_cast<Impl*>(data);
  if (!self.system.jacobian(
          self.inside(t), N_VGetArrayPointer(y), N_VGetArrayPointer(dy), by_slope, self.jacobian)) {
    return kRecoverable;
  }
  // Both hold columns one after the other.
  std::copy(self.jacobian.data(),
            self.jacobian.data() + self.jacobian.size(),
            SUNDenseMatrix_Data(matrix));
  return 0;
}

void IdaSolver::Impl::create() {
  const auto size = static_cast<sunindextype>(system.size());
  require(sundials::create_context(&context) == 0, "a context");
  state = N_VNew_Serial(size, context);
  require(state != nullptr, "a vector");
  slope = N_VClone(state);
  scratch = N_VClone(state);
  atol = N_VClone(state);
  matrix = SUNDenseMatrix(size, size, context);
  require(slope != nullptr && scratch != nullptr && atol != nullptr && matrix != nullptr, "memory");
  linear = SUNLinSol_Dense(state, matrix, context);
  memory = IDACreate(context);
  require(linear != nullptr && memory != nullptr, "a solver");
  sundials::silence_ida(memory);
  N_VConst(0.0, state);
  N_VConst(0.0, slope);
  std::copy(tolerance.atol.begin(), tolerance.atol.end(), N_VGetArrayPointer(atol));
  require(IDAInit(memory, residual, 0.0, state, slope) == IDA_SUCCESS, "the equations");
  require(IDASVtolerances(memory, tolerance.rtol, atol) == IDA_SUCCESS, "the tolerances");
  require(IDASetUserData(memory, this) == IDA_SUCCESS, "user data");
  require(IDASetLinearSolver(memory, linear, matrix) == IDA_SUCCESS, "the linear solver");
  require(IDASetJacFn(memory, jacobian_of) == IDA_SUCCESS, "the Jacobian");
  require(IDASetMaxStep(memory, tolerance.longest_step) == IDA_SUCCESS, "the longest step");
  IDASetMaxErrTestFails(memory, kMaxErrorTestFailures);
  IDASetMaxConvFails(memory, kMaxConvergenceFailures);
}

void IdaSolver::Impl::take_values() {
  const double* values = N_VGetArrayPointer(state);
  std::copy(values, values + u.size(), u.begin());
  const double* slopes = N_VGetArrayPointer(slope);
  std::copy(slopes, slopes + du.size(), du.begin());
}

IdaSolver::IdaSolver(ResidualSystem& system, const VectorTolerance& tolerance)
    : impl_(std::make_unique<Impl>(system)) {
  impl_->tolerance = tolerance;
  impl_->create();
}

IdaSolver::~IdaSolver() = default;

void IdaSolver::start(double t, const Eigen::VectorXd& u, const Eigen::VectorXd& du, double stop) {
  impl_->low = std::min(t, stop);
  impl_->high = std::max(t, stop);
  impl_->stop = stop;
  impl_->t = t;
  impl_->u = u;
  impl_->du = du;
  std::copy(u.begin(), u.end(), N_VGetArrayPointer(impl_->state));
  std::copy(du.begin(), du.end(), N_VGetArrayPointer(impl_->slope));
  require(IDAReInit(impl_->memory, t, impl_->state, impl_->slope) == IDA_SUCCESS, "to restart");
  require(IDASetStopTime(impl_->memory, stop) == IDA_SUCCESS, "the end of the way");
}

std::string IdaSolver::step() {
  double reached = impl_->t;
  const int flag =
      IDASolve(impl_->memory, impl_->stop, &reached, impl_->state, impl_->slope, IDA_ONE_STEP);
  if (flag < 0) return reason_of(flag);
  impl_->t = flag == IDA_TSTOP_RETURN ? impl_->stop : reached;
  impl_->take_values();
  return "";
}

double IdaSolver::t() const { return impl_->t; }
const Eigen::VectorXd& IdaSolver::u() const { return impl_->u; }
const Eigen::VectorXd& IdaSolver::du() const { return impl_->du; }
long IdaSolver::evaluations() const { return impl_->evaluations; }

Eigen::VectorXd IdaSolver::interpolate(double t) const {
  require(IDAGetDky(impl_->memory, t, 0, impl_->scratch) == IDA_SUCCESS, "a point in its step");
  const double* values = N_VGetArrayPointer(impl_->scratch);
  return Eigen::Map<const Eigen::VectorXd>(values, impl_->u.size());
}

}  // namespace pinn
