// SPDX-License-Identifier: MIT
// INT, TERM and USR1 as a wish to end, which a run polls.
#pragma once

namespace pinn::cli {

/// From here on the first INT, TERM or USR1 is only noted; the second ends the process at once. A
/// broken pipe or a file-size limit becomes an error of the write that meets it.
void watch_signals();

/// The signal that asked the run to end, 0 for none.
int noted_signal();

/// Ends the process by `signal`, so that the caller's shell sees why.
[[noreturn]] void end_by(int signal);

}  // namespace pinn::cli
