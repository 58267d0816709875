// SPDX-License-Identifier: MIT
// Models that satisfy their equations at the points of collocation and nowhere else.
#pragma once

#include <cmath>
#include <vector>

#include "pinn/model/model.hpp"
#include "pinn/problem/explicit_form.hpp"
#include "pinn/problem/problem.hpp"
#include "reference/problems.hpp"
#include "verify/polynomial_model.hpp"

namespace pinn::test {

enum class Points { Gauss, RightRadau };

/// Roots of P_N, or of P_N - P_(N-1), in (-1, 1], by bisection between sign changes.
inline std::vector<double> collocation_points(int n, Points kind) {
  const auto legendre = [](int degree, double x) {
    double before = 1.0;
    double here = x;
    for (int k = 2; k <= degree; ++k) {
      const double next = ((2 * k - 1) * x * here - (k - 1) * before) / k;
      before = here;
      here = next;
    }
    return degree == 0 ? 1.0 : here;
  };
  const auto function = [&](double x) {
    return kind == Points::Gauss ? legendre(n, x) : legendre(n, x) - legendre(n - 1, x);
  };
  constexpr int kGrid = 4001;
  std::vector<double> roots;
  for (int i = 0; i < kGrid; ++i) {
    double low = -std::cos(M_PI * (i + 0.3) / (kGrid + 1));
    double high = -std::cos(M_PI * (i + 1.3) / (kGrid + 1));
    if (function(low) * function(high) > 0) continue;
    for (int k = 0; k < 80; ++k) {
      const double middle = 0.5 * (low + high);
      (function(low) * function(middle) <= 0 ? high : low) = middle;
    }
    roots.push_back(0.5 * (low + high));
  }
  if (kind == Points::RightRadau) roots.push_back(1.0);
  return roots;
}

/// Solves one problem window by window with polynomials, as hard as the readout engine does with
/// networks.
class Collocation {
 public:
  using Matrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;

  Collocation(const Problem& problem, int n_points, Points kind)
      : problem_(problem), form_(problem), nodes_(collocation_points(n_points, kind)) {
    const auto n = static_cast<Eigen::Index>(nodes_.size());
    Matrix powers(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
      for (Eigen::Index j = 0; j < n; ++j) {
        powers(i, j) = std::pow(static_cast<long double>(nodes_[static_cast<std::size_t>(i)]), j);
      }
    }
    from_nodes_ = powers.inverse();
  }

  /// `start` holds the derivatives below the orders, state by state.
  Model solve(Eigen::VectorXd start, const std::vector<double>& edges) {
    std::vector<std::string> names;
    for (const State& state : problem_.states) names.push_back(state.name);
    std::vector<Piece> none;
    Model model = polynomial_model(names, none);
    for (std::size_t w = 0; w + 1 < edges.size(); ++w) {
      add_window(model, start, edges[w], edges[w + 1]);
    }
    return model;
  }

 private:
  /// Polynomial coefficients of the integral from -1.
  static Eigen::VectorXd integral(const Eigen::VectorXd& c, double half) {
    Eigen::VectorXd result = Eigen::VectorXd::Zero(c.size() + 1);
    double at_left = 0.0;
    for (Eigen::Index j = 0; j < c.size(); ++j) {
      const auto power = static_cast<double>(j + 1);
      result(j + 1) = half * c(j) / power;
      at_left += result(j + 1) * (j % 2 == 0 ? -1.0 : 1.0);
    }
    result(0) = -at_left;
    return result;
  }

  static double value(const Eigen::VectorXd& c, double q) {
    double sum = 0.0;
    for (Eigen::Index j = c.size() - 1; j >= 0; --j) sum = sum * q + c(j);
    return sum;
  }

  /// Coefficients of state s by derivative, from the highest one at the nodes.
  std::vector<Eigen::VectorXd> curves(const Eigen::VectorXd& highest,
                                      int s,
                                      const Eigen::VectorXd& start,
                                      double half) const {
    const int order = problem_.states[static_cast<std::size_t>(s)].order;
    std::vector<Eigen::VectorXd> curves(static_cast<std::size_t>(order) + 1);
    curves.back() = (from_nodes_ * highest.cast<long double>()).cast<double>();
    for (int k = order - 1; k >= 0; --k) {
      const auto i = static_cast<std::size_t>(k);
      curves[i] = integral(curves[i + 1], half);
      curves[i](0) += start(form_.index_of(s, k));
    }
    return curves;
  }

