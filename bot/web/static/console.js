// Sends forms without leaving the page, and asks for news. Without it, forms post and the page loads anew.
"use strict";

const SOON = 200;
const EVERY = 2000;
const page = document.body.dataset;
const log = document.getElementById("log");
const scroller = document.getElementById("scroll");
const typing = document.getElementById("typing");
const sending = document.getElementById("sending");
const words = document.getElementById("words");
const trouble = document.getElementById("trouble");
const asked = JSON.parse(sessionStorage.getItem("asked") ?? "[]");
let change = Number(page.change);
let place = asked.length;
let pause = SOON;
let asking = 0;

// --- the log -------------------------------------------------------------------------------------------------------

function put({ id, html }) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const entry = holder.content.firstElementChild;
  const before = document.getElementById(id);
  if (before) before.replaceWith(entry);
  else log.append(entry);
  show(entry);
}

// Scripts make these work, so scripts show them.
function show(part) {
  for (const copy of part.querySelectorAll("[data-copy]")) copy.hidden = false;
}

// Whether the reader is within `slack` of the end of the log.
function atEnd(slack = 80) {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < slack;
}

function scrollTo(entry) {
  const tall = entry.offsetHeight > scroller.clientHeight;
  entry.scrollIntoView({ block: tall ? "start" : "nearest" });
}

function take(news) {
  const stay = !atEnd();
  const shown = scroller.scrollTop;
  news.entries.forEach(put);
  change = Math.max(change, news.change);
  document.getElementById("welcome").hidden = log.children.length > 0;
  for (const link of document.querySelectorAll("[data-channel]")) count(link, news.unread[link.dataset.channel]);
  if (!news.entries.length) return;
  askSoon();
  if (stay) scroller.scrollTop = shown;
  else scrollTo(log.lastElementChild);
}

function count(link, unread) {
  const badge = link.querySelector(".unread");
  badge.hidden = !unread;
  badge.firstElementChild.textContent = unread ?? 0;
}

// --- saying something ----------------------------------------------------------------------------------------------

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const pressed = event.submitter;
  const part = form.closest(".card, .composer");
  if (part.ariaBusy === "true") return;
  const sent = said(form, pressed);
  if (!sent) return;
  sent.set("since", change);
  pressed?.closest("[popover]")?.hidePopover();
  const news = await waitingFor(part, form.action, { method: "POST", body: sent });
  if (news?.moved) location.assign(news.moved);
  else if (news) answered(form, sent.get("words"), news);
});

// What a form says; a file goes with the words that were typed beside it.
function said(form, pressed) {
  const fields = new FormData(form, pressed);
  if (form !== sending) return new URLSearchParams(fields);
  if (fields.get("file").size > sending.dataset.largest) {
    trouble.textContent = sending.dataset.tooLarge;
    form.reset();
    return null;
  }
  fields.set("words", words.value);
  return fields;
}

async function waitingFor(part, address, request) {
  part.ariaBusy = "true";
  trouble.textContent = "";
  try {
    return await ask(address, request);
  } catch {
    trouble.textContent = page.trouble;
    return null;
  } finally {
    part.ariaBusy = "false";
  }
}

async function ask(address, request = {}) {
  const response = await fetch(address, { ...request, headers: { Accept: "application/json" } });
  if (response.ok) return response.json();
  if (response.status >= 500) throw new Error(response.statusText);
  if (response.status === 410) location.reload();
  trouble.textContent = await response.text();
  return null;
}

function answered(form, said, news) {
  const typed = form.closest(".composer");
  if (form === typing || form === sending) remember(said);
  if (form === sending) form.reset();
  take(news);
  // What is pressed next is another delivery, also where this card stays.
  for (const key of (typed ?? form.closest(".card")).querySelectorAll("[name=key]")) key.value = news.key;
  const entry = document.getElementById(news.focus);
  if (entry) scrollTo(entry);
  if (typed) words.focus();
  else if (document.activeElement !== words) focusIn(entry);
}

// The first thing to fill in, or what is wrong, or else the card itself.
function focusIn(entry) {
  const fields = "[aria-invalid=true], .field input:not([type=hidden]), .field select, .field textarea";
  (entry.querySelector("[aria-invalid=true]") ?? entry.querySelector(fields) ?? entry.querySelector(".card")).focus({
    preventScroll: true,
  });
}

// --- typing: what was typed before comes back with the arrow -------------------------------------------------------

function remember(text) {
  if (text.trim() && asked.at(-1) !== text) asked.push(text);
  asked.splice(0, asked.length - 50);
  sessionStorage.setItem("asked", JSON.stringify(asked));
  place = asked.length;
  if (words.value === text) words.value = "";
}

words.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const browsing = words.value === "" || words.value === asked[place];
  if (!step || !browsing || event.isComposing) return;
  const next = place + step;
  if (next < 0 || next > asked.length) return;
  event.preventDefault();
  place = next;
  words.value = asked[place] ?? "";
});

// --- small things --------------------------------------------------------------------------------------------------

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const label = copy.textContent;
  await navigator.clipboard.writeText(copy.dataset.copy);
  copy.textContent = page.copied;
  setTimeout(() => { copy.textContent = label; }, 2000);
});

sending?.elements.file.addEventListener("change", ({ target }) => {
  if (target.files.length) sending.requestSubmit();
});

for (const choice of document.querySelectorAll(".who select")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}

// Where something has just happened more is to come; then less and less often.
function askSoon() {
  pause = SOON;
  if (!asking) return;
  clearTimeout(asking);
  asking = setTimeout(news, pause);
}

async function news() {
  asking = 0;
  try {
    if (!document.hidden && !document.querySelector("[aria-busy=true]")) {
      const since = change;
      const fresh = await ask(`${page.news}&since=${since}`);
      // What an answer has brought meanwhile is not put in anew: somebody may be typing in it.
      if (fresh && since === change) take(fresh);
    }
  } catch {
    // The next question tells it; a page that only waits need not complain.
  }
  asking = setTimeout(news, pause);
  pause = Math.min(2 * pause, EVERY);
}

document.documentElement.classList.add("scripted");
show(document);
if (!location.hash) scroller.scrollTop = scroller.scrollHeight;
asking = setTimeout(news, pause);
