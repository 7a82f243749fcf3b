// The workbench: the form is this page's own, and every change of it is judged anew.
(() => {
  const { actions, refreshers, send, say, flash, one, all } = desk;
  let values = {}, opened = null;
  const fields = (form) => all("select, input", form);

  desk.opening = () => {
    try { return { place: sessionStorage.getItem("yanglao.place") ?? "" }; } catch { return {}; }
  };
  function stated() {
    const facts = Object.entries(values).filter(([name, value]) => !name.startsWith("@") && value);
    return { place: values["@place"], other: values["@other"], day: values["@day"] || null, form: Object.fromEntries(facts) };
  }
  // A form that was opened brings its values; one that was only made anew shows those that stand here.
  refreshers.push((element) => {
    const form = one("#case", element);
    if (!form) return;
    if (form.dataset.opened !== "" && form.dataset.opened !== opened || !("@place" in values)) {
      opened = form.dataset.opened;
      values = Object.fromEntries(fields(form).map((field) => [field.name, field.dataset.set]));
    }
    for (const field of fields(form)) if (field !== document.activeElement) field.value = values[field.name] ?? "";
  });
  refreshers.push((element) => {
    for (const button of all("[data-do=trace]", element)) show(button, shown.has(button.getAttribute("aria-controls")));
    const judged = all("[data-judged]", element).map((place) => place.dataset.judged).join(" ");
    if (judged && isChanged) say(judged);
  });
  const shown = new Set();
  let isChanged = false;

  function show(button, isShown) {
    const id = button.getAttribute("aria-controls");
    shown[isShown ? "add" : "delete"](id);
    button.setAttribute("aria-expanded", isShown);
    document.getElementById(id).hidden = !isShown;
  }
  // One change is judged at a time, so that no older answer comes after a newer one.
  let serial = 0, waiting = false, behind = false;
  function judge() {
    isChanged = true;
    if (waiting) { behind = true; return; }
    waiting = true;
    send("judge", { ...stated(), serial: ++serial });
  }
  refreshers.push((element) => {
    if (Number(one("[data-serial]", element)?.dataset.serial) !== serial) return;
    waiting = false;
    if (behind) { behind = false; judge(); }
  });

  let soon = 0;
  function changed({ target }, pause) {
    if (!target.closest("#case") || !target.name || values[target.name] === target.value) return;
    values[target.name] = target.value;
    clearTimeout(soon);
    soon = setTimeout(judge, pause);
  }
  document.addEventListener("change", (event) => changed(event, 0));
  document.addEventListener("input", (event) => changed(event, event.target.matches("select") ? 0 : 400)); // a number has several figures
  desk.forms.judge = judge;
  actions.trace = (button) => show(button, button.getAttribute("aria-expanded") !== "true");
  actions.person = (button) => { opened = null; send("open", { person: Number(button.dataset.person), ...desk.opening() }); };
  actions.clear = (button) => {
    const { "@place": place, "@other": other, "@day": day } = values;
    values = { "@place": place, "@other": other, "@day": day };
    for (const field of fields(one("#case"))) field.value = values[field.name] ?? "";
    flash(button, button.dataset.done);
    judge();
  };
  actions.export = async (button) => {
    const { kind } = button.dataset;
    const body = JSON.stringify({ ...stated(), language: preferences.get("language") });
    const found = await fetch(`/adviser/export/${kind}`, { method: "POST", body, headers: { "Content-Type": "application/json" } });
    if (!found.ok) { flash(button, button.dataset.fault); return; }
    desk.save(await found.blob(), `yanglao-${values["@place"]}-${values["@day"]}.${kind === "handout" ? "docx" : "json"}`);
    flash(button, button.dataset.done);
  };
})();
