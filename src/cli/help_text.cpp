// SPDX-License-Identifier: MIT
// What `help expressions`, `help columns` and `help exit-codes` print.
#include "help_text.hpp"

namespace pinn::cli {

namespace {

constexpr const char* kExpressions =
    R"(Equations, conditions and all other formulas are text, written as on paper.

  equation     "y' = -k*y"      primes are derivatives, up to 8; exactly one =
  condition    "y(0) = 1"       values at a point of the domain: y(0), u'(1)
  numbers      2  .5  1e-3      constant: pi
  operators    + - * / ^        comparison < <= > >= == != and or not, inside if only
  tightest     prime and call, ^ (from the right), unary sign, * /, + -
               -x^2 is -(x^2), 2^3^2 is 2^9, x'^2 is (x')^2
  functions    exp log log10 sqrt sin cos tan asin acos atan atan2 sinh cosh tanh erf
               abs sign min max pow if step
               log is natural; step(x) is 0 for x < 0, else 1; if(test, a, b)
  integrals    integral(exp(s - t)*y(s), s, 0, t) in an equation: from the start of the domain to
               the variable; integral(y(s), s, 0, 1) in a condition; s is any free name
  delays       y(t - tau) and, below the order, y'(t - tau) with a constant tau; problem.history
               says what was before the start
  names        ASCII letters, digits and _, case-sensitive; function names, pi, and, or, not
               are taken; e is free (write exp(1))
  not there    implicit products: write 2*y, not 2y

Parameters are numbers, definitions abbreviations that may use each other in any order. y(t) is y
where the argument is just the variable.
)";

constexpr const char* kColumns =
    R"(Tables have one header line, commas, '.' decimals and no comments. <v> is the variable, <s> a state,
<e> an equation (the state it determines, else 1, 2, ...), <o> an observable; {} repeats.

  solution.csv       <v>,{<s>,d<s>_d<v>,d2<s>_d<v>2,...}{,res_<e>}{,<o>}{,<s>_ref,<s>_err}
                     {,<s>_err_est}
                     one row per output point; res_ is left minus right side, _ref what the verdict
                     compares with, _err the value minus it, _err_est the estimated error, not below
                     what rounding may amount to
  extrapolation.csv  the same over output.extrapolate
  single_solution.csv
                     the same of the one network that output.single_network asks for
  validation.csv     <v>,state,value,ref,error,tolerance,ratio
                     one row per check point and state; ratio above 1 is outside; by residual only
                     the state is res_<e>, value the left and ref the right side; by estimate ref is
                     the value without its estimated error
  conditions.csv     condition,imposed,left,right,violation
                     imposed is hard (by construction) or soft (part of the loss)
  history.csv        iteration,restart,window,stage,optimizer,seconds,learning_rate,loss{,res_<e>},cond
                     {,data_<s or o>}{,weight_cond{,weight_<s or o>}},grad_norm,val_loss,
                     val_residual_rms,val_error_max{,window_start,window_end}
                     res_, cond and data_ are mean squares before weighting; val_ is measured between
                     the training points; nan where a value does not exist; the last two
                     columns are the ends of a window, of methods readout (one row per
                     window) and least_squares; weight_ is what training.weights.balance has
                     found; learning_rate is the damping in stages of levenberg_marquardt,
                     the length of the line search in stages of ssbroyden
)";

constexpr const char* kExitCodes =
    R"(code   name          meaning                                          files
  0    accepted      the solution passed its check; or the command     all
                     that does not solve is done
  1    internal      a bug, or out of memory                           what exists
  2    usage         wrong command line                                none
  3    config        JSON, a key, an expression or a data file is      none
                     wrong; a device or method that is not there
  4    io            cannot read or write; run folder exists;          none
                     LibTorch not found
  5    not_accepted  finished, outside the tolerance                   all
  6    diverged      the loss is not finite, or the solution ends      history, last good model
                     before the domain
  7    stopped       training.stop.max_seconds or .windows reached,   all
                     not accepted
  8    partial       scripts/sweep: some points failed or were not     sweep.csv
                     accepted
128+n  signal        signal n (INT, TERM, USR1); a second one ends     all
                     at once
)";

}  // namespace

const std::vector<std::pair<std::string, std::string>>& help_texts() {
  static const std::vector<std::pair<std::string, std::string>> texts{
      {"expressions", kExpressions}, {"columns", kColumns}, {"exit-codes", kExitCodes}};
  return texts;
}

}  // namespace pinn::cli
