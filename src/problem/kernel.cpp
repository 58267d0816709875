// SPDX-License-Identifier: MIT
// Finds the linear dependence by least squares over random places.
#include "kernel.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "pinn/expression/evaluate.hpp"

namespace pinn::detail {

namespace {

constexpr int kMostDerivatives = 6;
constexpr int kPlaces = 80;
constexpr int kLeastPlaces = 20;        ///< Where the kernel is not 0, to say anything of it.
constexpr double kDecades = 6.0;        ///< Of lags.
constexpr double kDependent = 1e-11;    // what is left at a place, of the largest term there
constexpr double kWholeNumber = 1e-10;  // factors such as -1 that rounding has reached

/// Values of a term at places, each name with a value of its own there.
class Places {
 public:
  /// x anywhere in [start, end], and s before it by lags of all sizes: a kernel may fade fast.
  Places(std::string x, std::string s, double start, double end)
      : x_(std::move(x)), s_(std::move(s)) {
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    for (int p = 0; p < kPlaces; ++p) {
      const double at = start + (end - start) * unit(random_);
      const double lag = (end - start) * std::pow(10.0, -kDecades * unit(random_));
      x_places_.push_back(at);
      s_places_.push_back(std::max(start, at - lag));
    }
  }

  Eigen::VectorXd values(const Expression& formula) {
    std::vector<Node> nodes = formula.nodes();
    for (Node& node : nodes) {
      if (node.op != Op::Name) continue;
      const Symbol& symbol = formula.symbols()[static_cast<std::size_t>(node.symbol)];
      const auto [place, is_new] =
          slot_of_.try_emplace({symbol.name, symbol.primes}, static_cast<int>(columns_.size()));
      if (is_new) add_column(symbol.name);
      node.op = Op::Slot;
      node.slot = place->second;
    }
    const Expression bound(std::move(nodes), formula.symbols(), "");
    Eigen::VectorXd values(kPlaces);
    for (int p = 0; p < kPlaces; ++p) {
      std::vector<double> slots;
      for (const std::vector<double>& column : columns_) {
        slots.push_back(column[static_cast<std::size_t>(p)]);
      }
      values(p) = evaluate<double>(bound, slots);
    }
    return values;
  }

 private:
  void add_column(const std::string& name) {
    if (name == x_) return columns_.push_back(x_places_);
    if (name == s_) return columns_.push_back(s_places_);
    std::uniform_real_distribution<double> anywhere(0.2, 1.4);
    std::vector<double> column;
    for (int p = 0; p < kPlaces; ++p) column.push_back(anywhere(random_));
    columns_.push_back(column);
  }

  std::string x_;
  std::string s_;
  std::vector<double> x_places_;
  std::vector<double> s_places_;
  std::mt19937 random_{1};
  std::map<std::pair<std::string, int>, int> slot_of_;
  std::vector<std::vector<double>> columns_;
};

std::optional<std::vector<double>> dependence(const Eigen::MatrixXd& lower,
                                              const Eigen::VectorXd& next) {
  const double size = next.cwiseAbs().maxCoeff();
  const auto n_seen = (lower.rowwise().lpNorm<Eigen::Infinity>().array() > 0.0).count();
  if (n_seen < kLeastPlaces) return std::nullopt;
  if (size == 0.0) return std::vector<double>(static_cast<std::size_t>(lower.cols()), 0.0);
  const Eigen::VectorXd scales = lower.cwiseAbs().colwise().maxCoeff();
  Eigen::MatrixXd scaled = lower * scales.cwiseInverse().asDiagonal();
  Eigen::VectorXd wanted = next / size;
  // Every place counts alike, also where the kernel is small: it must hold there too.
  for (Eigen::Index p = 0; p < wanted.size(); ++p) {
    const double row = std::max(scaled.row(p).cwiseAbs().maxCoeff(), std::abs(wanted(p)));
    if (row == 0.0) continue;
    scaled.row(p) /= row;
    wanted(p) /= row;
  }
  const Eigen::VectorXd factors = size * scaled.colPivHouseholderQr().solve(wanted);
  const double left = (scaled * factors / size - wanted).cwiseAbs().maxCoeff();
  if (!(left <= kDependent)) return std::nullopt;
  std::vector<double> result;
  for (Eigen::Index i = 0; i < factors.size(); ++i) {
    const double factor = factors(i) / scales(i);
    const double whole = std::round(factor);
    const bool is_whole = std::abs(factor - whole) <= kWholeNumber * std::max(1.0, std::abs(whole));
    result.push_back(is_whole ? whole : factor);
  }
  return result;
}

}  // namespace

std::optional<ClosedKernel> close_kernel(Algebra& algebra,
                                         Algebra::Term kernel,
                                         const std::string& x,
                                         const std::string& s,
                                         double start,
                                         double end) {
  Places places(x, s, start, end);
  ClosedKernel closed;
  closed.derivatives.push_back(kernel);
  Eigen::MatrixXd values(kPlaces, 1);
  values.col(0) = places.values(algebra.write(kernel));
  for (int m = 1; m <= kMostDerivatives; ++m) {
    const Algebra::Term next =
        algebra.derivative(closed.derivatives.back(), [&](const Node&, const Symbol& symbol) {
          return algebra.number(symbol.name == x ? 1.0 : 0.0);
        });
    const Eigen::VectorXd found = places.values(algebra.write(next));
    if (!values.allFinite() || !found.allFinite()) return std::nullopt;
    if (auto factors = dependence(values, found)) {
      closed.factors = std::move(*factors);
      return closed;
    }
    closed.derivatives.push_back(next);
    values.conservativeResize(Eigen::NoChange, m + 1);
    values.col(m) = found;
  }
  return std::nullopt;
}

}  // namespace pinn::detail
