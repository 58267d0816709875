// SPDX-License-Identifier: MIT
// The table of keys: the one place where a key gets its name, its rule and its meaning.
//
// for_each_field(group, field) calls field(key, member, rule, meaning) for every key of a struct of
// config.hpp, in the order in which keys are documented and written. The struct is const when
// writing. Defaults are those of the structs.
#pragma once

#include <tuple>
#include <type_traits>

#include "pinn/config/config.hpp"
#include "problem_fields.hpp"
#include "rule.hpp"

namespace pinn {

inline constexpr double kMostPoints = 1e7;

template <typename T, typename Field, IfGroup<T, NetworkConfig> = 0>
void for_each_field(T& network, Field&& field) {
  field("hidden",
        network.hidden,
        between(1, 4096).items(1, 16),
        "widths of the hidden layers; auto: [30, 30] for method gradient, [16, 16] for "
        "least_squares; readout: one width, chosen by the method");
  field("activation",
        network.activation,
        any(),
        "function between the layers; relu and leaky_relu (slope 0.01) have no second derivative: "
        "first-order equations only");
  field("fourier_features",
        network.fourier_features,
        between(0, 256),
        "pairs sin, cos of 2*pi*j*(v - a)/(b - a) as further inputs");
  field("per_state", network.per_state, any(), "one network per state instead of a shared one");
}

template <typename T, typename Field, IfGroup<T, WeightsConfig> = 0>
void for_each_field(T& weights, Field&& field) {
  field("equations", weights.equations, at_least(0), "factor of the residuals in the loss");
  field("conditions", weights.conditions, at_least(0), "factor of the soft conditions in the loss");
  field("data", weights.data, at_least(0), "factor of the measured values in the loss");
  field("balance",
        weights.balance,
        any(),
        "factors beside these that move in the training: gradient_norm lets each part pull as hard "
        "as the equations; self_adaptive gives more to points and parts that stay behind");
}

template <typename T, typename Field, IfGroup<T, PointsConfig> = 0>
void for_each_field(T& points, Field&& field) {
  field("count", points.count, between(2, kMostPoints), "points in the whole domain");
  field("kind", points.kind, any(), "how they are placed; chebyshev: roots, the ends left out");
  field("jitter",
        points.jitter,
        at_least(0),
        "standard deviation, in units of the variable, of noise drawn anew in every iteration; not "
        "in stages that hold the points fixed");
  field("edges",
        points.edges,
        any(),
        "a jittered point outside the domain stays (free), is mirrored (reflect) or goes to the "
        "end (clamp)");
  field("resample_every",
        points.resample_every,
        at_least(0),
        "iterations between fresh random, sobol, lhs or adapted points; 0 never, adapted: 1000");
  field("adapt",
        points.adapt,
        any(),
        "residual: points move to where the residual is large, in stages with moving points");
}

template <typename T, typename Field, IfGroup<T, StageConfig> = 0>
void for_each_field(T& stage, Field&& field) {
  field(
      "optimizer",
      stage.optimizer,
      any().required(),
      "how the weights are moved; lbfgs: strong Wolfe search; ssbroyden: the same with a dense "
      "self-scaled matrix, up to 5000 weights; levenberg_marquardt: least squares on all weights; "
      "these three hold the points fixed");
  field("iterations", stage.iterations, at_least(1).required(), "iterations of this stage");
  field("learning_rate",
        stage.learning_rate,
        above(0).otherwise("sgd 0.01; adam, adamw, rmsprop 0.001; lbfgs 1"),
        "step size of the optimizer; not for ssbroyden and levenberg_marquardt");
  field("schedule",
        stage.schedule,
        any(),
        "course of the learning rate; sgd, adam, adamw and rmsprop only");
  field("final_learning_rate",
        stage.final_learning_rate,
        above(0).otherwise("learning_rate/100"),
        "end of a cosine or exponential schedule");
  field("momentum", stage.momentum, from_below(0, 1), "sgd and rmsprop only");
  field("betas", stage.betas, from_below(0, 1), "memory of the two averages; adam and adamw only");
  field("weight_decay",
        stage.weight_decay,
        at_least(0),
        "pull of the weights to 0; sgd, adam, adamw and rmsprop only");
}

template <typename T, typename Field, IfGroup<T, StopConfig> = 0>
void for_each_field(T& stop, Field&& field) {
  field("loss", stop.loss, above(0), "end below this loss");
  field("patience",
        stop.patience,
        at_least(0),
        "iterations without a new lowest loss that end a stage; 0 off");
  field("max_seconds", stop.max_seconds, above(0), "limit of wall-clock time");
  field("windows", stop.windows, at_least(1), "limit of methods readout and least_squares");
  field("iterations",
        stop.iterations,
        at_least(1),
        "limit of method least_squares, per window of a given number");
}

template <typename T, typename Field, IfGroup<T, TrainingConfig> = 0>
void for_each_field(T& training, Field&& field) {
  field("method",
        training.method,
        any(),
        "how the network is trained; auto: readout where it applies, else gradient");
  field("seed", training.seed, between(0, 4294967295.0), "fixes every random choice");
  field("precision", training.precision, any(), "of the network while training");
  field("derivatives",
        training.derivatives,
        any(),
        "of the network in method gradient: by Taylor series through the layers (jets) or by "
        "LibTorch (autograd); auto: jets on the cpu");
  field("conditions",
        training.conditions,
        any(),
        "hard: conditions that are linear hold by construction; soft: all are a part of the loss");
  field("weights", training.weights, any(), "factors in the loss");
  field("points", training.points, any(), "where the equations are imposed");
  field("causal",
        training.causal,
        at_least(0),
        "residuals wait for those before them: each counts exp(-causal times the mean square up to "
        "it); 0 off");
  field("grow",
        training.grow,
        any(),
        "the points cover a tenth of the domain at first and all of it after 60 % of the "
        "iterations with moving points");
  field("windows",
        training.windows,
        between(1, 1e6),
        "parts of the domain solved one after the other; auto: chosen by the method, for gradient "
        "only "
        "where the last stage is ssbroyden, else 1");
  field("tolerance",
        training.tolerance,
        above(0),
        "what methods readout and least_squares solve to, relative, for all states or by state");
  field("stages",
        training.stages,
        any().items(1),
        "optimizers of method gradient, one after the other");
  field("stop", training.stop, any(), "limits that end the training early");
  field("restarts",
        training.restarts,
        between(1, 1000),
        "trainings with seeds seed, seed+1, ...; the best is kept");
}

template <typename T, typename Field, IfGroup<T, ReferenceConfig> = 0>
void for_each_field(T& reference, Field&& field) {
  field("method",
        reference.method,
        any(),
        "classical solver; auto: cvode_adams, changed to cvode_bdf where that is stiff, ida where "
        "the equations are implicit, collocation where the conditions stand at several places");
  field("rtol",
        reference.rtol,
        above_up_to(0, 0.1).otherwise("1e-5 of accept.rtol, 1e-13 to 1e-10"),
        "its relative tolerance");
  field("atol",
        reference.atol,
        above(0).otherwise("reference.rtol/100 times the state's size"),
        "its absolute tolerance");
}

template <typename T, typename Field, IfGroup<T, AcceptConfig> = 0>
void for_each_field(T& accept, Field&& field) {
  field("basis",
        accept.basis,
        any(),
        "what the solution is judged against; auto: the first of exact, reference, estimate, "
        "residual that exists");
  field("rtol", accept.rtol, at_least(0), "relative tolerance of the verdict");
  field("atol",
        accept.atol,
        above(0),
        "absolute tolerance of the verdict, for all states or by state");
  field("points",
        accept.points,
        between(2, kMostPoints),
        "equally spaced check points, both ends included");
}

template <typename T, typename Field, IfGroup<T, OutputConfig> = 0>
void for_each_field(T& output, Field&& field) {
  field("points", output.points, between(2, kMostPoints), "equally spaced rows of solution.csv");
  field("at",
        output.at,
        any().items(1).only("windows"),
        "rows of solution.csv at these places, or at the ends of the windows; not with points");
  field("extrapolate",
        output.extrapolate,
        any(),
        "[a, b] that contains the domain: also writes extrapolation.csv");
  field("single_network",
        output.single_network,
        any(),
        "one network distilled from the windows of method readout, with its own verdict");
  field("derivatives", output.derivatives, any(), "columns such as dy_dt");
  field("residuals", output.residuals, any(), "columns such as res_y");
  field("history_every",
        output.history_every,
        at_least(1),
        "iterations between rows of history.csv, after the first 100");
  field("report", output.report, any(), "also writes report.html, as pinn-solve report does");
  field("tensorboard",
        output.tensorboard,
        any(),
        "also writes the history as scalars that TensorBoard reads");
}

template <typename T, typename Field, IfGroup<T, RuntimeConfig> = 0>
void for_each_field(T& runtime, Field&& field) {
  field("threads", runtime.threads, between(1, 1024), "auto: 1 for small networks");
  field("device", runtime.device, any(), "where method gradient trains");
  field("deterministic",
        runtime.deterministic,
        any(),
        "same build, seed and threads give the same bytes on the cpu");
}

template <typename T, typename Field, IfGroup<T, Config> = 0>
void for_each_field(T& config, Field&& field) {
  field("$schema",
        config.schema,
        any().ignored(),
        "ignored; for editors: pinn-solve schema > schema.json");
  field("format", config.format, between(1, 1), "version of this format");
  field("name",
        config.name,
        text(TextKind::RunName).otherwise("the config's file name"),
        "name in messages and plots");
  field("description", config.description, any(), "free text, copied to the results");
  field("problem", config.problem, any().required(), "the equations and all that belongs to them");
  field("network", config.network, any(), "the neural network");
  field("training", config.training, any(), "how the solution is found");
  field("reference", config.reference, any(), "the classical solution to compare with");
  field("accept", config.accept, any(), "the verdict: |value - ref| <= atol + rtol*|ref|");
  field("output", config.output, any(), "what is written");
  field("runtime", config.runtime, any(), "where it runs");
}

/// True for the structs that have a table above.
template <typename T, typename = void>
inline constexpr bool kIsGroup = false;

struct NoField {
  template <typename Member>
  void operator()(const char*, Member&&, const Rule&, const char*) const {}
};

template <typename T>
inline constexpr bool
    kIsGroup<T, std::void_t<decltype(for_each_field(std::declval<T&>(), NoField{}))>> = true;

}  // namespace pinn
