// SPDX-License-Identifier: MIT
// One loop over all points for every instruction.
#include <array>
#include <cmath>

#include "pinn/expression/scalar.hpp"
#include "pinn/expression/vector_math.hpp"
#include "pinn/util/error.hpp"
#include "program_code.hpp"
#include "vector_kernel.hpp"

namespace pinn {

namespace {

/// What stands in the switch below: to[i] = function(i) for all points.
template <typename Function>
PINN_ALWAYS_INLINE void each(int n, double* to, Function function) {
  PINN_INDEPENDENT_TURNS
  for (int i = 0; i < n; ++i) to[i] = function(i);
}

PINN_ALWAYS_INLINE double from_bool(bool is_true) { return is_true ? 1.0 : 0.0; }

/// The places of one instruction.
struct Operands {
  double* to;
  double* c_out;
  const double* a;
  const double* b;
  const double* c;
};

PINN_ALWAYS_INLINE bool run_arithmetic(const Instruction& instruction,
                                       int n,
                                       const Operands& operands) {
  double* to = operands.to;
  const double* a = operands.a;
  const double* b = operands.b;
  const double* c = operands.c;
  const double number = instruction.number;
  switch (instruction.operation) {
    case Operation::Fill:
      each(n, to, [=](int) { return number; });
      return true;
    case Operation::Copy:
      each(n, to, [=](int i) { return a[i]; });
      return true;
    case Operation::Negate:
      each(n, to, [=](int i) { return -a[i]; });
      return true;
    case Operation::Add:
      each(n, to, [=](int i) { return a[i] + b[i]; });
      return true;
    case Operation::AddNumber:
      each(n, to, [=](int i) { return number + a[i]; });
      return true;
    case Operation::Subtract:
      each(n, to, [=](int i) { return a[i] - b[i]; });
      return true;
    case Operation::NumberMinus:
      each(n, to, [=](int i) { return number - a[i]; });
      return true;
    case Operation::Multiply:
      each(n, to, [=](int i) { return a[i] * b[i]; });
      return true;
    case Operation::MultiplyNumber:
      each(n, to, [=](int i) { return number * a[i]; });
      return true;
    case Operation::Divide:
      each(n, to, [=](int i) { return a[i] / b[i]; });
      return true;
    case Operation::NumberOver:
      each(n, to, [=](int i) { return number / a[i]; });
      return true;
    case Operation::OverNumber:
      each(n, to, [=](int i) { return a[i] / number; });
      return true;
    case Operation::MultiplyAdd:
      each(n, to, [=](int i) { return a[i] * b[i] + c[i]; });
      return true;
    case Operation::MultiplySubtract:
      each(n, to, [=](int i) { return a[i] * b[i] - c[i]; });
      return true;
    case Operation::SubtractMultiply:
      each(n, to, [=](int i) { return c[i] - a[i] * b[i]; });
      return true;
    case Operation::NumberMultiplyAdd:
      each(n, to, [=](int i) { return number * a[i] + b[i]; });
      return true;
    case Operation::NumberMultiplySubtract:
      each(n, to, [=](int i) { return number * a[i] - b[i]; });
      return true;
    case Operation::Scaled:
      each(n, to, [=](int i) {
        const double product = a[i] * b[i];
        return b[i] == 0.0 ? 0.0 : product;
      });
      return true;
    case Operation::Sqrt:
      each(n, to, [=](int i) { return std::sqrt(a[i]); });
      return true;
    default:
      return false;
  }
}

// The meaning is that of scalar.hpp, without the branches of || and &&.
PINN_ALWAYS_INLINE bool run_choice(const Instruction& instruction,
                                   int n,
                                   const Operands& operands) {
  double* to = operands.to;
  const double* a = operands.a;
  const double* b = operands.b;
  const double* c = operands.c;
  switch (instruction.operation) {
    case Operation::Absolute:
      each(n, to, [=](int i) { return std::abs(a[i]); });
      return true;
    case Operation::Sign:
      each(n, to, [=](int i) { return a[i] > 0.0 ? 1.0 : (a[i] < 0.0 ? -1.0 : a[i]); });
      return true;
    case Operation::Step:
      each(n, to, [=](int i) { return a[i] < 0.0 ? 0.0 : (a[i] >= 0.0 ? 1.0 : a[i]); });
      return true;
    case Operation::Minimum:
      each(n, to, [=](int i) { return bool((a[i] != a[i]) | (a[i] < b[i])) ? a[i] : b[i]; });
      return true;
    case Operation::Maximum:
      each(n, to, [=](int i) { return bool((a[i] != a[i]) | (a[i] > b[i])) ? a[i] : b[i]; });
      return true;
    case Operation::MinimumIsFirst:
      each(n, to, [=](int i) { return from_bool((a[i] != a[i]) | (a[i] <= b[i])); });
      return true;
    case Operation::MaximumIsFirst:
      each(n, to, [=](int i) { return from_bool((a[i] != a[i]) | (a[i] >= b[i])); });
      return true;
    case Operation::Less:
      each(n, to, [=](int i) { return from_bool(a[i] < b[i]); });
      return true;
    case Operation::LessEqual:
      each(n, to, [=](int i) { return from_bool(a[i] <= b[i]); });
      return true;
    case Operation::Equal:
      each(n, to, [=](int i) { return from_bool(a[i] == b[i]); });
      return true;
    case Operation::Not:
      each(n, to, [=](int i) { return from_bool(a[i] == 0.0); });
      return true;
    case Operation::And:
      each(n, to, [=](int i) { return from_bool((a[i] != 0.0) & (b[i] != 0.0)); });
      return true;
    case Operation::Or:
      each(n, to, [=](int i) { return from_bool((a[i] != 0.0) | (b[i] != 0.0)); });
      return true;
    case Operation::Select:
      each(n, to, [=](int i) { return a[i] != 0.0 ? b[i] : c[i]; });
      return true;
    default:
      return false;
  }
}

bool run_vector_function(const Instruction& instruction, int n, const Operands& operands) {
  switch (instruction.operation) {
    case Operation::Exp:
      vector_exp(n, operands.a, operands.to);
      return true;
    case Operation::Log:
      vector_log(n, operands.a, operands.to);
      return true;
    case Operation::Sin:
      vector_sin(n, operands.a, operands.to);
      return true;
    case Operation::Cos:
      vector_cos(n, operands.a, operands.to);
      return true;
    case Operation::SinCos:
      vector_sin_cos(n, operands.a, operands.to, operands.c_out);
      return true;
    case Operation::Sinh:
      vector_sinh(n, operands.a, operands.to);
      return true;
    case Operation::Cosh:
      vector_cosh(n, operands.a, operands.to);
      return true;
    case Operation::Tanh:
      vector_tanh(n, operands.a, operands.to);
      return true;
    default:
      return false;
  }
}

/// Functions of <cmath>, point by point.
void run_function(const Instruction& instruction, int n, const Operands& operands) {
  double* to = operands.to;
  const double* a = operands.a;
  const double* b = operands.b;
  const double number = instruction.number;
  switch (instruction.operation) {
    case Operation::PowerOf:
      return each(n, to, [=](int i) { return power(a[i], number); });
    case Operation::Power:
      return each(n, to, [=](int i) { return power(a[i], b[i]); });
    case Operation::Log10:
      return each(n, to, [=](int i) { return std::log10(a[i]); });
    case Operation::Tan:
      return each(n, to, [=](int i) { return std::tan(a[i]); });
    case Operation::Asin:
      return each(n, to, [=](int i) { return std::asin(a[i]); });
    case Operation::Acos:
      return each(n, to, [=](int i) { return std::acos(a[i]); });
    case Operation::Atan:
      return each(n, to, [=](int i) { return std::atan(a[i]); });
    case Operation::Atan2:
      return each(n, to, [=](int i) { return std::atan2(a[i], b[i]); });
    case Operation::Erf:
      return each(n, to, [=](int i) { return std::erf(a[i]); });
    default:
      throw InternalError("a program holds an operation without a loop");
  }
}

PINN_ALWAYS_INLINE void run_all(const ProgramCode& code, int n, const Memories& memories) {
  // Slots are never written to; the cast lets one table serve all memories.
  const std::array<double*, 3> base{
      memories.registers, const_cast<double*>(memories.slots), memories.rows};
  const std::array<std::ptrdiff_t, 3> stride{
      memories.register_stride, memories.slot_stride, memories.row_stride};
  const auto row = [&](std::int32_t place) {
    const auto memory = static_cast<std::size_t>(place & 3);
    return base[memory] + (place >> 2) * stride[memory];
  };
  for (const Instruction& instruction : code.instructions) {
    const Operands operands{row(instruction.to),
                            row(instruction.c),
                            row(instruction.a),
                            row(instruction.b),
                            row(instruction.c)};
    if (run_arithmetic(instruction, n, operands)) continue;
    if (run_vector_function(instruction, n, operands)) continue;
    if (run_choice(instruction, n, operands)) continue;
    run_function(instruction, n, operands);
  }
}

#if PINN_HAS_AVX2
PINN_TARGET_AVX2 void run_all_avx2(const ProgramCode& code, int n, const Memories& memories) {
  run_all(code, n, memories);
}
#endif

}  // namespace

void run_code(const ProgramCode& code, int n_points, const Memories& memories) {
#if PINN_HAS_AVX2
  if (vector_kernel() == VectorKernel::Avx2) return run_all_avx2(code, n_points, memories);
#endif
  run_all(code, n_points, memories);
}

}  // namespace pinn
