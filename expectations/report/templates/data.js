/* The data of the page (see expectations/report/payload.py) and the words for it. */
var D = JSON.parse(document.getElementById("data").textContent);
var SEVERITY = { error: ["错误", "error"], warning: ["疑点", "to look at"], info: ["提示", "hint"] };
var STATUS = {
  passed: ["相符", "passed"], rounding: ["尾差", "rounding"], implausible: ["可疑", "implausible"],
  failed: ["不符", "failed"], not_applicable: ["不适用", "not applicable"], not_checked: ["未校验", "not checked"]
};
var FAULT = {
  document: ["报告本身的问题", "in the report itself"], extraction: ["读取存疑", "our reading is in doubt"],
  undecided: ["待人工判断", "a person decides"]
};
var CAUSE = {
  digit: ["一位数字不同", "one digit differs"], swap: ["数字颠倒", "digits swapped"],
  "dropped digit": ["少一位数字", "a digit missing"], "added digit": ["多一位数字", "a digit too many"],
  sign: ["正负号", "sign"], unit: ["单位", "unit"], scale: ["小数点", "decimal point"],
  cell: ["单个数字", "one number"], document: ["勾稽不符", "numbers that do not agree"],
  extraction: ["读取存疑", "our reading is in doubt"], undecided: ["原因未定", "cause undecided"]
};
var FAMILY = D.words;
var WORST = ["failed", "implausible", "not_checked", "rounding", "passed", "not_applicable"];
var C = { rule: 0, status: 1, place: 2, tables: 3, relation: 4, left: 5, right: 6, ll: 7, lh: 8, rl: 9, rh: 10,
  residual: 11, tolerance: 12, unit: 13, reason: 14, numbers: 15 };
D.checks.forEach(function (check) {
  [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].forEach(function (at) { check[at] = check[at] < 0 ? null : D.pool[check[at]]; });
});

function statusOf(check) { return D.statuses[check[C.status]]; }
function rule(index) { return D.rules[index][0]; }
function placeWords(place) {
  if (!place) return "";
  if (place[0]) return L ? "page " + place[0] : "第 " + place[0] + " 页";
  return place[1] ? (L ? "line " + place[1] : "第 " + place[1] + " 行") : "";
}
/* One click to the page: the document itself, at that page, where the browser can open it. */
function pageLink(page, text) {
  var words = text || (L ? "page " + page : "第 " + page + " 页");
  if (!D.source) return words;
  return el("a", { href: D.source + "#page=" + page, target: "_blank", rel: "noreferrer" }, words);
}
function placeLink(place) { return place && place[0] ? pageLink(place[0]) : placeWords(place); }
function numberLink(index, words) {
  var number = index >= 0 ? D.numbers[index] : null;
  if (!number || number[0] < 0) return words;
  return el("a", { href: "#cell-" + number[0] + "-" + number[1] + "-" + number[2] }, words);
}
function numberText(index) {
  var n = D.numbers[index];
  if (n[0] >= 0) return D.tables[n[0]].grid[n[1]][n[2]];
  return n[0] === -1 ? D.claims[n[1]][0] : "";
}
function tableTitle(index) {
  if (typeof index === "string") return index;
  var t = D.tables[index];
  return t.title + (t.project ? " · " + t.project : "") + (t.body ? " · " + t.body : "");
}
function uses() {
  if (!uses.found) {
    uses.found = D.numbers.map(function () { return []; });
    D.checks.forEach(function (check, i) {
      check[C.numbers].forEach(function (n) { if (uses.found[n].indexOf(i) < 0) uses.found[n].push(i); });
    });
  }
  return uses.found;
}
function worst(checks) {
  var best = WORST.length;
  checks.forEach(function (i) { best = Math.min(best, WORST.indexOf(statusOf(D.checks[i]))); });
  return best < WORST.length ? WORST[best] : "";
}
/* What one check says: both sides with the least and the greatest value their printed digits allow. */
function checkLine(index) {
  var c = D.checks[index];
  var line = el("li", { "class": "check" },
    el("b", { "class": "status " + statusOf(c) }, say(STATUS[statusOf(c)])), " ",
    el("span", { "class": "rule" }, rule(c[C.rule])), " ", say(D.rules[c[C.rule]][2]), " ",
    el("small", null, doc(c[C.place])));
  if (c[C.left] !== null && c[C.right] !== null) {
    line.appendChild(el("table", { "class": "sides" },
      el("thead", null, el("tr", null, el("td", null), el("th", { scope: "col" }, say(["数值", "value"])),
        el("th", { scope: "col" }, say(["最小", "minimum"])), el("th", { scope: "col" }, say(["最大", "maximum"])))),
      el("tbody", null,
        side(say(["左", "left"]), c[C.left], c[C.ll], c[C.lh]), side(c[C.relation] + " " + say(["右", "right"]), c[C.right], c[C.rl], c[C.rh]))));
    line.appendChild(el("small", null, say(["差额 ", "difference "]), c[C.residual] || "0", " ", c[C.unit],
      c[C.tolerance] !== null ? say(["，尾差最多 ±", "; rounding explains ±"]) + c[C.tolerance] : ""));
  }
  if (c[C.reason] >= 0) line.appendChild(el("small", { "class": "remark" }, " ", say(D.reasons[c[C.reason]])));
  return line;
}
function side(name, value, low, high) {
  return el("tr", null, el("th", { scope: "row" }, name), el("td", { "class": "num" }, value),
    el("td", { "class": "num" }, low === null ? "" : low), el("td", { "class": "num" }, high === null ? "" : high));
}
/* Lists longer than a screen are built a piece at a time. */
function paged(items, size, build, into) {
  var at = 0;
  var more = el("button", { type: "button", "class": "more", onclick: function () { step(true); } });
  function step(focus) {
    var first = null;
    items.slice(at, at + size).forEach(function (item, i) {
      var node = build(item, at + i);
      first = first || node;
      into.insertBefore(node, more.parentNode === into ? more : null);
    });
    at += size;
    if (at < items.length) {
      fill(more, say(["再显示 ", "Show "]) + Math.min(size, items.length - at) + say([" 项（共 ", " more (of "]) + items.length + say(["）", ")"]));
      into.appendChild(more);
    } else if (more.parentNode) more.parentNode.removeChild(more);
    if (focus && first) { first.setAttribute("tabindex", "-1"); first.focus(); }
  }
  into.textContent = "";
  step(false);
  return { upTo: function (index) { while (at <= index && at < items.length) step(false); } };
}
