// The hotline desk: what is heard and what is filled in go to one conversation; the form shows what it knows.
(() => {
  const { actions, forms, refreshers, send, say, one, all } = desk;
  const place = () => { try { return sessionStorage.getItem("yanglao.place") ?? ""; } catch { return ""; } };
  const person = () => Number(one("#case")?.dataset.person ?? 0);
  let heard = "";
  const call = () => ({ place: place(), person: person(), heard });
  desk.opening = () => ({ place: place() });

  function ask(text) {
    if (!text.trim()) return;
    heard = text.trim();
    send("ask", { text: heard, ...call() });
  }
  function keepPlace(found) { try { sessionStorage.setItem("yanglao.place", found); } catch { /* the form then shows none */ } }

  forms.ask = (form) => {
    const box = one("textarea", form);
    ask(box.value);
    box.value = "";
  };
  forms.none = () => {};
  document.addEventListener("change", ({ target }) => {
    if (!target.closest("#case") || !target.name) return;
    if (target.name === "@place") ask(target.selectedOptions[0].dataset.say ?? "");
    else send("mend", { fact: target.name, value: target.value, ...call() });
  });
  actions.person = (button) => send("person", { ...call(), person: Number(button.dataset.person) });
  actions.unsure = (button) => ask(button.textContent);
  actions.answer = (button) => answered(button.closest(".choices"), button.dataset.value, button.textContent);
  forms.answer = (form) => answered(form.closest(".choices"), form.elements.value.value, form.elements.value.value);
  function answered(choices, value, words) {
    const { fact, person } = choices.dataset;
    if (person !== "") send("mend", { ...call(), fact, value, person: Number(person) });
    else ask(words);
  }
  actions["new-call"] = (button) => {
    send("forget");
    desk.newSession();
    keepPlace("");
    heard = "";
    one("#message").value = "";
    one("#message").focus();
    say(button.dataset.done);
  };
  // The fields show what is known, but for the one that is being written in.
  refreshers.push((element) => {
    for (const field of all("#case [data-set]", element)) if (field !== document.activeElement) field.value = field.dataset.set;
  });
  refreshers.push((element) => {
    const found = one(".call", element);
    if (!found) return;
    if (found.dataset.regions) keepPlace(found.dataset.regions.split(" ")[0]);
    const line = one(".script .line, .alert, .words", found);
    if (line) say(line.textContent);
    // What was answered is gone: whoever answered it goes on from the next question.
    if (document.activeElement === document.body) one(".choices button, .choices input", found)?.focus();
  });

  const keys = {
    F2: () => one("#message"),
    F4: () => one("#case select, #case input"),
    F8: () => one(".next .choices button, .next .choices input"),
  };
  document.addEventListener("keydown", (event) => {
    const target = keys[event.key]?.();
    if (target) { event.preventDefault(); target.focus(); }
    if (event.key === "F9") { event.preventDefault(); one(".ticket [data-do=copy]")?.click(); }
    if (event.altKey && event.code === "KeyN") { event.preventDefault(); one("[data-do=new-call]").click(); }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.id === "message") {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
})();
