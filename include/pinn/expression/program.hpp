// SPDX-License-Identifier: MIT
// Expressions as one straight-line program, evaluated at many points at once.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "pinn/expression/expression.hpp"

namespace pinn {

struct ProgramCode;

/// Several expressions over the same slots, compiled: common parts are computed once, constant
/// parts beforehand, and every instruction runs over all points before the next one.
class Program {
 public:
  /// A partial derivative that is not zero everywhere.
  struct Partial {
    int output = 0;      ///< Which expression.
    int slot = 0;        ///< By which slot.
    int row = 0;         ///< Row of the result that holds it.
    bool fixed = false;  ///< The same number at all points and slots: a constant.
  };

  /// Working memory of evaluate(), kept between calls: nothing is allocated once it is warm.
  struct Workspace {
    std::vector<double> values;
    std::vector<long double> extended;
  };

  Program() = default;

  /// Needs:   every slot of an expression below n_slots.
  /// Throws:  InternalError for a Name or Applied node.
  Program(const std::vector<Expression>& outputs, int n_slots);

  /// The same, with the exact derivatives of every output by the slots in `by` as further rows.
  /// At kinks they are what dual.hpp says.
  Program(const std::vector<Expression>& outputs, int n_slots, const std::vector<int>& by);

  int n_slots() const { return n_slots_; }
  int n_outputs() const { return n_outputs_; }
  int n_rows() const;          ///< Outputs and partial derivatives.
  int n_instructions() const;  ///< Loops over all points that one evaluation runs.
  /// By output, then by slot; rows follow those of the outputs in this order.
  const std::vector<Partial>& partials() const { return partials_; }

  /// Values of all rows at n_points points.
  ///
  /// Shapes:  slots (n_slots, n_points): slot s of point p at slots[s * slot_stride + p];
  ///          rows (n_rows, n_points): row r of point p at rows[r * row_stride + p].
  /// Needs:   slots and rows do not overlap.
  /// A value that does not exist is nan or infinite; nothing is thrown.
  void evaluate(int n_points,
                const double* slots,
                std::ptrdiff_t slot_stride,
                double* rows,
                std::ptrdiff_t row_stride,
                Workspace& workspace) const;

  /// The same with every operation in long double, rounded once at the end: where large terms
  /// cancel each other, their roundings no longer decide. Constant parts stay as they are.
  void evaluate_extended(int n_points,
                         const double* slots,
                         std::ptrdiff_t slot_stride,
                         double* rows,
                         std::ptrdiff_t row_stride,
                         Workspace& workspace) const;

 private:
  int n_slots_ = 0;
  int n_outputs_ = 0;
  std::vector<Partial> partials_;
  std::shared_ptr<const ProgramCode> code_;  // never changed, so copies share it
};

}  // namespace pinn
