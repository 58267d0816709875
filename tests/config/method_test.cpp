// SPDX-License-Identifier: MIT
// What a method can do and which keys it has no use for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config_texts.hpp"

namespace pinn {
namespace {

using test::config_with;
using test::read_text;
using test::unused_messages;
using testing::HasSubstr;

/// What check_method says of a config for equations of order `order`.
std::string method_messages(const std::string& more, int order = 1) {
  const ReadConfig read = read_text(config_with(more));
  Diagnostics diagnostics = read.diagnostics;
  check_method(read.config, order, diagnostics);
  return read.source.format(diagnostics);
}

std::string readout_with(const std::string& more) {
  return "  \"training\": {\"method\": \"readout\"" + more + "}";
}

TEST(CheckMethod, WarnsOfPiecesAndRefusesTheSecondDerivative) {
  Config config;
  config.training.method = Method::Gradient;
  config.network.activation = Activation::LeakyRelu;
  Diagnostics first_order;
  Diagnostics second_order;

  check_method(config, 1, first_order);
  check_method(config, 2, second_order);

  ASSERT_EQ(first_order.size(), 1U);
  EXPECT_EQ(first_order[0].severity, Severity::Warning);
  EXPECT_EQ(first_order[0].id, "activation-not-smooth");
  ASSERT_EQ(second_order.size(), 1U);
  EXPECT_EQ(second_order[0].severity, Severity::Error);
  EXPECT_EQ(second_order[0].message,
            "leaky_relu has no second derivative, and an equation has order 2; use tanh or sin");
}

TEST(CheckMethod, SaysNothingOfSmoothActivations) {
  EXPECT_EQ(method_messages("  \"training\": {\"method\": \"gradient\"}", 4), "");
  EXPECT_EQ(method_messages(readout_with(""), 4), "");
}

TEST(CheckMethod, GradientHasWindowsAndNoEvents) {
  EXPECT_EQ(method_messages("  \"training\": {\"method\": \"gradient\", \"windows\": 4}"), "");
  const ReadConfig read = read_text(
      test::problem_with_line(4, "    \"parameters\": {\"k\": 1}, \"stop_when\": \"y = 0.5\","));
  Diagnostics diagnostics;
  check_method(read.config, 1, diagnostics);
  EXPECT_EQ(read.source.format(diagnostics),
            "decay.json:4:29: error: method gradient cannot end at an event; use method readout\n"
            "    4 |     \"parameters\": {\"k\": 1}, \"stop_when\": \"y = 0.5\",\n"
            "      |                             ^~~~~~~~~~~\n");
}

TEST(CheckMethod, ReadoutHasWindowsAndEvents) {
  Config config;
  config.training.method = Method::Readout;
  config.training.windows.value = 4;
  config.problem.stop_when = "y = 0";
  Diagnostics diagnostics;

  check_method(config, 2, diagnostics);

  EXPECT_TRUE(diagnostics.empty());
}

TEST(CheckMethod, ReadoutNeedsFloat64AndHardConditions) {
  EXPECT_THAT(method_messages(readout_with(", \"precision\": \"float32\"")),
              HasSubstr("error: method readout needs float64; use method gradient for float32\n"));
  EXPECT_THAT(method_messages(readout_with(", \"conditions\": \"soft\"")),
              HasSubstr("error: method readout meets the conditions exactly; use method gradient "
                        "for soft\n"));
  EXPECT_EQ(method_messages(readout_with(", \"conditions\": \"hard\"")), "");
}

TEST(CheckMethod, ReadoutTakesNoMeasuredValues) {
  Config config;
  config.training.method = Method::Readout;
  config.problem.data = {DataConfig{}};
  Diagnostics diagnostics;

  check_method(config, 1, diagnostics);

  ASSERT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(diagnostics[0].place.path, "problem.data");
  EXPECT_EQ(diagnostics[0].message, "method readout takes no measured values; use method gradient");
}

TEST(CheckMethod, ReadoutHasOneWideLayerOfTanh) {
  const auto network = [](const std::string& keys, int order) {
    return method_messages(readout_with("") + ",\n  \"network\": {" + keys + "}", order);
  };
  EXPECT_THAT(network("\"activation\": \"sin\"", 1),
              HasSubstr("9:29: error: method readout has no sin, only tanh; remove the key or use "
                        "method gradient"));
  EXPECT_THAT(network("\"hidden\": [32, 32]", 1),
              HasSubstr("9:25: error: method readout has one hidden layer of at least 17 for order "
                        "1, found 2 layers; write \"auto\" or [32]"));
  EXPECT_THAT(network("\"hidden\": [17]", 2),
              HasSubstr("at least 18 for order 2, found a width of 17; write"));
  EXPECT_EQ(network("\"hidden\": [18]", 2), "");
  EXPECT_EQ(network("\"hidden\": \"auto\"", 2), "");
}

TEST(CheckUnused, GradientWarnsOfEachKeyOnce) {
  const ReadConfig read =
      read_text(config_with("  \"training\": {\"tolerance\": 1e-3, \"stop\": {\"iterations\": 5,\n"
                            "    \"windows\": 3}, \"method\": \"gradient\",\n"
                            "    \"points\": {\"edges\": \"clamp\", \"resample_every\": 10}},\n"
                            "  \"output\": {\"single_network\": true}"));
  Diagnostics diagnostics;

  check_unused(read.config, read.source, diagnostics);

  EXPECT_TRUE(read.diagnostics.empty());
  EXPECT_EQ(diagnostics.size(), 6U);
  EXPECT_FALSE(has_errors(diagnostics));
  for (const Diagnostic& found : diagnostics) EXPECT_EQ(found.id, "unused-key");
  EXPECT_THAT(read.source.format(diagnostics),
              HasSubstr("decay.json:8:16: warning: training.tolerance has no effect: method "
                        "gradient has no use for it\n"));
}

TEST(CheckUnused, ReadoutWarnsOfWhatOnlyGradientHas) {
  const std::string found = unused_messages(
      config_with(readout_with(",\n    \"points\": {\"count\": 5}, \"restarts\": 2,\n"
                               "    \"weights\": {\"conditions\": 0}, \"stop\": {\"loss\": 1},\n"
                               "    \"stages\": [{\"optimizer\": \"adam\", \"iterations\": 5}]") +
                  ",\n  \"output\": {\"history_every\": 2}, \"network\": {\"per_state\": true}"));

  for (const char* message :
       {"warning: training.points.count has no effect: method readout chooses its own points\n",
        "warning: training.restarts has no effect: method readout has no use for it\n",
        "warning: training.weights.conditions has no effect: method readout has no use for it\n",
        "warning: training.stop.loss has no effect: method readout has no use for it\n",
        "warning: training.stages has no effect: method readout has no use for it\n",
        "warning: network.per_state has no effect: method readout has no use for it\n",
        "warning: output.history_every has no effect: method readout writes one row per "
        "window\n"}) {
    EXPECT_THAT(found, HasSubstr(message));
  }
}

TEST(CheckUnused, ReadoutUsesToleranceWindowsAndLimits) {
  EXPECT_EQ(unused_messages(
                config_with(readout_with(", \"tolerance\": 1e-8, \"windows\": 9,\n"
                                         "    \"stop\": {\"windows\": 20, \"max_seconds\": 3}") +
                            ",\n  \"output\": {\"single_network\": true}")),
            "");
}

TEST(CheckUnused, JitterHasNoEffectInLbfgsAlone) {
  EXPECT_THAT(unused_messages(
                  config_with("  \"training\": {\"points\": {\"jitter\": 0.1},\n"
                              "    \"stages\": [{\"optimizer\": \"lbfgs\", \"iterations\": 5}]}")),
              HasSubstr("warning: training.points.jitter has no effect: stages of lbfgs, ssbroyden "
                        "and levenberg_marquardt hold the points fixed"));
}

TEST(CheckMethod, AStageOfLeastSquaresNeedsDoublesResidualsAndASmoothActivation) {
  const std::string stage =
      "\"stages\": [{\"optimizer\": \"levenberg_marquardt\", \"iterations\": 5}]";
  const auto found = [&](const std::string& more) { return method_messages(more); };
  EXPECT_EQ(found("\"training\": {\"method\": \"gradient\", " + stage + "}"), "");
  EXPECT_THAT(
      found("\"training\": {\"method\": \"gradient\", \"precision\": \"float32\", " + stage + "}"),
      HasSubstr("levenberg_marquardt needs precision float64; use lbfgs"));
  EXPECT_THAT(found("\"training\": {\"method\": \"gradient\", \"weights\": {\"equations\": 0}, " +
                    stage + "}"),
              HasSubstr("levenberg_marquardt needs training.weights.equations above 0; use lbfgs"));
  EXPECT_THAT(
      found("\"network\": {\"activation\": \"relu\"}, \"training\": {\"method\": \"gradient\", " +
            stage + "}"),
      HasSubstr("levenberg_marquardt needs a smooth activation, and relu is none; use lbfgs"));
}

TEST(CheckMethod, SelfAdaptiveWeightsNeedPointsThatStay) {
  EXPECT_THAT(method_messages(
                  "\"training\": {\"method\": \"gradient\", \"points\": {\"adapt\": \"residual\"}, "
                  "\"weights\": {\"balance\": \"self_adaptive\"}}"),
              HasSubstr("self_adaptive weighs points that stay where they are, and training.points "
                        "moves them; use gradient_norm"));
}

}  // namespace
}  // namespace pinn
