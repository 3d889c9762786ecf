/* Every rule against every kind of table: how its checks came out; a click lists them with their reasons. */
function kinds(check) {
  var found = check[C.tables].map(function (t) { return typeof t === "number" ? D.tables[t].template : t.replace(/-\d+$/, ""); });
  return found.length ? found : ["—"];
}
function buildCoverage() {
  var columns = [], cells = {};
  D.checks.forEach(function (c, i) {
    kinds(c).filter(function (k, j, all) { return all.indexOf(k) === j; }).forEach(function (k) {
      if (columns.indexOf(k) < 0) columns.push(k);
      var key = c[C.rule] + "\n" + k;
      (cells[key] = cells[key] || []).push(i);
    });
  });
  columns.sort();
  var place = document.getElementById("coverage");
  if (!D.checks.length) return void fill(place, el("p", null, say(["没有校验。", "There are no checks."])));
  var list = el("div", { id: "checks", tabindex: "-1" });
  var body = el("tbody", null, D.rules.map(function (r, index) {
    if (!columns.some(function (k) { return cells[index + "\n" + k]; })) return null;
    return el("tr", null, el("th", { scope: "row" }, r[0], " ", el("small", null, say(r[2]))), columns.map(function (k) {
      var checks = cells[index + "\n" + k];
      if (!checks) return el("td", null);
      var state = worst(checks);
      return el("td", { "class": state }, el("button", { type: "button", "aria-label": r[0] + " " + k + ": " + checks.length + " " + say(STATUS[state]), onclick: function () {
        listChecks(list, checks, r[0] + " " + say(r[2]) + " — " + k);
      } }, checks.length));
    }));
  }));
  fill(place, el("p", { "class": "legend" }, WORST.map(function (s) { return [el("span", { "class": "key " + s }, say(STATUS[s])), " "]; })),
    el("p", { "class": "remark" }, say(["格内为校验项数，颜色为其中最差的结果；点击列出各项及原因。跨表的校验在所涉各表下各计一次。", "A cell has the number of checks, coloured by the worst of them; a click lists them. A check between tables is counted under each of them."])),
    el("div", { "class": "scroll", tabindex: "0", role: "region", "aria-label": say(["规则与表", "rules and tables"]) }, el("table", { "class": "list matrix whole" },
      el("thead", null, el("tr", null, el("th", { scope: "col" }, say(["规则", "rule"])), columns.map(function (k) { return el("th", { scope: "col" }, k); }))), body)), list);
}
function listChecks(list, checks, title) {
  var sorted = checks.slice().sort(function (a, b) { return WORST.indexOf(statusOf(D.checks[a])) - WORST.indexOf(statusOf(D.checks[b])) || a - b; });
  var items = el("ul", { "class": "checks" });
  fill(list, el("h3", null, title, " ", el("small", null, checks.length)), items);
  paged(sorted, 50, function (i) {
    var line = checkLine(i), c = D.checks[i];
    line.insertBefore(el("small", null, c[C.tables].map(function (t, j) {
      return [j ? " / " : "", typeof t === "number" ? el("a", { href: "#cell-" + t + "-" + (c[C.numbers].length && D.numbers[c[C.numbers][0]][0] === t ? D.numbers[c[C.numbers][0]].slice(1, 3).join("-") : "0-0") }, tableTitle(t)) : t];
    }), " "), line.childNodes[2]);
    return line;
  }, items);
  list.focus();
}
