// SPDX-License-Identifier: MIT
// One loop over all points for every instruction.
#include "pinn/expression/vector_math.hpp"
#include "program_code.hpp"
#include "program_loops.hpp"
#include "vector_kernel.hpp"

namespace pinn {

namespace {

bool run_vector_function(const Instruction& instruction, int n, const Operands<double>& operands) {
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

#if PINN_HAS_AVX2
PINN_TARGET_AVX2 void run_all_avx2(const ProgramCode& code,
                                   int n,
                                   const Memories<double>& memories) {
  run_all(code, n, memories, run_vector_function);
}
#endif

}  // namespace

void run_code(const ProgramCode& code, int n_points, const Memories<double>& memories) {
#if PINN_HAS_AVX2
  if (vector_kernel() == VectorKernel::Avx2) return run_all_avx2(code, n_points, memories);
#endif
  run_all(code, n_points, memories, run_vector_function);
}

}  // namespace pinn
