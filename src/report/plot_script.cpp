// SPDX-License-Identifier: MIT
// plot.gp, put together from fixed parts and the names of the columns.
#include "pinn/report/plot_script.hpp"

#include <vector>

#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

/// A gnuplot string that no character ends early: single quotes are doubled.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') result += '\'';
    result += c;
  }
  return result + "'";
}

constexpr const char* kHead = R"(# Draws the pictures of this folder:  gnuplot plot.gp
here = exists("ARG0") ? ARG0 : ""
cut = strlen(here)
while (cut > 0 && here[cut:cut] ne "/") { cut = cut - 1 }
here = here[1:cut]

if (strstrt(GPVAL_TERMINALS, " pngcairo ") > 0) {
  set terminal pngcairo noenhanced size 1000,700
  ending = ".png"
} else { if (strstrt(GPVAL_TERMINALS, " png ") > 0) {
  set terminal png noenhanced size 1000,700
  ending = ".png"
} else {
  set terminal svg noenhanced size 1000,700
  ending = ".svg"
} }

set datafile separator ","
set datafile columnheaders
set datafile missing "nan"
set grid
)";

/// The inset shows the first hundred iterations, where every one has a row.
constexpr const char* kLoss = R"(
# The loss against the iteration, with an inset of its first part.
history = here."history.csv"
set output here."loss".ending
set multiplot
set logscale y
set format y "%.0e"
set xlabel "iteration"
set ylabel "loss"
plot history using "iteration":"loss" with lines title "loss", \
     history using "iteration":"val_loss" with lines title "validation loss"
set origin 0.45,0.45
set size 0.5,0.42
unset xlabel
unset ylabel
set title "first 100 iterations"
set xrange [1:100]
set object 1 rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb "white" fillstyle solid
plot history using "iteration":"loss" with lines notitle
unset multiplot
)";

/// A loss of 0 would have no place on the axis, and a plot of nothing is an error of gnuplot.
constexpr const char* kWindows = R"(
# The windows, one row of history.csv each: how long they are and what they leave over.
history = here."history.csv"
set output here."loss".ending
set multiplot layout 2,1
set logscale y
set format y "%.0e"
set key off
set ylabel "length of the window"
plot history using "window_end":(column("window_end") - column("window_start")) with points pointtype 7 pointsize 0.5
unset title
set ylabel "loss"
plot history using "window_end":(column("loss") > 1e-40 ? column("loss") : 1e-40) with points pointtype 7 pointsize 0.5
unset multiplot
)";

std::string title(const PlotContent& content, const std::string& what) {
  return "set title " + quoted(content.name + ": " + what) + "\n";
}

/// One curve of the network for every state, and of the reference as dashes.
std::string curves(const Problem& problem, const std::string& file, bool reference) {
  std::string text;
  int colour = 1;
  for (const State& state : problem.states) {
    const std::string from = file + " using " + quoted(problem.variable) + ":";
    const std::string look = " with lines linecolor " + std::to_string(colour);
    text += text.empty() ? "plot " : ", \\\n     ";
    text += from + quoted(state.name) + look + " linewidth 2 title " + quoted(state.name);
    if (reference) {
      text += ", \\\n     " + from + quoted(state.name + "_ref") +
              " with lines linecolor rgb \"black\" dashtype 2 title " +
              quoted(state.name + " reference");
    }
    ++colour;
  }
  return text + "\n";
}

std::string errors(const Problem& problem) {
  std::string text;
  for (const State& state : problem.states) {
    text += text.empty() ? "plot " : ", \\\n     ";
    text += "solution using " + quoted(problem.variable) + ":" + quoted(state.name + "_err") +
            " with lines title " + quoted(state.name);
  }
  return text + "\n";
}

std::string edge_of_domain(double at) {
  return "set arrow from first " + to_text(at) + ", graph 0 to first " + to_text(at) +
         ", graph 1 nohead dashtype 3\n";
}

}  // namespace

std::string plot_script(const Problem& problem, const PlotContent& content) {
  std::string text = kHead;
  text += "set xlabel " + quoted(problem.variable) + "\n";
  if (content.solution) {
    text += "\n# The solution beside the reference.\nsolution = here.\"solution.csv\"\n";
    text += "set output here.\"solution\".ending\n" + title(content, "solution");
    text += curves(problem, "solution", content.reference);
  }
  if (content.solution && content.reference) {
    text += "\n# The error: solution minus reference.\nset output here.\"error\".ending\n";
    text += title(content, "error") + errors(problem);
  }
  if (content.extrapolation) {
    text += "\n# Past the domain, where a network knows nothing.\n";
    text += "outside = here.\"extrapolation.csv\"\nset output here.\"extrapolation\".ending\n";
    text += title(content, "past the domain");
    text += edge_of_domain(problem.start) + edge_of_domain(problem.end);
    text += curves(problem, "outside", content.reference) + "unset arrow\n";
  }
  if (content.by_window) return text + "\n" + title(content, "windows") + kWindows;
  return text + "\n" + title(content, "loss") + kLoss;
}

}  // namespace pinn
