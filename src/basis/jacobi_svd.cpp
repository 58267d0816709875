// SPDX-License-Identifier: MIT
#include "jacobi_svd.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "pinn/util/error.hpp"

namespace pinn {

namespace {

constexpr int kMaxSweeps = 60;
constexpr double kOrthogonal = 1e-30;  // cosine between columns that counts as none

/// Turns columns p and q of `matrix` by the angle of the given tangent.
void rotate(ExtendedMatrix& matrix, Eigen::Index p, Eigen::Index q, const Extended& tangent) {
  const Extended cosine = Extended(1) / sqrt(Extended(1) + tangent * tangent);
  const Extended sine = cosine * tangent;
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    const Extended a = matrix(i, p);
    const Extended b = matrix(i, q);
    matrix(i, p) = cosine * a - sine * b;
    matrix(i, q) = sine * a + cosine * b;
  }
}

/// Makes columns p and q orthogonal; false if they were.
bool settle_pair(ColumnRotations& state, Eigen::Index p, Eigen::Index q) {
  const Extended pp = state.left.col(p).squaredNorm();
  const Extended qq = state.left.col(q).squaredNorm();
  const Extended pq = state.left.col(p).dot(state.left.col(q));
  if (abs(pq) <= Extended(kOrthogonal) * sqrt(pp * qq)) return false;
  // The smaller root of tangent^2 + 2 cotangent tangent - 1 = 0, cotangent of twice the angle.
  const Extended cotangent = (qq - pp) / (Extended(2) * pq);
  const Extended size = abs(cotangent) + sqrt(Extended(1) + cotangent * cotangent);
  const Extended tangent = Extended(cotangent < Extended(0) ? -1 : 1) / size;
  rotate(state.left, p, q, tangent);
  rotate(state.right, p, q, tangent);
  return true;
}

/// Puts the columns in order of decreasing length.
ColumnRotations sorted(const ColumnRotations& state) {
  const ExtendedVector squares = state.left.colwise().squaredNorm().transpose();
  std::vector<Eigen::Index> order(static_cast<std::size_t>(squares.size()));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
    return squares(a) > squares(b);
  });
  ColumnRotations result = state;
  result.squared_values = squares;
  for (Eigen::Index to = 0; to < squares.size(); ++to) {
    const Eigen::Index from = order[static_cast<std::size_t>(to)];
    result.left.col(to) = state.left.col(from);
    result.right.col(to) = state.right.col(from);
    result.squared_values(to) = squares(from);
  }
  return result;
}

}  // namespace

ColumnRotations orthogonalize_columns(const ExtendedMatrix& matrix) {
  ColumnRotations state{matrix, ExtendedMatrix::Identity(matrix.cols(), matrix.cols()), {}};
  bool turned = true;
  for (int sweep = 0; turned; ++sweep) {
    if (sweep == kMaxSweeps) throw InternalError("the columns of a basis do not settle");
    turned = false;
    for (Eigen::Index p = 0; p + 1 < matrix.cols(); ++p) {
      for (Eigen::Index q = p + 1; q < matrix.cols(); ++q) {
        turned = settle_pair(state, p, q) || turned;
      }
    }
  }
  return sorted(state);
}

}  // namespace pinn
