// SPDX-License-Identifier: MIT
// Singular value decomposition by rotations of columns, which keeps tiny singular values accurate.
#pragma once

#include "extended.hpp"

namespace pinn {

/// Equation: A = left right^T, the columns of `left` orthogonal to each other, `right` orthogonal
struct ColumnRotations {
  ExtendedMatrix left;            ///< (rows, columns): left singular vectors times singular values
  ExtendedMatrix right;           ///< (columns, columns)
  ExtendedVector squared_values;  ///< (columns): squares of the singular values, decreasing
};

/// Rotates pairs of columns until all are orthogonal (one-sided Jacobi).
///
/// Needs:   at least as many rows as columns.
/// Throws:  InternalError if the rotations do not settle.
/// Source:  Demmel, Veselic 1992, Jacobi's method is more accurate than QR, SIAM J. Matrix Anal.
///          Appl. 13(4).
ColumnRotations orthogonalize_columns(const ExtendedMatrix& matrix);

}  // namespace pinn
