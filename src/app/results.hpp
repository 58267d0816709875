// SPDX-License-Identifier: MIT
// The points and tables of a run's end.
#pragma once

#include <string>
#include <vector>

#include "pinn/app/prepare.hpp"
#include "pinn/report/run_folder.hpp"
#include "pinn/report/run_record.hpp"
#include "pinn/util/table.hpp"

namespace pinn {

/// True for a method that solves window by window: one row of history.csv each.
bool goes_by_window(const Config& config);

/// Where solution.csv has its rows: output.at, or output.points equally spaced, as far as `problem`
/// goes, and its end if it ends before the domain. Without a model "windows" are equal.
std::vector<double> output_points(const Problem& problem, const Config& config, const Model* model);

/// Ends and middles of the windows, if the config fixes their number; else of the whole domain.
std::vector<double> window_halves(const Problem& problem, const Config& config);

/// solution.csv.
///
/// Needs:  record has a model and a verdict.
Table make_solution(const RunRecord& record);

/// single_solution.csv: as solution.csv and with the same rows, of the one network.
///
/// Needs:  record has such a network.
Table make_single_solution(const RunRecord& record);

/// extrapolation.csv: as solution.csv, over output.extrapolate, the domain included. The reference
/// goes on past the domain as long as the classical solver can.
Table make_extrapolation(const RunRecord& record);

/// The resolved config as it is kept in `folder` (null: nowhere): the paths of data and input
/// files lead from there to the same files.
std::string kept_config(const RunRecord& record, const Prepared& prepared, const RunFolder* folder);

/// Puts into the config what the training chose: threads, device, reference, basis.
void take_choices(RunRecord& record);

}  // namespace pinn
