// SPDX-License-Identifier: MIT
// Stages condensed to the edges of their interval; whole Newton steps, for the start is near.
#include "collocation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pinn/basis/edge_system.hpp"

namespace pinn {

namespace {

constexpr int kStages = 8;
constexpr int kMostIterations = 25;
constexpr double kConverged = 1e-14;      ///< Of the size of a component.
constexpr double kNearRounding = 1e-9;    ///< Below it, changes that no longer fall are rounding.
constexpr double kLeastComponent = 1e-8;  ///< Of the largest.

/// P_0 .. P_(n-1) at x.
Eigen::VectorXd legendre(double x, int n) {
  Eigen::VectorXd p(std::max(2, n));
  p(0) = 1.0;
  p(1) = x;
  for (int k = 2; k < n; ++k) p(k) = ((2 * k - 1) * x * p(k - 1) - (k - 1) * p(k - 2)) / k;
  return p.head(n);
}

/// Roots of P_n by Newton's method.
Eigen::VectorXd gauss_points(int n) {
  Eigen::VectorXd points(n);
  for (int i = 0; i < n; ++i) {
    double x = -std::cos(M_PI * (i + 0.75) / (n + 0.5));
    for (int k = 0; k < 50; ++k) {
      const Eigen::VectorXd p = legendre(x, n + 1);
      const double slope = n * (x * p(n) - p(n - 1)) / (x * x - 1.0);
      x -= p(n) / slope;
    }
    points(i) = x;
  }
  return points;
}

std::size_t interval_of(const Spline& spline, double at) {
  const auto found = std::lower_bound(spline.edges.begin() + 1, spline.edges.end() - 1, at);
  return static_cast<std::size_t>(found - spline.edges.begin()) - 1;
}

}  // namespace

GaussRule::GaussRule(int n_stages) : points(gauss_points(n_stages)) {
  Eigen::MatrixXd values(n_stages, n_stages);
  for (int i = 0; i < n_stages; ++i) values.row(i) = legendre(points(i), n_stages).transpose();
  to_series = values.inverse();
  integral.resize(n_stages, n_stages);
  for (int i = 0; i < n_stages; ++i) integral.row(i) = rows_at(points(i)).row(1);
  end = rows_at(1.0).row(1);
}

Eigen::MatrixXd GaussRule::rows_at(double x) const {
  const auto n = static_cast<int>(points.size());
  const Eigen::VectorXd p = legendre(x, n + 1);
  Eigen::MatrixXd series(2, n);
  for (int m = 0; m < n; ++m) {
    series(0, m) = p(m);
    series(1, m) = m == 0 ? x + 1.0 : (p(m + 1) - p(m - 1)) / (2 * m + 1);
  }
  return series * to_series;
}

Collocation::Collocation(const Problem& problem, std::function<bool()> stop)
    : problem_(problem),
      form_(problem),
      components_(problem),
      conditions_(problem, components_),
      rule_(kStages),
      stop_(std::move(stop)) {}

Spline Collocation::from_model(const Model& model, const std::vector<double>& edges) const {
  Spline spline;
  spline.edges = edges;
  spline.u.resize(size(), static_cast<Eigen::Index>(edges.size()));
  const int highest = problem_.highest_order();
  const auto fill = [&](double at, int shift, Eigen::Ref<Eigen::VectorXd> u) {
    const Eigen::MatrixXd y = model.evaluate(at, highest);
    for (int s = 0; s < problem_.n_states(); ++s) {
      for (int k = 0; k < problem_.states[static_cast<std::size_t>(s)].order; ++k) {
        u(form_.index_of(s, k)) = y(s, k + shift);
      }
    }
  };
  for (std::size_t e = 0; e < edges.size(); ++e) {
    fill(edges[e], 0, spline.u.col(static_cast<Eigen::Index>(e)));
  }
  for (std::size_t w = 0; w + 1 < edges.size(); ++w) {
    const double hh = 0.5 * (edges[w + 1] - edges[w]);
    Eigen::MatrixXd K(size(), kStages);
    for (int i = 0; i < kStages; ++i) fill(edges[w] + (rule_.points(i) + 1.0) * hh, 1, K.col(i));
    spline.K.push_back(std::move(K));
  }
  return spline;
}

Spline Collocation::refined(const Spline& spline, const std::vector<double>& edges) const {
  Spline finer;
  finer.edges = edges;
  finer.u.resize(size(), static_cast<Eigen::Index>(edges.size()));
  for (std::size_t e = 0; e < edges.size(); ++e) {
    finer.u.col(static_cast<Eigen::Index>(e)) = value(spline, edges[e]);
  }
  for (std::size_t w = 0; w + 1 < edges.size(); ++w) {
    const double middle = 0.5 * (edges[w] + edges[w + 1]);
    const std::size_t old = interval_of(spline, middle);
    const double old_hh = 0.5 * (spline.edges[old + 1] - spline.edges[old]);
    Eigen::MatrixXd K(size(), kStages);
    for (int i = 0; i < kStages; ++i) {
      const double at = middle + 0.5 * (edges[w + 1] - edges[w]) * rule_.points(i);
      const double x = (at - spline.edges[old]) / old_hh - 1.0;
      K.col(i) = spline.K[old] * rule_.rows_at(x).row(0).transpose();
    }
    finer.K.push_back(std::move(K));
  }
  return finer;
}

/// Equation:  K_i = f(t_i, u + hh sum_j integral(i, j) K_j),  u_next = u + hh sum_j end(j) K_j
bool Collocation::newton_step(const Spline& spline, Spline& change) {
  const int n = size();
  const std::size_t W = spline.n_intervals();
  std::vector<Eigen::MatrixXd> transfers;
  std::vector<Eigen::MatrixXd> C(W);
  std::vector<Eigen::VectorXd> a(W);
  Eigen::MatrixXd gaps(n, static_cast<Eigen::Index>(W));
  Eigen::MatrixXd J(n, n);
  Eigen::VectorXd f(n);
  for (std::size_t w = 0; w < W; ++w) {
    const double hh = 0.5 * (spline.edges[w + 1] - spline.edges[w]);
    const auto column = static_cast<Eigen::Index>(w);
    const Eigen::MatrixXd inside = (hh * spline.K[w] * rule_.integral.transpose()).colwise() +
                                   Eigen::VectorXd(spline.u.col(column));
    Eigen::MatrixXd A = Eigen::MatrixXd::Identity(n * kStages, n * kStages);
    Eigen::MatrixXd B(n * kStages, n + 1);
    for (int i = 0; i < kStages; ++i) {
      const double t = spline.edges[w] + (rule_.points(i) + 1.0) * hh;
      const Eigen::VectorXd u = inside.col(i);
      if (!form_.right_side(t, u.data(), f.data()) || !form_.jacobian(t, u.data(), J)) return false;
      ++evaluations_;
      for (int j = 0; j < kStages; ++j) {
        A.block(i * n, j * n, n, n) -= hh * rule_.integral(i, j) * J;
      }
      B.block(i * n, 0, n, n) = J;
      B.block(i * n, n, n, 1) = f - spline.K[w].col(i);
    }
    const Eigen::MatrixXd solved = A.partialPivLu().solve(B);
    if (!solved.allFinite()) return false;
    C[w] = solved.leftCols(n);
    a[w] = solved.col(n);
    Eigen::MatrixXd transfer = Eigen::MatrixXd::Identity(n, n);
    Eigen::VectorXd end = spline.u.col(column);
    for (int j = 0; j < kStages; ++j) {
      transfer += hh * rule_.end(j) * C[w].middleRows(j * n, n);
      end += hh * rule_.end(j) * (spline.K[w].col(j) + a[w].segment(j * n, n));
    }
    transfers.push_back(std::move(transfer));
    gaps.col(column) = spline.u.col(column + 1) - end;
  }
  std::vector<Eigen::Index> at;
  Eigen::MatrixXd there(n, static_cast<Eigen::Index>(places().size()));
  for (std::size_t p = 0; p < places().size(); ++p) {
    const auto found = std::lower_bound(spline.edges.begin(), spline.edges.end(), places()[p]);
    at.push_back(found - spline.edges.begin());
    there.col(static_cast<Eigen::Index>(p)) = spline.u.col(at.back());
  }
  Eigen::VectorXd violations;
  Eigen::MatrixXd slopes;
  if (!conditions_.evaluate(there, violations, slopes)) return false;
  const Eigen::VectorXd sizes = spline.u.cwiseAbs().rowwise().maxCoeff();
  const double most = sizes.maxCoeff() > 0.0 ? sizes.maxCoeff() : 1.0;
  EdgeSystem system;
  if (!system.factorise(transfers, at, slopes, sizes.cwiseMax(kLeastComponent * most))) {
    return false;
  }
  change.u = system.solve(gaps, -violations);
  if (!change.u.allFinite()) return false;
  change.K.clear();
  for (std::size_t w = 0; w < W; ++w) {
    const Eigen::VectorXd k = a[w] + C[w] * change.u.col(static_cast<Eigen::Index>(w));
    change.K.emplace_back(k.reshaped(n, kStages));
  }
  return true;
}

std::string Collocation::solve(Spline& spline) {
  double last = 1e300;
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    if (stop_ && stop_()) return "was asked to stop";
    Spline change;
    if (!newton_step(spline, change)) return "its linear systems cannot be solved";
    spline.u += change.u;
    for (std::size_t w = 0; w < spline.n_intervals(); ++w) spline.K[w] += change.K[w];
    double relative = 0.0;
    for (int c = 0; c < size(); ++c) {
      const double largest = spline.u.row(c).cwiseAbs().maxCoeff();
      const double moved = change.u.row(c).cwiseAbs().maxCoeff();
      if (moved > 0.0) relative = std::max(relative, moved / std::max(largest, moved));
    }
    if (relative < kConverged || (relative < kNearRounding && relative > 0.5 * last)) return "";
    last = relative;
  }
  return "its iteration does not converge";
}

