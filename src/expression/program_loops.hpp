// SPDX-License-Identifier: MIT
// The instructions of a program as loops over points, for every kind of number.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "pinn/util/error.hpp"
#include "program_code.hpp"
#include "vector_kernel.hpp"

namespace pinn {

/// What stands in the switch below: to[i] = function(i) for all points.
template <typename Real, typename Function>
PINN_ALWAYS_INLINE void each(int n, Real* to, Function function) {
  PINN_INDEPENDENT_TURNS
  for (int i = 0; i < n; ++i) to[i] = function(i);
}

PINN_ALWAYS_INLINE double from_bool(bool is_true) { return is_true ? 1.0 : 0.0; }

/// The places of one instruction.
template <typename Real>
struct Operands {
  Real* to;
  Real* c_out;
  const Real* a;
  const Real* b;
  const Real* c;
};

template <typename Real>
PINN_ALWAYS_INLINE bool run_arithmetic(const Instruction& instruction,
                                       int n,
                                       const Operands<Real>& operands) {
  Real* to = operands.to;
  const Real* a = operands.a;
  const Real* b = operands.b;
  const Real* c = operands.c;
  const Real number = instruction.number;
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
        const Real product = a[i] * b[i];
        return b[i] == 0 ? Real(0) : product;
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
template <typename Real>
PINN_ALWAYS_INLINE bool run_choice(const Instruction& instruction,
                                   int n,
                                   const Operands<Real>& operands) {
  Real* to = operands.to;
  const Real* a = operands.a;
  const Real* b = operands.b;
  const Real* c = operands.c;
  switch (instruction.operation) {
    case Operation::Absolute:
      each(n, to, [=](int i) { return std::abs(a[i]); });
      return true;
    case Operation::Sign:
      each(n, to, [=](int i) { return a[i] > 0 ? Real(1) : (a[i] < 0 ? Real(-1) : a[i]); });
      return true;
    case Operation::Step:
      each(n, to, [=](int i) { return a[i] < 0 ? Real(0) : (a[i] >= 0 ? Real(1) : a[i]); });
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

/// Functions of <cmath>, point by point.
template <typename Real>
void run_function(const Instruction& instruction, int n, const Operands<Real>& operands) {
  Real* to = operands.to;
  const Real* a = operands.a;
  const Real* b = operands.b;
  const Real number = instruction.number;
  switch (instruction.operation) {
    case Operation::PowerOf:
      return each(n, to, [=](int i) { return std::pow(a[i], number); });
    case Operation::Power:
      return each(n, to, [=](int i) { return std::pow(a[i], b[i]); });
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

/// Runs all instructions; `run_elementary` returns false for those that are not its own.
template <typename Real, typename RunElementary>
PINN_ALWAYS_INLINE void run_all(const ProgramCode& code,
                                int n,
                                const Memories<Real>& memories,
                                RunElementary run_elementary) {
  // Slots are never written to; the cast lets one table serve all memories.
  const std::array<Real*, 3> base{
      memories.registers, const_cast<Real*>(memories.slots), memories.rows};
  const std::array<std::ptrdiff_t, 3> stride{
      memories.register_stride, memories.slot_stride, memories.row_stride};
  const auto row = [&](std::int32_t place) {
    const auto memory = static_cast<std::size_t>(place & 3);
    return base[memory] + (place >> 2) * stride[memory];
  };
  for (const Instruction& instruction : code.instructions) {
    const Operands<Real> operands{row(instruction.to),
                                  row(instruction.c),
                                  row(instruction.a),
                                  row(instruction.b),
                                  row(instruction.c)};
    if (run_arithmetic(instruction, n, operands)) continue;
    if (run_elementary(instruction, n, operands)) continue;
    if (run_choice(instruction, n, operands)) continue;
    run_function(instruction, n, operands);
  }
}

}  // namespace pinn
