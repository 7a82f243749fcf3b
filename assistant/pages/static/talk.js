// The conversation of the citizen's page: what is said goes to the server, what comes back goes into the log.
const talk = (() => {
  const { actions, forms, refreshers, send, say, sure, one, all, random } = desk;
  const log = () => one("#log");
  const PATIENCE = 20_000; // milliseconds

  // The server sends one exchange (or all of a conversation that is gone on with), as far as it has come.
  function show(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const restored = made.content.querySelector("[data-restored]") !== null;
    withdraw(made.content.querySelector("[data-withdraws]")?.dataset.withdraws);
    for (const turn of all(".turn", made.content)) {
      const before = document.getElementById(turn.id);
      if (before?.classList.contains("done")) continue;
      if (before) before.replaceWith(turn); else log().append(turn);
      desk.mayShare(turn);
      started();
      if (!restored) { bringUp(turn); setTimeout(() => bringUp(turn), 100); } // the card above may have grown since
      if (turn.classList.contains("done")) answered(turn, restored);
    }
  }
  // The last exchange that still counts is marked as taken back, in words.
  function withdraw(words) {
    const last = words && all(".turn.done:not(.withdrawn):has(.said)").at(-1);
    if (!last) return;
    last.classList.add("withdrawn");
    one(".said", last).prepend(Object.assign(document.createElement("b"), { textContent: `${words} ` }));
  }
  // An answer is read from its beginning.
  function bringUp(turn) {
    const { top } = turn.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 3) turn.scrollIntoView({ block: "start", behavior: "instant" });
  }
  function answered(turn, restored) {
    const headline = one(".words strong, .words p, .fault", turn);
    if (headline && !restored) say(`${log().dataset.answered}${headline.textContent}`);
    if (turn.dataset.language && !preferences.isChosen("language") && turn.dataset.language !== preferences.get("language")) {
      preferences.set("language", turn.dataset.language); // who asks in English reads the page in English
      send("open", { again: true });
    }
    if (turn.dataset.regions) keepPlace(turn.dataset.regions.split(" ")[0]);
  }
  function keepPlace(place) {
    try { sessionStorage.setItem("yanglao.place", place); } catch { /* the workbench then asks for it */ }
  }
  function started() {
    const has = log().childElementCount > 0;
    document.body.classList.toggle("talking", has);
  }
  function ask(text) {
    if (text.trim()) begin("ask", { text: text.trim() });
  }
  // The server shows every exchange at once; one that it never shows was lost on the way, and that is said.
  function begin(name, data) {
    const turn = random();
    send(name, { turn, ...data });
    setTimeout(() => {
      if (document.getElementById(`turn-${turn}`)) return;
      log().append(Object.assign(document.createElement("p"), { className: "fault", textContent: log().dataset.failed }));
      say(log().dataset.failed);
      started();
    }, PATIENCE);
  }

  forms.ask = (form) => {
    const box = one("textarea", form);
    ask(box.value);
    box.value = "";
    // On a telephone the keyboard would cover the answer.
    if (matchMedia("(pointer: coarse)").matches) box.blur(); else box.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("#ask textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  actions.say = (button) => ask(button.dataset.text);
  actions.unsure = (button) => ask(button.textContent);
  actions.answer = (button) => reply(button.closest(".choices"), button.dataset.value, button.textContent);
  forms.answer = (form) => reply(form.closest(".choices"), form.elements.value.value, form.elements.value.value);
  // Where one person is spoken of a tap sets the very fact; with several the words are sent, which the talk makes plain.
  function reply(choices, value, words) {
    const { fact, person } = choices.dataset;
    for (const button of all("button, input", choices)) button.disabled = true;
    if (person !== "") begin("mend", { person: Number(person), fact, value, said: words.trim() });
    else ask(words);
  }
  actions.mend = (button) => {
    const { person, fact, value } = button.dataset;
    begin("mend", { person: Number(person), fact, value });
  };
  forms.mend = (form) => {
    const { person, fact } = form.dataset;
    begin("mend", { person: Number(person), fact, value: form.elements.value.value });
  };
  actions.undo = () => begin("undo", {});
  actions.delete = async (button) => {
    const { question, yes, no, done } = button.dataset;
    if (!(await sure(question, yes, no))) return;
    send("forget");
    desk.newSession();
    log().replaceChildren();
    started();
    one("#ask textarea").focus();
    say(done);
  };

  actions.rate = (button) => rate(button, true, "");
  actions.doubt = (button) => {
    const why = one(".why", button.closest("form"));
    why.hidden = !why.hidden;
    button.setAttribute("aria-expanded", !why.hidden);
    if (!why.hidden) one("textarea", why).focus();
  };
  forms.rate = (form) => rate(form, false, form.elements.note.value);
  let rating = null;
  function rate(within, useful, note) {
    rating = within.closest("form");
    const { intent, regions } = rating.closest(".turn").dataset;
    send("rate", { useful, note, intent, regions: regions ?? "" });
  }
  // Thanks are said once the opinion is kept.
  function rated() {
    const thanks = Object.assign(document.createElement("p"), { textContent: rating.dataset.thanks, className: "thanks" });
    rating.replaceChildren(thanks);
    say(thanks.textContent);
  }
  refreshers.push((element) => { if (one("#log", element)) started(); });
  return { show, rated };
})();
