// SPDX-License-Identifier: MIT
// Two columns at a time, compiled for registers of 16, 32 and 64 bytes.
#include "symmetric_update.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "model/lanes.hpp"

namespace pinn {

namespace {

constexpr auto kPadding = static_cast<Eigen::Index>(kLaneAlignment / sizeof(double));
constexpr Eigen::Index kVectors = 7;  ///< Three of the update, y, g, and the two products.

/// The vectors of a walk, one after the other.
struct Walk {
  Eigen::Index n;
  Eigen::Index step;
  double* columns;
  double* right;  ///< Three of them.
  const double* y;
  const double* g;
  double* Hy;
  double* Hg;
};

/// The updated number in row i of a column whose three factors on the left are given.
struct Column {
  double* h;
  double left[3];
  double y;
  double g;
  double Hy = 0.0;
  double Hg = 0.0;

  Column(const Walk& walk, const RankThreeUpdate& update, Eigen::Index j)
      : h(walk.columns + j * walk.step),
        left{update.left(j, 0), update.left(j, 1), update.left(j, 2)},
        y(walk.y[j]),
        g(walk.g[j]) {}
};

PINN_INLINE void visit(const Walk& walk, double shrink, Column& column, Eigen::Index i) {
  const double* r = walk.right + i;
  double& h = column.h[i];
  h = shrink * h + column.left[0] * r[0] + column.left[1] * r[walk.step] +
      column.left[2] * r[2 * walk.step];
  column.Hy += h * walk.y[i];
  column.Hg += h * walk.g[i];
}

/// An entry below the diagonal, which stands for that above it too.
PINN_INLINE void visit_both(const Walk& walk, double shrink, Column& column, Eigen::Index i) {
  visit(walk, shrink, column, i);
  walk.Hy[i] += column.y * column.h[i];
  walk.Hg[i] += column.g * column.h[i];
}

/// A column's factors in every lane, and its sums lane by lane.
template <typename V>
struct ColumnLanes {
  V left[3] = {};
  V y{};
  V g{};
  V Hy{};
  V Hg{};

  PINN_INLINE void take(const Column& column) {
    for (int k = 0; k < 3; ++k) left[k] += column.left[k];
    y += column.y;
    g += column.g;
  }

