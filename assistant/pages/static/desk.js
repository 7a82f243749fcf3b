// What every desk does: carries taps and forms to the server, keeps the session, opens help and documents.
const desk = (() => {
  let trigger = null;
  const early = [];
  const actions = {}, forms = {}, refreshers = [];
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // One conversation a tab, also over a reload and on another desk in the same tab; closed with the tab.
  function session() {
    try {
      const kept = sessionStorage.getItem("yanglao.session");
      return kept && /^[0-9a-f]{32}$/.test(kept) ? kept : newSession();
    } catch { return (desk.unkept ??= random()); }
  }
  function newSession() {
    const made = random();
    try { sessionStorage.setItem("yanglao.session", made); } catch { desk.unkept = made; }
    return made;
  }
  function random() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function connect(found) {
    trigger = found;
    preferences.refresh();
    send("open", desk.opening());
    for (const [name, data] of early.splice(0)) send(name, data);
  }
  function send(name, data = {}) {
    if (trigger === null) { early.push([name, data]); return; }
    trigger(name, { session: session(), language: preferences.get("language"), ...data });
  }

  // A region was made anew: what was open stays open, and each desk does what else it has to.
  function refreshed(element) {
    preferences.refresh();
    for (const details of all("details[id]", element)) details.open = opened.has(details.id);
    for (const refresher of refreshers) refresher(element);
  }
  function ready() { document.documentElement.dataset.ready = "yes"; }
  const opened = new Set(matchMedia("(min-width: 62rem)").matches && preferences.get("view") === "normal" ? ["card-known"] : []);
  document.addEventListener("click", ({ target }) => {
    const details = target.closest("summary")?.parentElement;
    if (details?.id) opened[details.open ? "delete" : "add"](details.id); // it has not turned yet
  }, true);

  function say(text) {
    const status = one("#status");
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 50); // the same words twice are announced twice
  }
  // What a button says to the eye and, in the status line, to a screen reader.
  function flash(button, text) {
    say(text);
    button.dataset.was ??= button.textContent;
    button.textContent = text;
    setTimeout(() => { button.textContent = button.dataset.was; delete button.dataset.was; }, 4000);
  }
  function sure(question, yes, no) {
    const box = one("#sure");
    one("p", box).textContent = question;
    one("[value=yes]", box).textContent = yes;
    one("[value=no]", box).textContent = no;
    box.returnValue = "no";
    box.showModal();
    return new Promise((answered) => box.addEventListener("close", () => answered(box.returnValue === "yes"), { once: true }));
  }

  function save(blob, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async function read(address) {
    const whole = new URL(address);
    whole.searchParams.set("language", preferences.get("language"));
    const page = new DOMParser().parseFromString(await (await fetch(whole)).text(), "text/html");
    const reader = one("#reader"), words = one(".reader-words", reader);
    words.replaceChildren(one("article", page) ?? one("body", page));
    reader.showModal();
    const here = one("#here", words);
    here?.scrollIntoView({ block: "center" });
    here?.focus({ preventScroll: true });
  }

  Object.assign(actions, {
    view: () => preferences.toggle("view"),
    contrast: () => preferences.toggle("contrast"),
    language: (button) => { preferences.set("language", button.dataset.language); send("open", { again: true, ...desk.opening() }); },
    help: (button) => {
      const help = one("#help");
      help.hidden = !help.hidden;
      button.setAttribute("aria-expanded", !help.hidden);
    },
    "close-reader": () => one("#reader").close(),
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-read]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      read(link.href);
      return;
    }
    if (event.target.closest(".to-words a, a.skip, a.skip-to")) {
      event.preventDefault();
      const target = one(event.target.closest("a").getAttribute("href"), event.target.closest("dialog") ?? document);
      target?.setAttribute("tabindex", "-1");
      target?.focus();
      target?.scrollIntoView();
      return;
    }
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do]?.(button, event);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-submit]");
    if (!form) return;
    event.preventDefault();
    forms[form.dataset.submit]?.(form, event);
  });

  return { opening: () => ({}), actions, forms, refreshers, connect, ready, send, refreshed, say, flash, sure, save, session, newSession, random, one, all };
})();