  void add_window(Model& model, Eigen::VectorXd& start, double a, double b) {
    const auto n = static_cast<Eigen::Index>(nodes_.size());
    const Eigen::Index m = problem_.n_states();
    const double half = 0.5 * (b - a);
    Eigen::MatrixXd highest = Eigen::MatrixXd::Zero(n, m);
    std::vector<std::vector<Eigen::VectorXd>> states(static_cast<std::size_t>(m));
    // Lower derivatives by the highest ones: linear, so columns by unit vectors.
    for (int iteration = 0; iteration < 30; ++iteration) {
      Eigen::VectorXd residual(n * m);
      Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n * m, n * m);
      for (int s = 0; s < m; ++s) {
        states[static_cast<std::size_t>(s)] = curves(highest.col(s), s, start, half);
      }
      for (Eigen::Index i = 0; i < n; ++i) {
        const double q = nodes_[static_cast<std::size_t>(i)];
        const double t = 0.5 * (a + b) + half * q;
        Eigen::VectorXd u(form_.size());
        for (int s = 0; s < m; ++s) {
          const int order = problem_.states[static_cast<std::size_t>(s)].order;
          for (int k = 0; k < order; ++k) {
            u(form_.index_of(s, k)) =
                value(states[static_cast<std::size_t>(s)][static_cast<std::size_t>(k)], q);
          }
        }
        Eigen::VectorXd du(form_.size());
        Eigen::MatrixXd J;
        form_.right_side(t, u.data(), du.data());
        form_.jacobian(t, u.data(), J);
        for (int e = 0; e < m; ++e) {
          const int order = problem_.states[static_cast<std::size_t>(e)].order;
          const int row = form_.index_of(e, order - 1);
          residual(e * n + i) = highest(i, e) - du(row);
          for (int s = 0; s < m; ++s) {
            const int s_order = problem_.states[static_cast<std::size_t>(s)].order;
            for (Eigen::Index j = 0; j < n; ++j) {
              Eigen::VectorXd unit = Eigen::VectorXd::Zero(n);
              unit(j) = 1.0;
              const auto parts = unit_curves(unit, s_order, half);
              for (int k = 0; k < s_order; ++k) {
                matrix(e * n + i, s * n + j) -=
                    J(row, form_.index_of(s, k)) * value(parts[static_cast<std::size_t>(k)], q);
              }
            }
          }
        }
      }
      const Eigen::VectorXd change = matrix.fullPivLu().solve(residual);
      highest -= change.reshaped(n, m);
      if (change.norm() <= 1e-15 * highest.norm()) break;
    }
    Piece piece{a, b, {}};
    for (int s = 0; s < m; ++s) {
      const auto parts = curves(highest.col(s), s, start, half);
      piece.coefficients.emplace_back(parts[0].begin(), parts[0].end());
      states[static_cast<std::size_t>(s)] = parts;
    }
    for (int s = 0; s < m; ++s) {
      const int order = problem_.states[static_cast<std::size_t>(s)].order;
      for (int k = 0; k < order; ++k) {
        start(form_.index_of(s, k)) =
            value(states[static_cast<std::size_t>(s)][static_cast<std::size_t>(k)], 1.0);
      }
    }
    Model one = polynomial_model(model.states, {piece});
    one.windows.front().anchor = 0.5 * (a + b);
    one.windows.front().argument_rate = 1.0 / half;
    model.windows.push_back(one.windows.front());
  }

  std::vector<Eigen::VectorXd> unit_curves(const Eigen::VectorXd& highest,
                                           int order,
                                           double half) const {
    std::vector<Eigen::VectorXd> curves(static_cast<std::size_t>(order) + 1);
    curves.back() = (from_nodes_ * highest.cast<long double>()).cast<double>();
    for (int k = order - 1; k >= 0; --k) {
      const auto i = static_cast<std::size_t>(k);
      curves[i] = integral(curves[i + 1], half);
    }
    return curves;
  }

  const Problem& problem_;
  ExplicitForm form_;
  std::vector<double> nodes_;
  Matrix from_nodes_;
};

/// A model over equally long windows.
inline Model collocate(const Problem& problem,
                       int n_points,
                       const std::vector<double>& start,
                       int n_windows,
                       Points kind = Points::Gauss) {
  const Eigen::Map<const Eigen::VectorXd> u0(start.data(), static_cast<Eigen::Index>(start.size()));
  return Collocation(problem, n_points, kind)
      .solve(u0, grid(problem.start, problem.end, n_windows + 1));
}

}  // namespace pinn::test
