// SPDX-License-Identifier: MIT
// One flag, set by a handler that does nothing else.
#include "signals.hpp"

#include <csignal>
#include <cstdlib>
#include <initializer_list>

namespace pinn::cli {

namespace {

volatile std::sig_atomic_t noted = 0;

extern "C" void note_signal(int signal) {
  if (noted != 0) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  noted = signal;
}

}  // namespace

void watch_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) {
    struct sigaction current {};
    sigaction(signal, nullptr, &current);
    // A shell that starts a job in the background ignores SIGINT for it: that stays so.
    if (current.sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    action.sa_handler = note_signal;
    sigemptyset(&action.sa_mask);
    // A second signal must get through while the handler of the first is still running.
    action.sa_flags = SA_RESTART | SA_NODEFER;
    sigaction(signal, &action, nullptr);
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

int noted_signal() { return noted; }

void end_by(int signal) {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
  std::_Exit(128 + signal);  // the signal was blocked by whoever started us
}

}  // namespace pinn::cli
