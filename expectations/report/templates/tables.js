/* The tables as they were read, every number coloured by its checks; and the checks by rule and table. */
var MOST_ROWS = 200;
var chosen = 0, cellNumbers = null, pinned = -1;

function numberAt() {
  if (!cellNumbers) {
    cellNumbers = {};
    D.numbers.forEach(function (n, i) { if (n[0] >= 0) cellNumbers[n[0] + "-" + n[1] + "-" + n[2]] = i; });
  }
  return cellNumbers;
}
function buildTables() {
  var place = document.getElementById("tables");
  if (!D.tables.length) return void fill(place, el("p", null, say(["没有读出表格。", "No table was read."])));
  var bad = {};
  D.findings.forEach(function (f) { if (f.table >= 0) bad[f.table] = (bad[f.table] || 0) + 1; });
  var pick = el("select", { id: "pick", onchange: function () { chosen = Number(pick.value); drawTable(); } }, D.tables.map(function (t, i) {
    return el("option", { value: i }, t.id + " " + tableTitle(i) + (bad[i] ? (L ? " — " + bad[i] + " findings" : " — " + bad[i] + " 处问题") : ""));
  }));
  pick.value = String(chosen);
  function turn(by) { chosen = Math.min(D.tables.length - 1, Math.max(0, chosen + by)); pick.value = String(chosen); drawTable(); }
  fill(place, el("p", { "class": "pick" }, el("label", null, say(["表 ", "table "]), pick), " ",
    el("button", { type: "button", onclick: function () { turn(-1); } }, say(["上一张", "previous"])), " ",
    el("button", { type: "button", onclick: function () { turn(1); } }, say(["下一张", "next"]))),
  el("p", { "class": "legend" }, [["bad", ["有问题", "finding"]]].concat(WORST.slice(0, 5).map(function (s) { return [s, STATUS[s]]; }), [["none", ["没有校验涉及", "in no check"]]]).map(function (k) {
    return [el("span", { "class": "key " + k[0] }, say(k[1])), " "];
  })),
  el("p", { "class": "remark" }, say(["把光标移到数字上（或按 Tab 与方向键），即显示它参与的校验及两边的最小值和最大值。", "Point at a number, or use Tab and the arrow keys: its checks appear, with the least and greatest value of both sides."])),
  el("div", { "class": "bench" }, el("div", { id: "grid" }), el("aside", { id: "panel", "aria-live": "polite", "aria-label": say(["该数字参与的校验", "checks of this number"]) })));
  drawTable();
}
function drawTable() {
  var t = D.tables[chosen], at = numberAt(), found = uses(), bad = {};
  D.findings.forEach(function (f) { if (f.number >= 0) bad[f.number] = true; });
  var body = el("tbody");
  var rows = [];
  for (var r = t.head; r < t.grid.length; r += 1) rows.push(r);
  var grid = el("div", { "class": "scroll", role: "region", tabindex: "0", "aria-label": t.title }, el("table", { "class": "grid whole" },
    el("caption", null, doc(tableTitle(chosen)), " ", el("small", null, t.unit ? say(["单位：", "unit: "]) + t.unit + " " : "", placeLink(t.place))), headRows(t), body));
  tablePager = paged(rows, MOST_ROWS, function (row) {
    return el("tr", null, t.grid[row].map(function (text, c) {
      var number = at[chosen + "-" + row + "-" + c];
      if (number === undefined) return el(c ? "td" : "th", c ? { "class": numeric(text) } : { scope: "row" }, text);
      return el("td", { "class": "num " + (bad[number] ? "bad" : worst(found[number])), id: "cell-" + chosen + "-" + row + "-" + c, "data-number": number, tabindex: "-1" }, text);
    }));
  }, body);
  fill(document.getElementById("grid"), t.empty ? el("p", { "class": "remark" }, say(["空表 ", "empty table "]), doc(t.statement)) : null, grid);
  var first = body.querySelector("td[data-number]");
  if (first) first.setAttribute("tabindex", "0");
  body.addEventListener("mouseover", function (event) { point(event.target.closest("td[data-number]"), false); });
  body.addEventListener("focusin", function (event) { point(event.target.closest("td[data-number]"), true); });
  body.addEventListener("keydown", arrows);
  pinned = -1;
  fill(document.getElementById("panel"));
}
var tablePager = null;
function point(cell, pin) {
  if (!cell) return;
  if (pin) {
    var before = document.querySelector('#grid td[tabindex="0"]');
    if (before) before.setAttribute("tabindex", "-1");
    cell.setAttribute("tabindex", "0");
  }
  var number = Number(cell.dataset.number);
  if (number === pinned) return;
  pinned = number;
  var checks = uses()[number];
  var findings = D.findings.filter(function (f) { return f.number === number; });
  fill(document.getElementById("panel"), el("h3", null, doc(numberText(number)), " ", el("small", null, placeLink(D.numbers[number][3]))),
    findings.map(function (f) { return el("p", null, el("a", { href: "#finding-" + f.id }, el("span", { "class": "badge " + f.severity }, say(SEVERITY[f.severity])), " ", doc(say(f.message)))); }),
    checks.length ? el("ul", { "class": "checks" }, checks.slice(0, 30).map(checkLine)) : el("p", null, say(["没有校验涉及这个数字。", "No check looks at this number."])),
    checks.length > 30 ? el("p", null, "… " + checks.length) : null);
}
function arrows(event) {
  var cell = event.target.closest("td"), steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (!steps || !cell) return;
  var row = cell.parentNode, column = cell.cellIndex;
  for (;;) {
    if (steps[0]) row = steps[0] < 0 ? row.previousElementSibling : row.nextElementSibling;
    column += steps[1];
    if (!row || column < 0 || column >= row.cells.length) return;
    if (row.cells[column] && row.cells[column].dataset.number) break;
  }
  event.preventDefault();
  row.cells[column].focus();
}
function openCell(table, row, column) {
  if (!D.tables[table]) return;
  chosen = table;
  document.getElementById("pick").value = String(table);
  drawTable();
  tablePager.upTo(row - D.tables[table].head);
  var cell = document.getElementById("cell-" + table + "-" + row + "-" + column);
  if (cell) { cell.focus({ preventScroll: true }); cell.scrollIntoView({ block: "center", inline: "center" }); }
}