  PINN_INLINE void visit(double* at, const V& shrink, const V* right, const V& y_i, const V& g_i) {
    V& h = lanes<V>(at);
    h = shrink * h + left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
    Hy += h * y_i;
    Hg += h * g_i;
  }
};

/// Two columns: what they share of the vectors is loaded once.
template <int bytes>
PINN_INLINE void walk_two(const Walk& walk, double shrink, Column& a, Column& b, Eigen::Index j) {
  using V = typename Lanes<double, bytes>::Type;
  constexpr int kLanes = Lanes<double, bytes>::kCount;
  visit(walk, shrink, a, j);
  visit_both(walk, shrink, a, j + 1);
  visit(walk, shrink, b, j + 1);
  Eigen::Index i = j + 2;
  for (; i % kLanes != 0 && i < walk.n; ++i) {
    visit_both(walk, shrink, a, i);
    visit_both(walk, shrink, b, i);
  }
  ColumnLanes<V> va;
  ColumnLanes<V> vb;
  va.take(a);
  vb.take(b);
  const V factor = shrink - V{};
  for (; i < walk.n; i += kLanes) {  // the rows beyond the last are zeros in every vector
    const V right[3] = {lanes<V>(static_cast<const double*>(walk.right + i)),
                        lanes<V>(static_cast<const double*>(walk.right + walk.step + i)),
                        lanes<V>(static_cast<const double*>(walk.right + 2 * walk.step + i))};
    const V& y = lanes<V>(walk.y + i);
    const V& g = lanes<V>(walk.g + i);
    va.visit(a.h + i, factor, right, y, g);
    vb.visit(b.h + i, factor, right, y, g);
    const V& ha = lanes<V>(static_cast<const double*>(a.h + i));
    const V& hb = lanes<V>(static_cast<const double*>(b.h + i));
    lanes<V>(walk.Hy + i) += va.y * ha + vb.y * hb;
    lanes<V>(walk.Hg + i) += va.g * ha + vb.g * hb;
  }
  a.Hy += LaneSum<double, bytes>::of(va.Hy);
  a.Hg += LaneSum<double, bytes>::of(va.Hg);
  b.Hy += LaneSum<double, bytes>::of(vb.Hy);
  b.Hg += LaneSum<double, bytes>::of(vb.Hg);
}

template <int bytes>
PINN_INLINE void walk_all(const Walk& walk, const RankThreeUpdate& update) {
  Eigen::Index j = 0;
  for (; j + 1 < walk.n; j += 2) {
    Column a(walk, update, j);
    Column b(walk, update, j + 1);
    walk_two<bytes>(walk, update.shrink, a, b, j);
    walk.Hy[j] += a.Hy;
    walk.Hg[j] += a.Hg;
    walk.Hy[j + 1] += b.Hy;
    walk.Hg[j + 1] += b.Hg;
  }
  if (j == walk.n) return;
  Column last(walk, update, j);
  visit(walk, update.shrink, last, j);
  walk.Hy[j] += last.Hy;
  walk.Hg[j] += last.Hg;
}

using WalkFunction = void (*)(const Walk& walk, const RankThreeUpdate& update);

void walk_portable(const Walk& walk, const RankThreeUpdate& update) { walk_all<16>(walk, update); }

#if defined(__GNUC__) && defined(__x86_64__)
__attribute__((target("avx2,fma"))) void walk_avx2(const Walk& walk,
                                                   const RankThreeUpdate& update) {
  walk_all<32>(walk, update);
}

__attribute__((target("avx512f,avx512dq,avx2,fma"))) void walk_avx512(
    const Walk& walk, const RankThreeUpdate& update) {
  walk_all<64>(walk, update);
}
#endif

WalkFunction fastest_walk() {
#if defined(__GNUC__) && defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    const bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
    return has_avx512 ? walk_avx512 : walk_avx2;
  }
#endif
  return walk_portable;
}

double* zeros(Eigen::Index count) {
  const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(double);
  void* data = std::aligned_alloc(kLaneAlignment, bytes);
  if (data == nullptr) throw std::bad_alloc();
  std::fill_n(static_cast<double*>(data), count, 0.0);
  return static_cast<double*>(data);
}

}  // namespace

void SymmetricMatrix::Free::operator()(double* data) const { std::free(data); }

SymmetricMatrix::SymmetricMatrix(Eigen::Index n)
    : n_(n),
      step_((n + kPadding - 1) / kPadding * kPadding),
      columns_(zeros(step_ * n)),
      rows_(zeros(step_ * kVectors)) {
  set_identity();
}

void SymmetricMatrix::set_identity() {
  std::fill_n(columns_.get(), step_ * n_, 0.0);
  for (Eigen::Index i = 0; i < n_; ++i) columns_.get()[i * step_ + i] = 1.0;
}

void SymmetricMatrix::update_and_multiply(const RankThreeUpdate& update,
                                          const Eigen::VectorXd& y,
                                          const Eigen::VectorXd& g,
                                          Eigen::VectorXd& Hy,
                                          Eigen::VectorXd& Hg) {
  static const WalkFunction walk_function = fastest_walk();
  double* const rows = rows_.get();
  const auto row = [&](Eigen::Index number) { return rows + number * step_; };
  for (int k = 0; k < 3; ++k) std::copy_n(update.right.col(k).data(), n_, row(k));
  std::copy_n(y.data(), n_, row(3));
  std::copy_n(g.data(), n_, row(4));
  std::fill_n(row(5), 2 * step_, 0.0);
  walk_function({n_, step_, columns_.get(), row(0), row(3), row(4), row(5), row(6)}, update);
  Hy = Eigen::VectorXd::Map(row(5), n_);
  Hg = Eigen::VectorXd::Map(row(6), n_);
}

}  // namespace pinn
