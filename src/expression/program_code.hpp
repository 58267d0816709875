// SPDX-License-Identifier: MIT
// A finished program: instructions on rows of values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "program_graph.hpp"

namespace pinn {

/// Where a row of values lies.
enum class Memory : std::int32_t {
  Registers,
  Slots,
  Rows,
};

/// A row of one of the memories in one number.
inline std::int32_t place_of(Memory memory, std::int32_t index) {
  return index * 4 + static_cast<std::int32_t>(memory);
}

/// to = operation(a, b, c, number) at all points. `to` is none of the operands.
struct Instruction {
  Operation operation = Operation::Fill;
  std::int32_t to = 0;
  std::int32_t a = 0;
  std::int32_t b = 0;
  std::int32_t c = 0;
  double number = 0.0;
};

struct ProgramCode {
  std::vector<Instruction> instructions;
  int n_registers = 0;
  int n_rows = 0;
};

/// The values `roots` of the graph as a program that writes the i-th of them to row i.
ProgramCode make_code(const Graph& graph, const std::vector<int>& roots);

/// What the instructions work on: the values of memory m lie in rows of `stride[m]` numbers.
template <typename Real>
struct Memories {
  Real* registers = nullptr;
  std::ptrdiff_t register_stride = 0;
  const Real* slots = nullptr;
  std::ptrdiff_t slot_stride = 0;
  Real* rows = nullptr;
  std::ptrdiff_t row_stride = 0;
};

/// Runs all instructions over all points.
void run_code(const ProgramCode& code, int n_points, const Memories<double>& memories);
void run_code(const ProgramCode& code, int n_points, const Memories<long double>& memories);

}  // namespace pinn
