"use strict";
/* Helpers: building elements from data (text only, never markup), words, settings that survive a reload. */
var root = document.documentElement;
root.classList.remove("still");
var L = root.dataset.lang === "en" ? 1 : 0;
var listeners = [];

function el(tag, props) {
  var node = document.createElement(tag);
  Object.keys(props || {}).forEach(function (key) {
    var value = props[key];
    if (value === null || value === undefined || value === false) return;
    if (key === "class") node.className = value;
    else if (key.slice(0, 2) === "on") node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  });
  for (var i = 2; i < arguments.length; i += 1) append(node, arguments[i]);
  return node;
}
function append(node, child) {
  if (child === null || child === undefined || child === false || child === "") return;
  if (Array.isArray(child)) child.forEach(function (one) { append(node, one); });
  else node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
}
function svg(tag, props) {
  var node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.keys(props).forEach(function (key) { node.setAttribute(key, props[key]); });
  return node;
}
function fill(node) {
  node.textContent = "";
  for (var i = 1; i < arguments.length; i += 1) append(node, arguments[i]);
  return node;
}
function say(pair) { return pair[L]; }
function doc(text) { return el("span", { "class": "doc" }, text); }

function keep(name, value) {
  try { localStorage.setItem("gouji:" + name, JSON.stringify(value)); return true; } catch (error) { return false; }
}
function kept(name, otherwise) {
  try {
    var text = localStorage.getItem("gouji:" + name);
    return text === null ? otherwise : JSON.parse(text);
  } catch (error) { return otherwise; }
}

function speak(lang) {
  L = lang === "en" ? 1 : 0;
  root.dataset.lang = lang;
  root.lang = L ? "en" : "zh-CN";
  document.getElementById("lang").setAttribute("aria-label", L ? "切换到中文" : "Switch to English");
  document.querySelectorAll("[data-zh]").forEach(function (e) { e.setAttribute("aria-label", e.dataset[lang]); });
  listeners.forEach(function (one) { one(); });
}
document.getElementById("lang").addEventListener("click", function () { speak(L ? "zh" : "en"); });

var themeButton = document.getElementById("theme");
function paint(theme) {
  if (theme) root.dataset.theme = theme;
  var dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  themeButton.setAttribute("aria-pressed", dark ? "true" : "false");
  return dark;
}
var dark = paint(kept("theme", "") === "dark" ? "dark" : kept("theme", "") === "light" ? "light" : "");
themeButton.addEventListener("click", function () {
  dark = paint(dark ? "light" : "dark");
  keep("theme", dark ? "dark" : "light");
});
