# SPDX-License-Identifier: MIT
"""The equations of a config as a Python function f(t, u), written as somebody would for SciPy by hand: floats and `math`,
parameters as numbers, every definition computed once."""
import ast
import math
import re

TOKEN = re.compile(r"([A-Za-z_]\w*)('*)(?=(\s*\()?)|(\^)")
NUMBER = re.compile(r"\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?")
FUNCTIONS = {"asin": "asin", "acos": "acos", "atan": "atan", "atan2": "atan2", "abs": "abs", "pow": "pow", "min": "min", "max": "max",
             "sign": "sign"}
FUNCTIONS.update((name, name) for name in "exp log log10 sqrt sin cos tan sinh cosh tanh erf".split())
NAMESPACE = {name: getattr(math, name) for name in
             "exp log log10 sqrt sin cos tan asin acos atan atan2 sinh cosh tanh erf pow".split()}
NAMESPACE["sign"] = lambda x: float((x > 0) - (x < 0))


class CannotTranslate(Exception):
    """The equations have a form that is not translated."""


def python_text(text, names):
    """`text` with ^ as ** and names as `names` has them: (name, primes) to Python."""
    parts, place = [], 0
    while place < len(text):
        number = NUMBER.match(text, place)
        token = TOKEN.match(text, place)
        if number:
            parts.append(number.group())
            place = number.end()
        elif token and token.group(4):
            parts.append("**")
            place = token.end()
        elif token:
            name, primes = token.group(1), len(token.group(2))
            if token.group(3) is not None and name in FUNCTIONS and primes == 0:
                parts.append(FUNCTIONS[name])
            elif (name, primes) in names:
                parts.append(names[name, primes])
            else:
                raise CannotTranslate(f"{name}{chr(39) * primes} in: {text}")
            place = token.end(2)
        else:
            parts.append(text[place])
            place += 1
    return "".join(parts)


class Simplify(ast.NodeTransformer):
    """Small whole powers of names as products, and square roots by name."""

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow) or not isinstance(node.right, ast.Constant):
            return node
        if node.right.value in (2, 3, 4) and isinstance(node.left, ast.Name):
            product = node.left
            for _ in range(int(node.right.value) - 1):
                product = ast.BinOp(product, ast.Mult(), node.left)
            return product
        if node.right.value == 0.5:
            return ast.Call(ast.Name("sqrt", ast.Load()), [node.left], [])
        return node


def simplified(text):
    return ast.unparse(ast.fix_missing_locations(Simplify().visit(ast.parse(text.strip(), mode="eval"))))


def names_in(text):
    return {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}


def plus(a, b, sign="+"):
    if b is None:
        return a
    if a is None:
        return b if sign == "+" else f"-({b})"
    return f"({a} {sign} {b})"


def split(node, name):
    """(a, b) with the node equal to a + b * name; None stands for 0."""
    text = ast.unparse(node)
    if name not in names_in(text):
        return f"({text})", None
    if isinstance(node, ast.Name):
        return None, "1.0"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        a, b = split(node.operand, name)
        return a and f"(-{a})", b and f"(-{b})"
    if isinstance(node, ast.BinOp):
        left, right = split(node.left, name), split(node.right, name)
        if isinstance(node.op, (ast.Add, ast.Sub)):
            sign = "+" if isinstance(node.op, ast.Add) else "-"
            return plus(left[0], right[0], sign), plus(left[1], right[1], sign)
        if isinstance(node.op, ast.Mult) and right[1] is None:
            return left[0] and f"{left[0]}*{right[0]}", f"{left[1]}*{right[0]}"
        if isinstance(node.op, ast.Mult) and left[1] is None:
            return right[0] and f"{left[0]}*{right[0]}", f"{left[0]}*{right[1]}"
        if isinstance(node.op, ast.Div) and right[1] is None:
            return left[0] and f"{left[0]}/{right[0]}", f"{left[1]}/{right[0]}"
    raise CannotTranslate(f"not affine in a highest derivative: {text}")


def solved_for(left, right, highest):
    """The right side of `name = ...` for the one highest derivative in the equation."""
    present = [name for name in highest if name in names_in(left) | names_in(right)]
    if len(present) != 1:
        raise CannotTranslate("several highest derivatives in one equation")
    name = present[0]
    if left == name and name not in names_in(right):
        return name, right
    constant, slope = split(ast.parse(f"({left}) - ({right})", mode="eval").body, name)
    return name, "0.0" if constant is None else (f"-{constant}" if slope == "1.0" else f"-{constant}/({slope})")


def parameter_values(parameters):
    names, values = {("pi", 0): repr(math.pi)}, {}
    for name, value in parameters.items():
        if not isinstance(value, (int, float)):
            value = eval(python_text(value, names), dict(NAMESPACE))  # one of our own configs, translated word by word
        values[name] = float(value)
        names[name, 0] = repr(values[name]) if values[name] >= 0 else f"({values[name]!r})"
    return names


def definition_lines(definitions, names):
    """Assignments in an order in which each one finds what it uses; constant ones become numbers."""
    lines, waiting = [], dict(definitions)
    while waiting:
        for name, text in list(waiting.items()):
            try:
                python = simplified(python_text(text, names))
            except CannotTranslate:
                continue
            if names_in(python) <= set(NAMESPACE) | {"abs", "min", "max"}:
                names[name, 0] = f"({eval(python, dict(NAMESPACE))!r})"
            else:
                names[name, 0] = "d_" + name
                lines.append(f"d_{name} = {python}")
            del waiting[name]
            break
        else:
            raise CannotTranslate("definitions: " + ", ".join(waiting))
    return lines


def right_side(problem, components):
    """(f, its source) for the "problem" of a config; components as the program orders them: ["x", "x'", "y"]."""
    names = parameter_values(problem.get("parameters", {}))
    names[problem.get("variable", "t"), 0] = "t"
    orders = {}
    for component in components:
        state = component.rstrip("'")
        orders[state] = max(orders.get(state, 0), component.count("'") + 1)
    for state, order in orders.items():
        for k in range(order + 1):
            names[state, k] = f"s_{state}_{k}"
    lines = definition_lines(problem.get("definitions", {}), names)
    highest = [f"s_{state}_{order}" for state, order in orders.items()]
    solved = dict(solved_for(*(simplified(python_text(side, names)) for side in equation.split("=")), highest)
                  for equation in problem["equations"])
    if set(solved) != set(highest):
        raise CannotTranslate("an equation for every state")
    own = [f"s_{component.rstrip(chr(39))}_{component.count(chr(39))}" for component in components]
    slopes = [f"s_{c.rstrip(chr(39))}_{c.count(chr(39)) + 1}" for c in components]
    slopes = [f"{solved[slope]}" if slope in solved else slope for slope in slopes]
    body = [", ".join(own) + ("," if len(own) == 1 else "") + " = u.tolist()"] + lines + ["return [" + ", ".join(slopes) + "]"]
    source = "def f(t, u):\n" + "".join(f"    {line}\n" for line in body)
    scope = dict(NAMESPACE)
    exec(source, scope)
    return scope["f"], source
