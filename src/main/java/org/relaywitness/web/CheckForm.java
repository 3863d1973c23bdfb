package org.relaywitness.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;

/**
 * The forms of the page that checks a report again: one takes the file, one the name and question.
 *
 * @param action where the file is sent
 * @param language what the other form sends along to keep the language; {@code null}: nothing
 * @param fields of the other form, with what was typed
 * @param problems what is wrong, a sentence each
 */
public record CheckForm(
    String action, @Nullable String language, List<Field> fields, List<String> problems) {
  private static final List<String> QUESTION =
      List.of("ip", "date", "time", "zone", "tolerance", "port");

  /** A field, with what was typed. */
  public record Field(String name, String label, String hint, String value) {}

  /** Lists are copied. */
  public CheckForm {
    fields = List.copyOf(fields);
    problems = List.copyOf(problems);
  }

  /** The forms, filled with what was sent. */
  static CheckForm of(Parameters sent, PageLanguage language, List<String> problems) {
    Texts texts = language.texts();
    List<Field> fields =
        new ArrayList<>(
            List.of(
                new Field(
                    CheckRoute.REPORT,
                    texts.text("check.report.label"),
                    texts.text("check.report.hint"),
                    sent.typed(CheckRoute.REPORT))));
    Map<String, String> typed = HomeRoute.typed(sent);
    for (String name : QUESTION) {
      fields.add(
          new Field(
              name,
              texts.text("form." + name + ".label"),
              texts.text("form." + name + ".hint"),
              typed.getOrDefault(name, "")));
    }
    return new CheckForm(language.keep(CheckRoute.PATH), language.field(), fields, problems);
  }
}
