// SPDX-License-Identifier: MIT
// Operations on values as a graph without repetitions: the form in which programs are built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinn {

/// What a value is made by. Those from Copy on exist in finished programs alone.
enum class Operation : std::uint8_t {
  Constant,
  Slot,
  Negate,
  Add,
  Subtract,
  Multiply,
  Divide,
  Scaled,   ///< factor * slope, but 0 where the slope is 0: the factor may not exist there.
  PowerOf,  ///< The exponent is a number.
  Power,
  Exp,
  Log,
  Log10,
  Sqrt,
  Sin,
  Cos,
  Tan,
  Asin,
  Acos,
  Atan,
  Atan2,
  Sinh,
  Cosh,
  Tanh,
  Erf,
  Absolute,
  Sign,
  Step,
  Minimum,
  Maximum,
  MinimumIsFirst,  ///< 1 where the derivative of min is that of its first argument.
  MaximumIsFirst,
  Less,
  LessEqual,
  Equal,
  Not,
  And,
  Or,
  Select,
  Copy,
  Fill,
  AddNumber,
  NumberMinus,
  MultiplyNumber,
  NumberOver,
  OverNumber,
  MultiplyAdd,             ///< a * b + c, rounded twice.
  MultiplySubtract,        ///< a * b - c
  SubtractMultiply,        ///< c - a * b
  NumberMultiplyAdd,       ///< number * a + c
  NumberMultiplySubtract,  ///< number * a - c
  SinCos,                  ///< The sine to `to`, the cosine to `c`.
};

/// One value: an operation on values with smaller indices.
struct GraphNode {
  Operation operation = Operation::Constant;
  bool may_not_exist = false;  ///< May be infinite or nan at finite slots, short of overflow.
  std::int32_t a = -1;         ///< Operands; for Slot, `a` is the slot.
  std::int32_t b = -1;
  std::int32_t c = -1;
  double number = 0.0;  ///< The constant, or the exponent of PowerOf.
  /// If >= 0, this value is nodes[power_base]^exponent, in whatever way it is computed.
  std::int32_t power_base = -1;
  double exponent = 0.0;
};

/// A growing list of values. Every function returns the index of the value it names: an older one
/// if there is one, a constant if all operands are. All changes keep the value to the last bit,
/// except that powers with small exponents become products and that zeros may change their sign.
class Graph {
 public:
  explicit Graph(std::size_t expected_size);

  const std::vector<GraphNode>& nodes() const { return nodes_; }
  const GraphNode& operator[](int index) const { return nodes_[static_cast<std::size_t>(index)]; }
  bool is_constant(int index) const { return (*this)[index].operation == Operation::Constant; }
  bool is_number(int index, double number) const {
    return is_constant(index) && (*this)[index].number == number;
  }

  int constant(double number);
  int slot(int slot);

  /// A value by one of the operations with operands alone, Negate to Select, simplified.
  int make(Operation operation, int a, int b = -1, int c = -1);

  int negate(int a);
  int add(int a, int b);
  int subtract(int a, int b);
  int multiply(int a, int b);
  int divide(int a, int b);
  int power(int base, double exponent);

  /// factor * slope as a part of a derivative; -1 if it is zero whatever the point.
  int scaled(int factor, int slope);

 private:
  int intern(GraphNode node);
  int folded(Operation operation, int a, int b, int c);
  int power_as_product(int base, int exponent);
  int power_in_steps(int base, double exponent);
  void grow();

  std::vector<GraphNode> nodes_;
  std::vector<std::int32_t> table_;  // open addressing; -1 is free
};

/// The value of an operation from those of its operands: as evaluate<double> has it.
double scalar_value(Operation operation, double a, double b, double c);

}  // namespace pinn
