// SPDX-License-Identifier: MIT
// Evaluates the network in a page without a browser: node evaluate.js PAGE.html V...
"use strict";
const fs = require("fs");
const html = fs.readFileSync(process.argv[2], "utf8");
const data = html.match(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/)[1];
const script = html.match(/<script>\n([\s\S]*?)<\/script>/)[1];
global.window = {};
global.document = {
  documentElement: { classList: { add() {} } },
  getElementById: name => (name === "data" ? { textContent: data } : null),
  querySelectorAll: () => [],
};
(0, eval)(script);
console.log(JSON.stringify(process.argv.slice(3).map(v => window.pinnEvaluate(Number(v)))));
