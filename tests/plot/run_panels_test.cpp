// SPDX-License-Identifier: MIT
// Which curves a run gives.
#include "pinn/plot/run_panels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinn {
namespace {

using testing::ElementsAre;

RunTables oscillator(const std::string& name) {
  RunTables run;
  run.name = name;
  run.variable = "t";
  run.states = {"x", "v"};
  run.solution =
      "t,x,v,res_x,res_v,x_ref,x_err,v_ref,v_err,x_err_est,v_err_est\n"
      "0,1,0,1e-9,-2e-9,1,0,0,0,1e-12,1e-12\n"
      "1,0.5,-0.8,2e-9,1e-9,0.5,-1e-10,-0.8,2e-10,1e-10,1e-10\n";
  return run;
}

std::vector<std::string> titles(const std::vector<Panel>& panels) {
  std::vector<std::string> all;
  for (const Panel& panel : panels) all.push_back(panel.title);
  return all;
}

std::vector<std::string> names(const Panel& panel) {
  std::vector<std::string> all;
  for (const Curve& curve : panel.curves) all.push_back(curve.name);
  return all;
}

TEST(RunPanels, ShowSolutionErrorResidualAndPhases) {
  const std::vector<Panel> panels = run_panels({oscillator("a")});

  EXPECT_THAT(titles(panels), ElementsAre("solution", "error", "residual", "phase portrait"));
  EXPECT_THAT(names(panels[0]), ElementsAre("x", "x reference", "v", "v reference"));
  EXPECT_THAT(names(panels[1]), ElementsAre("x", "x estimated", "v", "v estimated"));
  EXPECT_THAT(panels[1].curves[0].y, ElementsAre(0.0, 1e-10)) << "without its sign";
  EXPECT_EQ(panels[0].curves[0].color, panels[1].curves[0].color) << "one state, one colour";
  EXPECT_THAT(panels[3].curves[0].x, ElementsAre(1.0, 0.5));
}

TEST(RunPanels, OfSeveralRunsLieOverEachOther) {
  const std::vector<Panel> panels = run_panels({oscillator("a"), oscillator("b")});

  EXPECT_THAT(names(panels[0]), ElementsAre("a: x", "a: v", "b: x", "b: v"));
  EXPECT_NE(panels[0].curves[0].color, panels[0].curves[2].color);
}

TEST(RunPanels, ShowTheLossOfATrainingAndNotThatOfWindows) {
  RunTables run = oscillator("a");
  const std::string header = "iteration,learning_rate,loss,val_loss,val_error_max\n";
  run.history = header + "1,0.01,1,2,nan\n2,0.01,0.5,1,nan\n";
  EXPECT_THAT(titles(run_panels({run})), testing::Contains("loss"));

  run.history = header + "1,0,1e-20,nan,nan\n2,0,1e-20,nan,nan\n";
  EXPECT_THAT(titles(run_panels({run})), testing::Not(testing::Contains("loss")));
}

TEST(RunPanels, ShowThePartsOfALossThatHasSeveral) {
  RunTables run = oscillator("a");
  run.history =
      "iteration,learning_rate,loss,res_x,res_v,cond,data_x,grad_norm\n"
      "1,0.01,1,0.5,0.25,0,0.25,9\n2,0.01,0.5,0.25,0.125,0,0.125,9\n";
  const std::vector<Panel> panels = run_panels({run});

  ASSERT_EQ(panels[4].title, "parts of the loss");
  EXPECT_THAT(names(panels[4]), ElementsAre("data_x", "res_v", "res_x")) << "cond is 0";
  EXPECT_THAT(panels[4].curves[2].y, ElementsAre(0.5, 0.25));
}

TEST(RunPanels, ShowWhatTheNetworkDoesPastItsDomain) {
  RunTables run = oscillator("a");
  run.extrapolation = "t,x,v\n0,1,0\n1,0.5,-0.8\n2,7,7\n";

  const std::vector<Panel> panels = run_panels({run});

  EXPECT_THAT(panels[0].curves[0].x, ElementsAre(0.0, 1.0, 2.0));
}

TEST(RunPanels, KeepTheLargestOfManyStates) {
  RunTables run;
  run.name = "a";
  run.variable = "t";
  std::string header = "t";
  std::string row = "0";
  for (int s = 0; s < 20; ++s) {
    run.states.push_back("y" + std::to_string(s));
    header += ",y" + std::to_string(s);
    row += "," + std::to_string(s);
  }
  run.solution = header + "\n" + row + "\n";

  EXPECT_THAT(names(run_panels({run})[0]), ElementsAre("y19", "y18", "y17", "y16", "y15", "y14"));
}

TEST(RunPanels, ThinALongHistoryButKeepItsBeginning) {
  RunTables run;
  run.name = "a";
  run.variable = "t";
  run.history = "iteration,learning_rate,loss\n";
  for (int i = 1; i <= 50000; ++i) run.history += std::to_string(i) + ",0.1,1\n";

  const Curve loss = run_panels({run})[0].curves[0];

  EXPECT_LT(loss.x.size(), 6000U);
  EXPECT_EQ(loss.x[99], 100.0);
  EXPECT_EQ(loss.x.back(), 50000.0);
}

}  // namespace
}  // namespace pinn
