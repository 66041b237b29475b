// What can be done right here: the buttons, menu lines and tabs of the page, and
// the member's own menu, under the words they carry themselves. The palette
// presses the very control, so it offers nothing that the page does not.

const offered = "a.button, button.button, .menu__line, .tabs__one, textarea[aria-keyshortcuts]";
const aside = "table, .board, .toolbar, .selection, .pager, dialog, [hidden]"; // of one row among many, or of a list

// here gives groups of { words, note, also, icon, keys, asked, href, press }.
function here() {
  const main = document.getElementById("main");
  const page = [...(main?.querySelectorAll(offered) || [])].filter(usable).map(ofPage);
  const own = [...document.querySelectorAll("#sidebar [data-command]")].filter(idle).map(ofMember);
  return [
    { title: "On this page", list: page.sort((a, b) => a.asked - b.asked) },
    { title: "You", list: own },
  ];
}

function idle(control) {
  return !control.matches(":disabled, [aria-disabled=true], [aria-current], [aria-pressed=true][data-command]");
}

function usable(control) {
  if (!idle(control) || control.closest(aside) || control.matches("[type=reset]")) return false;
  if (!(control.closest("details")?.querySelector("summary") || control).checkVisibility()) return false;
  const form = control.closest("form");
  return control.matches("a, textarea") || !form || !form.querySelector("input:not([type=hidden]), textarea, select");
}

const said = (element) => element?.textContent.trim().replace(/\s+/g, " ") || "";

function ofPage(control) {
  const menu = control.closest(".menu");
  const words = control.matches("textarea") ? control.labels[0] : control.querySelector(".menu__words > span, .button__label, .visually-hidden") || control;
  return {
    words: control.dataset.command || said(words),
    note: said(menu?.querySelector(".menu__head")),
    also: control.matches("textarea") ? said(control.form?.querySelector("button:not([type=button])")) : control.dataset.also || "",
    icon: control.querySelector(".icon"),
    keys: control.getAttribute("aria-keyshortcuts"),
    asked: Boolean(menu) || control.matches(".tabs__one"),
    href: control.getAttribute("href"),
    press: () => press(control),
  };
}

function ofMember(control) {
  return { words: control.dataset.command, also: control.dataset.also || "", icon: control.querySelector(".icon"), asked: true, press: () => press(control) };
}

// press does what a click does, from the place that the focus can come back to.
function press(control) {
  const summary = control.closest("details")?.querySelector("summary");
  (summary || control).focus();
  if (!control.matches("textarea")) control.click();
}

// pressing holds what the options do that are taken from the page.
export const pressing = new WeakMap();

export function showHere(palette, place, fixed) {
  place.replaceChildren();
  const known = new Set([...fixed.querySelectorAll("a[href]")].map((a) => a.getAttribute("href")));
  for (const group of here()) {
    const list = group.list.filter((c) => c.words && !known.has(c.href) && known.add(c.href || c));
    if (!list.length) continue;
    const box = part("div", "palette__group", place);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", group.title);
    part("p", "palette__title", box, group.title).setAttribute("aria-hidden", "true");
    for (const c of list) box.append(option(c));
  }
}

function option(c) {
  const o = part("button", "palette__one");
  o.type = "button";
  o.tabIndex = -1;
  o.setAttribute("role", "option");
  o.setAttribute("aria-selected", "false");
  o.dataset.also = c.also;
  if (c.asked) o.dataset.asked = "";
  const sign = part("span", "palette__sign", o);
  if (c.icon) sign.append(c.icon.cloneNode(true));
  part("span", "palette__label truncate", o, c.words);
  if (c.note) part("span", "palette__note truncate", o, c.note);
  if (c.keys) part("kbd", "key", part("span", "keys", o), c.keys);
  pressing.set(o, c.press);
  return o;
}

function part(tag, name, parent, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  parent?.append(element);
  return element;
}
