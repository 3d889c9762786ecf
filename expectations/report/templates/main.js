/* Views, addresses, keys. A view is built when it is first looked at. */
var VIEWS = { findings: buildFindings, tables: buildTables, coverage: buildCoverage, charts: null, notes: null };
var built = {};

function open(view) {
  document.querySelectorAll(".view").forEach(function (section) { section.hidden = section.id !== "view-" + view; });
  document.querySelectorAll(".tabs a").forEach(function (link) {
    if (link.getAttribute("href") === "#view-" + view) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  });
  if (!built[view] && VIEWS[view]) VIEWS[view]();
  built[view] = true;
}
function go() {
  var hash = decodeURIComponent(location.hash.slice(1)), match;
  if ((match = /^view-(\w+)$/.exec(hash)) && match[1] in VIEWS) open(match[1]);
  else if ((match = /^finding-(.+)$/.exec(hash))) { open("findings"); reveal(match[1]); }
  else if ((match = /^cell-(\d+)-(\d+)-(\d+)$/.exec(hash))) { open("tables"); openCell(Number(match[1]), Number(match[2]), Number(match[3])); }
  else open("findings");
}
listeners.push(function () {
  Object.keys(built).forEach(function (view) { if (VIEWS[view]) VIEWS[view](); });
  D.findings.forEach(sheetNote);
});
window.addEventListener("hashchange", go);
document.addEventListener("keydown", function (event) {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  if (event.key === "j" || event.key === "k") {
    if (document.getElementById("view-findings").hidden) location.hash = "view-findings";
    step(event.key === "j" ? 1 : -1);
    event.preventDefault();
  } else if (event.key === "/") {
    open("findings");
    var find = document.getElementById("find");
    if (find) { find.focus(); find.select(); }
    event.preventDefault();
  }
});
D.findings.forEach(sheetNote);
go();
