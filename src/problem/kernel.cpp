// SPDX-License-Identifier: MIT
// Finds the linear dependence by least squares over random places.
#include "kernel.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "analysis.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/subtree.hpp"

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
  /// Other names have values of the size `scale`.
  Places(std::string x, std::string s, double start, double end, double scale = 1.0)
      : x_(std::move(x)), s_(std::move(s)), scale_(scale) {
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    for (int p = 0; p < kPlaces; ++p) {
      const double at = start + (end - start) * unit(random_);
      const double lag = (end - start) * std::pow(10.0, -kDecades * unit(random_));
      x_places_.push_back(at);
      s_places_.push_back(std::max(start, at - lag));
    }
  }

  const std::vector<double>& x() const { return x_places_; }

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
    for (int p = 0; p < kPlaces; ++p) column.push_back(scale_ * anywhere(random_));
    columns_.push_back(column);
  }

  std::string x_;
  std::string s_;
  double scale_;
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

bool has_kink_of(const Expression& kernel, const std::string& name) {
  for (std::size_t i = 0; i < kernel.nodes().size(); ++i) {
    if (!is_kink(kernel.nodes()[i])) continue;
    const Expression part = copy_tree(kernel, i);
    for (const Node& node : part.nodes()) {
      const bool is_name = node.op == Op::Name;
      if (is_name && part.symbols()[static_cast<std::size_t>(node.symbol)].name == name)
        return true;
    }
  }
  return false;
}

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

namespace {

constexpr double kSampled = 2e-13;              // of the largest value
constexpr std::size_t kMostKernelNodes = 2000;  // of which up to 40 copies are made

double polynomial_at(const std::vector<double>& places, std::size_t i, double x) {
  double value = 1.0;
  for (std::size_t j = 0; j < places.size(); ++j) {
    if (j != i) value *= (x - places[j]) / (places[i] - places[j]);
  }
  return value;
}

/// True if the polynomials reproduce the kernel where other names have values of this size.
bool is_reproduced(const Algebra& algebra,
                   Algebra::Term kernel,
                   const SampledKernel& sampled,
                   Places places) {
  const Eigen::VectorXd wanted = places.values(algebra.write(kernel));
  Eigen::VectorXd found = Eigen::VectorXd::Zero(wanted.size());
  for (std::size_t i = 0; i < sampled.places.size(); ++i) {
    const Eigen::VectorXd there = places.values(algebra.write(sampled.at_place[i]));
    for (Eigen::Index p = 0; p < found.size(); ++p) {
      const double at = places.x()[static_cast<std::size_t>(p)];
      found(p) += polynomial_at(sampled.places, i, at) * there(p);
    }
  }
  const double left = (found - wanted).cwiseAbs().maxCoeff();
  return found.allFinite() && left <= kSampled * wanted.cwiseAbs().maxCoeff();
}

}  // namespace

Expression SampledKernel::interpolated(const std::string& x,
                                       const std::vector<std::string>& values) const {
  Algebra algebra;
  Algebra::Term sum = algebra.number(0.0);
  for (std::size_t i = 0; i < places.size(); ++i) {
    Algebra::Term product = algebra.name(values[i]);
    for (std::size_t j = 0; j < places.size(); ++j) {
      if (j == i) continue;
      const Algebra::Term distance = algebra.subtract(algebra.name(x), algebra.number(places[j]));
      const Algebra::Term whole = algebra.number(places[i] - places[j]);
      product = algebra.multiply(product, algebra.divide(distance, whole));
    }
    sum = algebra.add(sum, product);
  }
  return algebra.write(sum);
}

std::optional<SampledKernel> sample_kernel(Algebra& algebra,
                                           Algebra::Term kernel,
                                           const std::string& x,
                                           const std::string& s,
                                           double start,
                                           double end) {
  const Expression formula = algebra.write(kernel);
  if (formula.nodes().size() > kMostKernelNodes) return std::nullopt;
  for (const std::size_t n : {6U, 9U, 13U, 19U, 28U, 40U}) {
    SampledKernel sampled;
    for (std::size_t i = 0; i < n; ++i) {
      const double angle =
          std::acos(-1.0) * (static_cast<double>(i) + 0.5) / static_cast<double>(n);
      const double place = start + (end - start) * 0.5 * (1.0 - std::cos(angle));
      sampled.places.push_back(place);
      sampled.at_place.push_back(algebra.read(formula, [&](const Node&, const Symbol& symbol) {
        std::optional<Algebra::Term> number;
        if (symbol.name == x) number = algebra.number(place);
        return number;
      }));
    }
    bool holds = true;
    for (const double scale : {1.0, 0.1, 10.0}) {
      holds = holds && is_reproduced(algebra, kernel, sampled, Places(x, s, start, end, scale));
    }
    if (holds) return sampled;
  }
  return std::nullopt;
}

}  // namespace pinn::detail
