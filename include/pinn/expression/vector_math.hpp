// SPDX-License-Identifier: MIT
// Elementary functions of many numbers at once, several times as fast as one by one.
#pragma once

namespace pinn {

// y[i] = f(x[i]) for i < n, at most two units in the last place from the exact value; nan,
// infinite, subnormal and very large arguments give what <cmath> gives. x and y do not overlap. The
// bytes of a result depend neither on its neighbours nor on n nor on the kernel.

void vector_exp(int n, const double* x, double* y);
void vector_log(int n, const double* x, double* y);
void vector_sin(int n, const double* x, double* y);
void vector_cos(int n, const double* x, double* y);
void vector_sin_cos(int n, const double* x, double* sine, double* cosine);
void vector_sinh(int n, const double* x, double* y);
void vector_cosh(int n, const double* x, double* y);
void vector_tanh(int n, const double* x, double* y);

/// The instructions that loops over points are compiled for.
enum class VectorKernel {
  Portable,  ///< What every processor of the architecture has.
  Avx2,      ///< Four numbers at a time on x86-64.
};

/// The best one that this processor has.
VectorKernel best_vector_kernel();

/// The one in use, at first the best one. Both give the same bytes.
VectorKernel vector_kernel();

/// Chooses the kernel of all further calls, for tests and measurements.
///
/// Needs:  no other thread evaluates; the processor has it.
void use_vector_kernel(VectorKernel kernel);

const char* vector_kernel_name(VectorKernel kernel);

}  // namespace pinn
