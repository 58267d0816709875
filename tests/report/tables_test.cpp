// SPDX-License-Identifier: MIT
#include "pinn/report/tables.hpp"

#include <gtest/gtest.h>

#include "pinn/util/error.hpp"
#include "sample_run.hpp"

namespace pinn {
namespace {

TEST(SolutionTable, HasTheColumnsOfTheOscillator) {
  const auto header = solution_header(test::oscillator(), {true, true, true});

  EXPECT_EQ(to_csv_line(header), "t,x,dx_dt,d2x_dt2,res_x,energy,x_ref,x_err");
}

TEST(SolutionTable, EndsWithTheEstimatedErrorsNotBelowTheFloor) {
  ErrorEstimate estimate;
  estimate.available = true;
  estimate.points = {1.0, 2.0};
  estimate.error = (Eigen::MatrixXd(2, 1) << 0.5, -0.25).finished();
  estimate.floor = (Eigen::MatrixXd(2, 1) << 0.0, 0.75).finished();
  const SolutionColumns columns{false, false, true, &estimate};

  const Table table = solution_table(
      test::oscillator(), test::parabola(), {1.0, 2.0, 3.0}, columns, Eigen::MatrixXd::Zero(3, 1));

  EXPECT_EQ(to_csv_line(table.columns), "t,x,energy,x_ref,x_err,x_err_est");
  EXPECT_EQ(to_csv_line(table.rows.at(0)), "1,6,6,0,6,0.5");
  EXPECT_EQ(to_csv_line(table.rows.at(1)), "2,17,17,0,17,-0.75");
  EXPECT_EQ(to_csv_line(table.rows.at(2)), "3,34,34,0,34,nan");
}

TEST(SolutionTable, LeavesOutWhatIsNotAskedFor) {
  EXPECT_EQ(to_csv_line(solution_header(test::oscillator(), {false, false, false})), "t,x,energy");
}

TEST(SolutionTable, HoldsValuesDerivativesResidualAndError) {
  const Eigen::MatrixXd reference = Eigen::MatrixXd::Constant(1, 1, 16.0);

  const Table table =
      solution_table(test::oscillator(), test::parabola(), {2.0}, {true, true, true}, reference);

  // x = 1 + 2 t + 3 t^2 at t = 2: 17, x' = 2 + 6 t = 14, x'' = 6.
  EXPECT_EQ(to_csv_line(table.rows.at(0)), "2,17,14,6,6,17,16,1");
}

TEST(ObservableRanges, GiveTheLargestMoveFromTheFirstRow) {
  const Table table = solution_table(
      test::oscillator(), test::parabola(), {1.0, 2.0, 0.0}, {true, true, false}, {});

  const auto ranges = observable_ranges(test::oscillator(), table);

  ASSERT_EQ(ranges.size(), 1U);
  EXPECT_EQ(ranges[0].name, "energy");
  EXPECT_EQ(ranges[0].min, 1.0);
  EXPECT_EQ(ranges[0].max, 17.0);
  EXPECT_EQ(ranges[0].drift, 11.0);
}

TEST(ValidationTable, HasOneRowPerCheck) {
  const RunRecord record = test::finished_run();

  EXPECT_EQ(to_csv(validation_table(*record.verdict, "t")),
            "t,state,value,ref,error,tolerance,ratio\n"
            "0,x,1,1,0,0.02,0\n"
            "1.5,x,1.008,1,0.008,0.02,0.4\n");
}

TEST(ConditionsTable, SaysHowEachWasImposed) {
  const RunRecord record = test::finished_run();

  EXPECT_EQ(to_csv(conditions_table(*record.verdict)),
            "condition,imposed,left,right,violation\nx(0) = 1,soft,1.004,1,0.004\n");
}

TEST(HistoryHeader, NamesEveryPartAndCountsASecondSeriesOfOneName) {
  DataSeries series;
  series.name = "x";

  EXPECT_EQ(to_csv_line(history_header(test::oscillator(), {series, series}, {})),
            "iteration,restart,window,stage,optimizer,seconds,learning_rate,loss,res_x,cond,data_x,"
            "data_x_2,grad_norm,val_loss,val_residual_rms,val_error_max");
}

TEST(HistoryHeader, OfWindowsEndsInTheirEnds) {
  EXPECT_EQ(to_csv_line(history_header(test::oscillator(), {}, {true, false})),
            "iteration,restart,window,stage,optimizer,seconds,learning_rate,loss,res_x,cond,"
            "grad_norm,val_loss,val_residual_rms,val_error_max,window_start,window_end");
}

TEST(HistoryHeader, HasTheWeightsThatATrainingMoves) {
  DataSeries series;
  series.name = "x";

  EXPECT_EQ(to_csv_line(history_header(test::oscillator(), {series}, {false, true})),
            "iteration,restart,window,stage,optimizer,seconds,learning_rate,loss,res_x,cond,data_x,"
            "weight_cond,weight_x,grad_norm,val_loss,val_residual_rms,val_error_max");
}

TEST(HistoryFile, WritesTheEndsOfAWindow) {
  const auto path = std::filesystem::path(testing::TempDir()) / "pinn_history_windows.csv";
  HistoryFile history(path, test::oscillator(), {}, {true, false});
  Iteration row;
  row.iteration = 9;
  row.window = 2;
  row.optimizer = "newton";
  row.residuals = {0.125};
  row.window_start = 0.5;
  row.window_end = 1.25;

  history.write(row);

  const std::string text = read_file(path, 1000);
  EXPECT_EQ(text.substr(text.find('\n') + 1),
            "9,1,2,1,newton,0,0,nan,0.125,nan,nan,nan,nan,nan,0.5,1.25\n");
}

TEST(HistoryFile, WritesNanForAPartThatDoesNotExist) {
  const auto path = std::filesystem::path(testing::TempDir()) / "pinn_history.csv";
  HistoryFile history(path, test::oscillator(), {}, {});
  Iteration row;
  row.iteration = 7;
  row.optimizer = "adam";
  row.learning_rate = 0.5;
  row.loss = 0.25;
  row.residuals = {0.125};

  history.write(row);

  const std::string text = read_file(path, 1000);
  EXPECT_EQ(text.substr(text.find('\n') + 1),
            "7,1,1,1,adam,0,0.5,0.25,0.125,nan,nan,nan,nan,nan\n");
}

}  // namespace
}  // namespace pinn
