// The board. A card is dragged (SortableJS), moved by menu or by key; all
// three send the same form to the card's own address. The card moves at once
// and goes back, with the reason, if it is refused.
import { behaviour, on, typing } from "./core.js";
import { columnOf, drag } from "./drag.js";
import { flash } from "./nav.js";
import { show } from "./dialog.js";
import { walk } from "./menu.js";
import { refreshAll } from "./live.js";
import { slide } from "./slide.js";

const cardsOf = (column) => column.querySelector("[data-cards]");

behaviour("board", (board, signal) => {
  const menu = board.querySelector("[data-move-menu]");
  const says = board.querySelector("[data-board-says]");
  let open = null; // the card whose menu is open

  if (menu) drag(board, signal, (card, from, before) => move(card, columnOf(card), from, before));
  slide(board, signal);

  async function move(card, to, from, before) {
    const back = () => {
      const held = card.contains(document.activeElement);
      cardsOf(from).insertBefore(card, before?.parentNode === cardsOf(from) ? before : null);
      count(from, to, -1);
      delete card.dataset.busy;
      if (held) card.querySelector("a").focus();
      card.scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    count(from, to, 1);
    card.dataset.busy = "";
    try {
      const body = new URLSearchParams({ [to.dataset.name]: to.dataset.value });
      const answer = await fetch(card.dataset.move, { method: "POST", body, headers: { "Candor-Board": "1" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok) {
        delete card.dataset.busy;
        says.textContent = `${card.dataset.says} moved to ${title(to)}.`;
        const flashes = document.getElementById("flashes");
        flashes?.append(...page.querySelectorAll("#flashes .flash")); // with its Undo
        htmx.process(flashes);
        return refreshAll();
      }
      back();
      if (page.querySelector("[data-sheet], [data-problem]")) show(page, answer.url);
      else flash(`${card.dataset.says} could not be moved.`);
    } catch {
      back();
      flash(`${card.dataset.says} was not moved: no answer from the server.`);
    }
  }

  function count(from, to, by) {
    for (const [column, step] of [[from, -by], [to, by]]) {
      const place = column.querySelector("[data-column-count]");
      const n = Number(place.textContent.replace(/\D/g, "")) + step;
      place.textContent = n.toLocaleString("en");
    }
  }

  // by key or menu: put the card on top of the other column, then send.
  function put(card, to) {
    const from = columnOf(card);
    if (!to?.dataset.name || to === from) return;
    const before = card.nextElementSibling;
    cardsOf(to).prepend(card);
    card.querySelector("a").focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
    move(card, to, from, before);
  }

  function openMenu(card, at) {
    if (!menu || !card?.dataset.move) return;
    open = card;
    for (const line of menu.querySelectorAll("button")) line.disabled = line.value === columnOf(card).dataset.value;
    menu.showPopover();
    const box = at.getBoundingClientRect();
    menu.style.insetBlockStart = Math.max(8, Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8)) + "px";
    menu.style.insetInlineStart = Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8)) + "px";
    menu.querySelector("button:not(:disabled)")?.focus();
  }

  on(board, "click", signal, (event) => {
    const opener = event.target.closest("[data-move-open]");
    if (!opener || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    openMenu(opener.closest("[data-card]"), opener);
  }, { capture: true });

  if (menu) {
    on(menu, "submit", signal, (event) => {
      event.preventDefault();
      event.stopPropagation();
      menu.hidePopover();
      const value = event.submitter.value;
      put(open, [...board.querySelectorAll("[data-column]")].find((c) => c.dataset.value === value));
    }, { capture: true });
    on(menu, "keydown", signal, (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      walk([...menu.querySelectorAll("button:not(:disabled)")], step);
    });
    on(menu, "toggle", signal, (event) => event.newState === "closed" && document.activeElement === document.body && open?.querySelector("a")?.focus());
  }

  // j and k go through all cards, column by column; with nothing focused they,
  // and the arrows, enter at the first.
  on(document, "keydown", signal, (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || typing(event.target)) return;
    if (document.querySelector("dialog[open], .menu[open]") || localStorage.getItem("candor-keys-off") === "1") return;
    const cards = [...board.querySelectorAll("[data-card]")];
    const at = cards.indexOf(document.activeElement.closest("[data-card]"));
    const idle = event.key.startsWith("Arrow") && document.activeElement.matches("body, #main, #main h1");
    const to = { j: at + 1, k: Math.max(at - 1, 0) }[event.key] ?? (idle ? 0 : -1);
    if (to >= 0 && cards.length) cards[Math.min(to, cards.length - 1)].querySelector("a").focus();
    else return;
    event.preventDefault();
  });

  on(board, "keydown", signal, (event) => {
    const card = event.target.closest?.("[data-card]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = [...board.querySelectorAll("[data-column]")];
    const here = columns.indexOf(columnOf(card));
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (document.dir === "rtl" ? -1 : 1);
    const line = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "m") openMenu(card, card);
    else if (side && event.shiftKey && card.dataset.move) put(card, next(columns, here, side, (c) => c.dataset.name));
    else if (side) next(columns, here, side, (c) => c.querySelector("[data-card]"))?.querySelector("[data-card] a").focus();
    else if (line) walkCards(card, line);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
});

const title = (column) => column.querySelector(".column__title").textContent;

function next(columns, here, step, fits) {
  for (let i = here + step; i >= 0 && i < columns.length; i += step) if (fits(columns[i])) return columns[i];
}

function walkCards(card, step) {
  const cards = [...columnOf(card).querySelectorAll("[data-card]")];
  cards[cards.indexOf(card) + step]?.querySelector("a").focus();
}
