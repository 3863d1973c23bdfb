package org.relaywitness.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/**
 * The parameters of a request's query, decoded as UTF-8. Each is given once at most, and only those
 * known to the route: a misspelt parameter that is passed over would answer another question than
 * the one that was meant.
 */
final class Parameters {
  private static final int LONGEST_NAME = 40;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** The parameter that chooses a page's language. */
  static final String LANGUAGE = "lang";

  private final String query;
  private final String accept;
  private final String rest;
  private @Nullable String acceptLanguage;

  private Parameters(String query, String accept, String rest) {
    this.query = query;
    this.accept = accept;
    this.rest = rest;
  }

  /**
   * Reads a raw query; never fails, but notes problems for {@link #check}.
   *
   * @param accept the request's {@code Accept} header
   * @param pathInfo what of the path, decoded, is behind the route's own; {@code null} for nothing
   */
  static Parameters of(
      @Nullable String query,
      @Nullable String accept,
      @Nullable String pathInfo,
      Set<String> known,
      Texts texts) {
    Parameters parameters =
        new Parameters(
            query == null ? "" : query,
            accept == null ? "" : accept,
            pathInfo == null ? "" : pathInfo.replaceFirst("^/", ""));
    if (query == null || query.isEmpty()) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        parameters.add(pair, known, texts);
      }
    }
    return parameters;
  }

  /** Notes the request's {@code Accept-Language} header; {@code null} when it has none. */
  Parameters speaking(@Nullable String header) {
    acceptLanguage = header;
    return this;
  }

  /** The language that the query asks for by name; {@code null} when it asks for none spoken. */
  @Nullable Language chosenLanguage() {
    String tag = find(LANGUAGE);
    return tag == null ? null : Language.find(tag);
  }

  /** The language to answer a person in: the one chosen, else the one the browser wants most. */
  Language language() {
    Language chosen = chosenLanguage();
    return chosen == null ? Language.wanted(acceptLanguage) : chosen;
  }

  /** The same request in another language, as a link relative to it. Nothing else is left out. */
  String inLanguage(Language language) {
    StringBuilder same = new StringBuilder("?");
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty() && !isLanguage(pair)) {
        same.append(pair).append('&');
      }
    }
    return same.append(LANGUAGE).append('=').append(language.tag()).toString();
  }

  private static boolean isLanguage(String pair) {
    int equals = pair.indexOf('=');
    try {
      return decode(equals < 0 ? pair : pair.substring(0, equals)).equals(LANGUAGE);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void add(String pair, Set<String> known, Texts texts) {
    int equals = pair.indexOf('=');
    String name;
    String value;
    try {
      name = decode(equals < 0 ? pair : pair.substring(0, equals));
      value = equals < 0 ? "" : decode(pair.substring(equals + 1));
    } catch (IllegalArgumentException e) {
      problems.add(new Problem("", "malformed", texts.text("error.parameter.encoding")));
      return;
    }
    if (!known.contains(name)) {
      String shown = Untrusted.shown(name.substring(0, Math.min(LONGEST_NAME, name.length())));
      problems.add(new Problem(shown, "unknown", texts.text("error.parameter.unknown")));
    } else if (values.putIfAbsent(name, value) != null) {
      problems.add(new Problem(name, "repeated", texts.text("error.parameter.repeated")));
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The value, as it was sent; {@code null} when the parameter is absent or blank. */
  @Nullable String find(String name) {
    String value = values.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** The value, even an empty one; {@code null} when the parameter is absent. */
  @Nullable String findRaw(String name) {
    return values.get(name);
  }

  /** The value, fit to stand in its field again; empty when the parameter is absent or blank. */
  String typed(String name) {
    String value = find(name);
    return value == null ? "" : Untrusted.typed(value);
  }

  /** Whether no parameter was sent at all. */
  boolean isEmpty() {
    return values.isEmpty() && problems.isEmpty();
  }

  /** What of the path is behind the route's own, without the slash between; may be empty. */
  String rest() {
    return rest;
  }

  /** Whether the request's {@code Accept} header names this media type. */
  boolean accepts(String mediaType) {
    return accept.contains(mediaType);
  }

  /** All problems that reading the query found. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Throws when the query had problems.
   *
   * @throws InvalidQuestionException with all of them
   */
  void check() throws InvalidQuestionException {
    if (!problems.isEmpty()) {
      throw new InvalidQuestionException(problems);
    }
  }
}
