package org.relaywitness.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.InvalidQuestionException;

/** The page: the form when nothing is asked, else the answer, or the form with what is wrong. */
final class HomeRoute implements Route {
  static final Set<String> PARAMETERS =
      Set.of(
          "ip", "address", "timestamp", "at", "date", "time", "zone", "tolerance", "port", "lang");

  /** The field that takes a line of a log. */
  private static final String LINE = "line";

  private static final Pattern AT =
      Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9:]+)([Zz]|[+-][0-9:]+)?");

  private final Records records;
  private final Pages pages;

  HomeRoute(Records records, Pages pages) {
    this.records = records;
    this.pages = pages;
  }

  @Override
  public Set<String> parameters() {
    return PARAMETERS;
  }

  @Override
  public Reply reply(Parameters sent) {
    PageLanguage language = PageLanguage.of(sent);
    if (asksNothing(sent)) {
      String page = pages.form(form(sent, language, List.of()), language);
      return Reply.html(200, page, Reply.REVALIDATE, language);
    }
    try {
      Texts texts = language.texts();
      Answer answer = Asked.answer(records, sent, texts);
      FormView form = form(sent, language, List.of());
      AskedZone zone = AskedZone.of(sent.find("zone"), texts);
      String page =
          pages.answer(
              answer,
              new Understood(answer.question(), texts, zone),
              records.documents(),
              form,
              "/evidence.json?" + query(sent, zone),
              language);
      return Reply.html(200, page, Api.cacheControl(answer), language);
    } catch (InvalidQuestionException e) {
      String page = pages.form(form(sent, language, e.problems()), language);
      return Reply.html(400, page, Reply.NO_STORE, language);
    }
  }

  @Override
  public Set<String> formFields() {
    return Set.of(LINE);
  }

  /** The form, filled from a line; the line is read here and then forgotten. */
  @Override
  public Reply posted(Parameters query, Parameters sent) {
    String line = sent.find(LINE);
    if (!sent.problems().isEmpty() || !asksNothing(query)) {
      return failure(query, Failure.FORM);
    }
    PageLanguage language = PageLanguage.of(query);
    Texts texts = language.texts();
    PastedLine pasted = new PastedLine(line == null ? "" : line, texts);
    FormView form =
        new FormView(
            language,
            pasted.values(),
            pasted.problems(),
            new Choices(asked(pasted, language), texts),
            zoneScript(),
            pasted);
    return Reply.html(200, pages.form(form, language), Reply.NO_STORE, language);
  }

  private static QuestionQuery asked(PastedLine pasted, PageLanguage language) {
    QuestionQuery read = QuestionQuery.of(pasted.values());
    String tag = language.field();
    return tag == null ? read : read.with(Parameters.LANGUAGE, tag);
  }

  private static boolean asksNothing(Parameters sent) {
    return sent.problems().isEmpty()
        && PARAMETERS.stream().allMatch(name -> name.equals("lang") || sent.find(name) == null);
  }

  private String zoneScript() {
    return pages.files().address("zone.js");
  }

  private FormView form(
      Parameters sent, PageLanguage language, List<InvalidQuestionException.Problem> problems) {
    Map<String, String> values = typed(sent);
    return new FormView(
        language,
        values,
        problems,
        new Choices(QuestionQuery.of(sent), language.texts()),
        zoneScript());
  }

  /** What the fields of the form hold: the parameters, an instant taken apart. */
  static Map<String, String> typed(Parameters sent) {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, sent, "ip", "address");
    put(values, sent, "date", "timestamp");
    for (String name : List.of("time", "zone", "tolerance", "port")) {
      put(values, sent, name);
    }
    String at = sent.typed("at");
    if (!at.isEmpty()) {
      Matcher parts = AT.matcher(at.strip());
      // What cannot be taken apart stays in sight whole.
      values.put("time", parts.matches() ? parts.group(2) : at);
      if (parts.matches()) {
        values.put("date", parts.group(1));
        String offset = parts.group(3);
        if (offset != null && values.containsKey("zone")) {
          if (RepeatedTime.needsOffset(parts.group(1), parts.group(2), values.get("zone"))) {
            values.put("time", parts.group(2) + " " + offset);
          }
        } else if (offset != null) {
          values.put("zone", offset.equalsIgnoreCase("Z") ? "UTC" : offset);
        }
      }
    }
    return values;
  }

  private static void put(Map<String, String> values, Parameters sent, String... names) {
    for (String name : names) {
      String value = sent.typed(name);
      if (!value.isEmpty()) {
        values.putIfAbsent(names[0], value);
      }
    }
  }

  /** The question's own parameters, to ask the same in another form. */
  private static String query(Parameters sent, AskedZone zone) {
    StringBuilder query = new StringBuilder();
    for (String name :
        List.of("ip", "address", "timestamp", "at", "date", "time", "zone", "tolerance", "port")) {
      // A city is sent on as the zone that it was read as.
      String value = name.equals("zone") ? zone.zone() : sent.find(name);
      if (value != null) {
        query
            .append(query.length() == 0 ? "" : "&")
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return query.toString();
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    PageLanguage language = PageLanguage.of(sent);
    return Reply.html(
        reason.status(), pages.message(reason.key(), language), Reply.NO_STORE, language);
  }
}
