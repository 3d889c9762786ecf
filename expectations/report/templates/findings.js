/* The list of findings: filtered, grouped, a page at a time. */
var MOST_CARDS = 20;
var wanted = { words: "", severity: { error: true, warning: true, info: true }, family: "", table: "", body: "", project: "", review: "", group: "cause" };
var shownList = [], pager = null, texts = null;

function textOf(f) {
  var t = f.table >= 0 ? D.tables[f.table] : null, r = D.rules[f.rule];
  return [f.id, r[0], r[2][0], r[2][1], f.message[0], f.message[1], f.row, f.column, f.title, t ? t.title + " " + t.project + " " + t.body : "",
    f.page ? "p" + f.page : "", f.figures.join(" "), f.marks.map(function (m) { return m[2]; }).join(" "), f.slip ? f.slip.join(" ") : "", CAUSE[f.cause] ? CAUSE[f.cause].join(" ") : f.cause].join("\n").toLowerCase();
}
function traits(f) {
  var t = f.table >= 0 ? D.tables[f.table] : null;
  return { family: D.rules[f.rule][1], table: f.table >= 0 ? String(f.table) : f.title, body: t ? t.body : "", project: t ? t.project : "", review: verdictOf(f) || "none" };
}
function matches(f, i, words) {
  if (!wanted.severity[f.severity]) return false;
  var t = traits(f);
  return ["family", "table", "body", "project", "review"].every(function (key) { return !wanted[key] || t[key] === wanted[key]; }) &&
    words.every(function (word) { return texts[i].indexOf(word) >= 0; });
}
function groupOf(f) {
  var t = traits(f);
  if (wanted.group === "cause") return say(FAULT[f.fault]) + (CAUSE[f.cause] && f.cause !== f.fault ? " · " + say(CAUSE[f.cause]) : "");
  if (wanted.group === "rule") return rule(f.rule) + " " + say(D.rules[f.rule][2]);
  if (wanted.group === "table") return f.table >= 0 ? tableTitle(f.table) : f.title || "—";
  return t[wanted.group] || "—";
}
function refresh(keepFocus) {
  texts = texts || D.findings.map(textOf);
  var words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
  var groups = {}, order = [];
  D.findings.forEach(function (f, i) {
    if (!matches(f, i, words)) return;
    var name = groupOf(f);
    if (!groups[name]) { groups[name] = []; order.push(name); }
    groups[name].push(f);
  });
  shownList = [];
  order.forEach(function (name) { groups[name].forEach(function (f, i) { shownList.push({ finding: f, heading: i ? null : [name, groups[name].length] }); }); });
  var list = document.getElementById("list");
  pager = paged(shownList, MOST_CARDS, function (item, index) {
    var made = card(item.finding, index);
    if (!item.heading) return made;
    return el("div", null, el("h3", { "class": "cause" }, doc(item.heading[0]), " ", el("small", null, item.heading[1])), made);
  }, list);
  document.getElementById("shown").textContent = shownList.length + " / " + D.findings.length;
}
function options(key, label, names) {
  var values = {};
  D.findings.forEach(function (f) { var v = traits(f)[key]; if (v) values[v] = (values[v] || 0) + 1; });
  var list = Object.keys(values);
  if (key !== "review" && list.length < 2) return null;
  list.sort(function (a, b) { return key === "table" ? a - b : a.localeCompare(b, "zh"); });
  if (key === "review") list = ["none", "confirm", "no", "wait"];
  var select = el("select", { name: key, onchange: function () { wanted[key] = select.value; refresh(); } }, el("option", { value: "" }, say(["全部", "all"])),
    list.map(function (value) { return el("option", { value: value }, names(value), key === "review" ? "" : " (" + values[value] + ")"); }));
  select.value = wanted[key];
  return el("label", null, say(label), " ", select);
}
function tableName(value) { return /^\d+$/.test(value) ? tableTitle(Number(value)) : value; }
function same(value) { return value; }
function buildFindings() {
  var counts = { error: 0, warning: 0, info: 0 };
  D.findings.forEach(function (f) { counts[f.severity] += 1; });
  if (!D.findings.length) return void fill(document.getElementById("findings"), el("p", null, say(["没有问题。", "There are no findings."])));
  var find = el("input", { type: "search", id: "find", value: wanted.words, autocomplete: "off", oninput: function () { wanted.words = find.value; refresh(); } });
  var group = el("select", { name: "group", onchange: function () { wanted.group = group.value; refresh(); } }, [["cause", ["原因", "cause"]], ["rule", ["规则", "rule"]], ["table", ["表", "table"]], ["body", ["单位", "unit"]], ["project", ["项目", "project"]]].map(function (o) {
    return el("option", { value: o[0] }, say(o[1]));
  }));
  group.value = wanted.group;
  fill(document.getElementById("findings"), el("form", { "class": "filter", id: "filter", role: "search", onsubmit: function (event) { event.preventDefault(); } },
    el("fieldset", null, el("legend", null, say(["显示", "Show"])), Object.keys(SEVERITY).map(function (key) {
      var box = el("input", { type: "checkbox", name: "severity", value: key, onchange: function () { wanted.severity[key] = box.checked; refresh(); } });
      box.checked = wanted.severity[key];
      return el("label", null, box, " ", say(SEVERITY[key]), " ", counts[key]);
    })),
    el("label", { "class": "find" }, say(["查找", "Search"]), " ", find),
    options("family", ["规则类", "rules"], function (v) { return FAMILY[v] ? say(FAMILY[v]) + " " + v : v; }),
    options("table", ["表", "table"], tableName), options("body", ["单位", "unit"], same), options("project", ["项目", "project"], same),
    options("review", ["复核", "review"], function (v) { return v === "none" ? say(["未复核", "not reviewed"]) : say(REVIEW[v]); }),
    el("label", null, say(["分组", "group by"]), " ", group),
    el("output", { id: "shown", "aria-live": "polite" }), el("span", { id: "reviewed", "class": "remark" })),
  el("p", { "class": "keys remark" }, say(["按键：j 下一条，k 上一条，/ 查找", "Keys: j next, k previous, / search"])),
  exportBox(), el("div", { id: "list" }));
  refresh();
  reviewed();
}
function reviewed() {
  var done = D.findings.filter(function (f) { return verdictOf(f); }).length;
  var place = document.getElementById("reviewed");
  if (place) place.textContent = (L ? "reviewed " : "已复核 ") + done + " / " + D.findings.length;
}
/* Show one finding, whatever the filters say. */
function reveal(id) {
  var at = shownList.findIndex(function (item) { return item.finding.id === id; });
  if (at < 0) {
    if (!D.findings.some(function (f) { return f.id === id; })) return;
    wanted = { words: "", severity: { error: true, warning: true, info: true }, family: "", table: "", body: "", project: "", review: "", group: wanted.group };
    buildFindings();
    at = shownList.findIndex(function (item) { return item.finding.id === id; });
  }
  pager.upTo(at);
  var node = document.getElementById("finding-" + id);
  node.prove();
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "start" });
}
function step(by) {
  var cards = Array.prototype.slice.call(document.querySelectorAll("#list .finding"));
  if (!cards.length) return;
  var here = cards.indexOf(document.activeElement && document.activeElement.closest ? document.activeElement.closest(".finding") : null);
  var to = Math.max(0, here < 0 && by < 0 ? 0 : here + by);
  if (to >= cards.length) {
    if (to >= shownList.length) return;
    pager.upTo(to);
    cards = document.querySelectorAll("#list .finding");
  }
  cards[to].prove();
  cards[to].focus({ preventScroll: true });
  cards[to].scrollIntoView({ block: "start" });
}
