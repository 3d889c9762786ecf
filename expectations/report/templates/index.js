/* The list of documents: sorted by a click on a heading, filtered by words. */
var table = document.getElementById("index");
var body = table.tBodies[0];
var rows = Array.prototype.slice.call(body.rows);
var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
var find = document.getElementById("find");

function show() {
  var words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  var count = 0;
  rows.forEach(function (row, i) {
    row.hidden = !words.every(function (word) { return texts[i].indexOf(word) >= 0; });
    count += row.hidden ? 0 : 1;
  });
  document.getElementById("shown").textContent = count + " / " + rows.length;
}
function order(column, kind, down) {
  var sorted = rows.map(function (row, i) {
    var text = row.cells[column].textContent.trim();
    return [kind === "number" ? Number(text || -1) : text, i, row];
  });
  sorted.sort(function (a, b) {
    var one = kind === "number" ? a[0] - b[0] : a[0].localeCompare(b[0], "zh");
    return (down ? -one : one) || a[1] - b[1];
  });
  sorted.forEach(function (item) { body.appendChild(item[2]); });
}
Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell, column) {
  var button = el("button", { type: "button", "class": "sort", onclick: function () {
    var down = cell.getAttribute("aria-sort") === "ascending" ||
      (cell.dataset.kind === "number" && cell.getAttribute("aria-sort") !== "descending");
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
    cell.setAttribute("aria-sort", down ? "descending" : "ascending");
    order(column, cell.dataset.kind, down);
  } });
  while (cell.firstChild) button.appendChild(cell.firstChild);
  cell.appendChild(button);
});
find.addEventListener("input", show);
document.getElementById("filter").addEventListener("submit", function (event) { event.preventDefault(); });
document.addEventListener("keydown", function (event) {
  if (event.key === "/" && event.target.tagName !== "INPUT") { event.preventDefault(); find.focus(); }
});
show();
/* An address of a finding (from issues.xlsx): on to the page of its document, if it is one of ours. */
function forward() {
  var to = /^#go-(.+)-finding-(.+)$/.exec(location.hash);
  var link = to && rows.map(function (row) { return row.querySelector("a"); }).filter(function (a) {
    return a.getAttribute("href") === "documents/" + to[1] + ".html";
  })[0];
  if (link) location.replace(link.href + "#finding-" + to[2]);
}
window.addEventListener("hashchange", forward);
forward();
