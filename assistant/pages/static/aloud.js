// Reads an answer aloud with the voices of this device alone, sentence by sentence, and stops at once.
(() => {
  const { actions, one, all, flash } = desk;
  const voice = window.speechSynthesis;

  function local(language) {
    const wanted = language === "en" ? /^en/i : language === "zh-Hant" ? /^zh-(TW|HK|Hant)|^zh/i : /^(zh|cmn)/i;
    return (voice?.getVoices() ?? []).find((found) => found.localService && wanted.test(found.lang));
  }
  function show(turn, isSpeaking) {
    one("[data-do=aloud]", turn).hidden = isSpeaking;
    one("[data-do=hush]", turn).hidden = !isSpeaking;
    one(isSpeaking ? "[data-do=hush]" : "[data-do=aloud]", turn).focus();
  }
  function hush() {
    voice?.cancel();
    for (const turn of all(".turn:has([data-do=hush]:not([hidden]))")) show(turn, false);
  }
  actions.aloud = (button) => {
    const turn = button.closest(".turn"), language = turn.dataset.language, found = local(language);
    if (!found) { flash(button, button.dataset.none); return; }
    hush();
    const sentences = one(".speech", turn).textContent.split(/(?<=[。！？\n.!?;；])/).filter((said) => said.trim());
    sentences.forEach((said, index) => {
      const utterance = new SpeechSynthesisUtterance(said.trim());
      utterance.voice = found;
      utterance.lang = found.lang;
      utterance.rate = 0.9;
      if (index === sentences.length - 1) utterance.onend = () => show(turn, false);
      voice.speak(utterance);
    });
    show(turn, true);
  };
  actions.hush = hush;
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hush(); });
  window.addEventListener("pagehide", () => voice?.cancel());
})();
