// SPDX-License-Identifier: MIT
// The same loops with more digits and the functions of <cmath>.
#include <cmath>

#include "program_code.hpp"
#include "program_loops.hpp"

namespace pinn {

namespace {

using Real = long double;

bool run_elementary(const Instruction& instruction, int n, const Operands<Real>& operands) {
  Real* to = operands.to;
  Real* c_out = operands.c_out;
  const Real* a = operands.a;
  switch (instruction.operation) {
    case Operation::Exp:
      each(n, to, [=](int i) { return std::exp(a[i]); });
      return true;
    case Operation::Log:
      each(n, to, [=](int i) { return std::log(a[i]); });
      return true;
    case Operation::Sin:
      each(n, to, [=](int i) { return std::sin(a[i]); });
      return true;
    case Operation::Cos:
      each(n, to, [=](int i) { return std::cos(a[i]); });
      return true;
    case Operation::SinCos:
      each(n, to, [=](int i) { return std::sin(a[i]); });
      each(n, c_out, [=](int i) { return std::cos(a[i]); });
      return true;
    case Operation::Sinh:
      each(n, to, [=](int i) { return std::sinh(a[i]); });
      return true;
    case Operation::Cosh:
      each(n, to, [=](int i) { return std::cosh(a[i]); });
      return true;
    case Operation::Tanh:
      each(n, to, [=](int i) { return std::tanh(a[i]); });
      return true;
    default:
      return false;
  }
}

}  // namespace

void run_code(const ProgramCode& code, int n_points, const Memories<long double>& memories) {
  run_all(code, n_points, memories, run_elementary);
}

}  // namespace pinn
