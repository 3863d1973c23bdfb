package org.relaywitness.evidence;

import com.ibm.icu.text.PluralRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is wrong with a translation, by the rules of docs/translating.md. */
final class TranslationFaults {
  /** Texts for programs, for the terminal, and of a form for courts of the United States. */
  static final List<String> ENGLISH_ONLY =
      List.of(
          "api.",
          "list.",
          "cert.us.",
          "error.bulk_",
          "error.document",
          "error.invalid_question.",
          "error.method.",
          "error.parameter.certification",
          "error.parameter.cidr",
          "error.parameter.cursor",
          "error.parameter.fingerprint",
          "error.parameter.future",
          "error.parameter.interval",
          "error.parameter.missing",
          "error.parameter.out_of_range",
          "error.parameter.port",
          "error.parameter.sha256",
          "error.parameter.time");

  /** Texts that are the same in some language, though they are long: none yet. */
  private static final Set<String> MAY_BE_THE_SAME = Set.of();

  private static final int LONGEST_THE_SAME = 6;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z_]+)}");

  /**
   * Control characters, and those that turn, isolate or hide: what a translation has no use for.
   */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}]|<[a-z/]");

  private final Map<String, String> english;
  private final Map<String, String> translation;
  private final Locale locale;
  private final List<String> found = new ArrayList<>();

  private TranslationFaults(
      Map<String, String> english, Map<String, String> translation, Locale locale) {
    this.english = english;
    this.translation = translation;
    this.locale = locale;
  }

  /** Every fault, each with its key. */
  static List<String> find(
      Map<String, String> english, Map<String, String> translation, Locale locale) {
    TranslationFaults faults = new TranslationFaults(english, translation, locale);
    faults.check();
    return faults.found;
  }

  private static boolean isEnglishOnly(String key) {
    return ENGLISH_ONLY.stream().anyMatch(key::startsWith);
  }

  /** The key of the English text that a key translates, by the key in the translation. */
  private Map<String, String> originals() {
    Map<String, String> originals = new TreeMap<>();
    for (String key : english.keySet()) {
      boolean one = key.endsWith(".one") && english.containsKey(other(key));
      boolean other = key.endsWith(".other") && english.containsKey(group(key) + ".one");
      if (other) {
        for (String category : PluralRules.forLocale(locale).getKeywords()) {
          originals.put(group(key) + "." + category, key);
        }
      } else if (!one) {
        originals.put(key, key);
      }
    }
    return originals;
  }

  private static String group(String key) {
    return key.substring(0, key.lastIndexOf('.'));
  }

  private static String other(String key) {
    return group(key) + ".other";
  }

  private void check() {
    Map<String, String> originals = originals();
    originals.keySet().stream()
        .filter(key -> !isEnglishOnly(key) && !translation.containsKey(key))
        .forEach(key -> found.add(key + ": missing"));
    translation.forEach(
        (key, text) -> {
          String original = originals.get(key);
          if (original == null) {
            found.add(key + ": English has no such key, or the language no such plural");
          } else {
            check(key, text, original);
          }
        });
  }

  private void check(String key, String text, String original) {
    String meant = String.valueOf(english.get(original));
    Set<String> expected = placeholders(meant);
    Set<String> has = placeholders(text);
    boolean counted = !key.equals(original) || original.endsWith(".other");
    boolean mayLeaveOutTheNumber =
        counted && (key.endsWith(".one") || key.endsWith(".two") || key.endsWith(".zero"));
    if (mayLeaveOutTheNumber) {
      // "Eine Liste", or the dual: the word itself says how many.
      expected = without(expected);
      has = without(has);
    }
    // Of one thing English may say less: when the first was, and not when the last was.
    String single = key.endsWith(".one") ? english.get(key) : null;
    if (!expected.equals(has) && (single == null || !without(placeholders(single)).equals(has))) {
      found.add(key + ": placeholders " + has + ", expected " + expected);
    }
    if (PLACEHOLDER.matcher(text).replaceAll("").matches("(?s).*[{}].*")) {
      found.add(key + ": a brace without a placeholder");
    }
    if (!key.startsWith("join.") && !blanks(text).equals(blanks(meant))) {
      found.add(key + ": other blanks at its start or end");
    }
    if (FORBIDDEN.matcher(text).find()) {
      found.add(key + ": a forbidden character");
    }
    if (text.isBlank() && !meant.isBlank()) {
      found.add(key + ": empty");
    }
    if (text.equals(meant)
        && text.strip().split("\\s+", -1).length > LONGEST_THE_SAME
        && !MAY_BE_THE_SAME.contains(key)) {
      found.add(key + ": the same as in English");
    }
  }

  private static Set<String> without(Set<String> placeholders) {
    return placeholders.stream()
        .filter(name -> !name.equals("n"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> placeholders(String text) {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The blanks around a text; a no-break space is one as any other. */
  private static String blanks(String text) {
    String one = text.replace('\u00a0', ' ');
    int start = one.length() - one.stripLeading().length();
    int end = one.length() - one.stripTrailing().length();
    return start + "," + end;
  }
}
