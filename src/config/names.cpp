// SPDX-License-Identifier: MIT
// The tables of words, one per choice.
#include "pinn/config/names.hpp"

namespace pinn {

const ChoiceNames<Method>& choice_names(Method) {
  static const ChoiceNames<Method> names{{Method::Auto, "auto"},
                                         {Method::Readout, "readout"},
                                         {Method::LeastSquares, "least_squares"},
                                         {Method::Gradient, "gradient"}};
  return names;
}

const ChoiceNames<Precision>& choice_names(Precision) {
  static const ChoiceNames<Precision> names{{Precision::Float64, "float64"},
                                            {Precision::Float32, "float32"}};
  return names;
}

const ChoiceNames<Derivatives>& choice_names(Derivatives) {
  static const ChoiceNames<Derivatives> names{{Derivatives::Auto, "auto"},
                                              {Derivatives::Autograd, "autograd"},
                                              {Derivatives::Jets, "jets"}};
  return names;
}

const ChoiceNames<Imposed>& choice_names(Imposed) {
  static const ChoiceNames<Imposed> names{{Imposed::Hard, "hard"}, {Imposed::Soft, "soft"}};
  return names;
}

const ChoiceNames<PointsKind>& choice_names(PointsKind) {
  static const ChoiceNames<PointsKind> names{{PointsKind::Uniform, "uniform"},
                                             {PointsKind::Chebyshev, "chebyshev"},
                                             {PointsKind::Random, "random"},
                                             {PointsKind::Sobol, "sobol"},
                                             {PointsKind::Lhs, "lhs"}};
  return names;
}

const ChoiceNames<Edges>& choice_names(Edges) {
  static const ChoiceNames<Edges> names{
      {Edges::Free, "free"}, {Edges::Reflect, "reflect"}, {Edges::Clamp, "clamp"}};
  return names;
}

const ChoiceNames<Balance>& choice_names(Balance) {
  static const ChoiceNames<Balance> names{{Balance::None, "none"},
                                          {Balance::GradientNorm, "gradient_norm"},
                                          {Balance::SelfAdaptive, "self_adaptive"}};
  return names;
}

const ChoiceNames<Solutions>& choice_names(Solutions) {
  static const ChoiceNames<Solutions> names{{Solutions::First, "first"}, {Solutions::All, "all"}};
  return names;
}

const ChoiceNames<Adapt>& choice_names(Adapt) {
  static const ChoiceNames<Adapt> names{{Adapt::None, "none"}, {Adapt::Residual, "residual"}};
  return names;
}

const ChoiceNames<Optimizer>& choice_names(Optimizer) {
  static const ChoiceNames<Optimizer> names{{Optimizer::Sgd, "sgd"},
                                            {Optimizer::Adam, "adam"},
                                            {Optimizer::Adamw, "adamw"},
                                            {Optimizer::Rmsprop, "rmsprop"},
                                            {Optimizer::Lbfgs, "lbfgs"},
                                            {Optimizer::Ssbroyden, "ssbroyden"},
                                            {Optimizer::LevenbergMarquardt, "levenberg_marquardt"}};
  return names;
}

const ChoiceNames<Schedule>& choice_names(Schedule) {
  static const ChoiceNames<Schedule> names{{Schedule::Constant, "constant"},
                                           {Schedule::Cosine, "cosine"},
                                           {Schedule::Exponential, "exponential"}};
  return names;
}

const ChoiceNames<ReferenceMethod>& choice_names(ReferenceMethod) {
  static const ChoiceNames<ReferenceMethod> names{{ReferenceMethod::Auto, "auto"},
                                                  {ReferenceMethod::CvodeBdf, "cvode_bdf"},
                                                  {ReferenceMethod::CvodeAdams, "cvode_adams"},
                                                  {ReferenceMethod::Ida, "ida"},
                                                  {ReferenceMethod::Collocation, "collocation"},
                                                  {ReferenceMethod::None, "none"}};
  return names;
}

const ChoiceNames<Basis>& choice_names(Basis) {
  static const ChoiceNames<Basis> names{{Basis::Auto, "auto"},
                                        {Basis::Exact, "exact"},
                                        {Basis::Reference, "reference"},
                                        {Basis::Estimate, "estimate"},
                                        {Basis::Residual, "residual"}};
  return names;
}

const ChoiceNames<Device>& choice_names(Device) {
  static const ChoiceNames<Device> names{
      {Device::Cpu, "cpu"}, {Device::Cuda, "cuda"}, {Device::Auto, "auto"}};
  return names;
}

const ChoiceNames<Interpolation>& choice_names(Interpolation) {
  static const ChoiceNames<Interpolation> names{{Interpolation::Linear, "linear"},
                                                {Interpolation::Cubic, "cubic"}};
  return names;
}

const ChoiceNames<Activation>& choice_names(Activation) {
  static const ChoiceNames<Activation> names = [] {
    ChoiceNames<Activation> rows;
    for (const ActivationInfo& info : activations()) rows.emplace_back(info.activation, info.name);
    return rows;
  }();
  return names;
}

}  // namespace pinn