Eigen::VectorXd Collocation::residuals(const Spline& spline,
                                       double rtol,
                                       const Eigen::VectorXd& atol) {
  const int n = size();
  Eigen::VectorXd ratios = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(spline.n_intervals()));
  const Eigen::VectorXd sizes = spline.u.cwiseAbs().rowwise().maxCoeff();
  Eigen::VectorXd f(n);
  for (std::size_t w = 0; w < spline.n_intervals(); ++w) {
    const auto column = static_cast<Eigen::Index>(w);
    const double hh = 0.5 * (spline.edges[w + 1] - spline.edges[w]);
    for (int i = 0; i <= kStages; ++i) {
      const double left = i == 0 ? -1.0 : rule_.points(i - 1);
      const double right = i == kStages ? 1.0 : rule_.points(i);
      const double x = 0.5 * (left + right);
      const Eigen::MatrixXd rows = rule_.rows_at(x);
      const Eigen::VectorXd u = spline.u.col(column) + hh * spline.K[w] * rows.row(1).transpose();
      const double t = spline.edges[w] + (x + 1.0) * hh;
      ++evaluations_;
      if (!form_.right_side(t, u.data(), f.data())) {
        ratios(column) = 1e300;
        break;
      }
      const Eigen::VectorXd r = spline.K[w] * rows.row(0).transpose() - f;
      for (int c = 0; c < n; ++c) {
        const double allowed = atol(c) + rtol * (atol(c) > 0.0 ? std::abs(u(c)) : sizes(c));
        if (r(c) != 0.0) ratios(column) = std::max(ratios(column), hh * std::abs(r(c)) / allowed);
      }
    }
  }
  return ratios;
}

Eigen::VectorXd Collocation::value(const Spline& spline, double at) const {
  const std::size_t w = interval_of(spline, at);
  if (at == spline.edges[w + 1]) return spline.u.col(static_cast<Eigen::Index>(w) + 1);
  const double hh = 0.5 * (spline.edges[w + 1] - spline.edges[w]);
  const double x = (at - spline.edges[w]) / hh - 1.0;
  return spline.u.col(static_cast<Eigen::Index>(w)) +
         hh * spline.K[w] * rule_.rows_at(x).row(1).transpose();
}

}  // namespace pinn
