// SPDX-License-Identifier: MIT
// The verdict of a run, as people read it.
#pragma once

#include <string>
#include <vector>

#include "pinn/report/run_record.hpp"

namespace pinn {

/// The closing block, line by line; `out` is the run folder as the user wrote it, empty if there is
/// none.
std::vector<std::string> verdict_lines(const RunRecord& record, const std::string& out);

/// One line of advice for a run that was not accepted: what to try, as a `--set` if there is one.
std::string advice(const RunRecord& record);

/// Where a solution ended that ended before its domain: "ended at t = 1.2345 where y = 0", "solved
/// up to t = 3.2 of 10"; empty if it reached the end.
std::string end_text(const RunRecord& record);

/// "12 ms", "3.4 s", "2 min 05 s".
std::string duration_text(double seconds);

}  // namespace pinn
