package org.relaywitness.evidence;

import com.ibm.icu.text.PluralRules;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The product's sentences in one language, by key. Placeholders are names in braces, {@code
 * {address}}. Apostrophes mean nothing special.
 *
 * <p>In a language that is written from right to left every value is put in between an isolate of
 * its direction and the isolate's end (U+2066, U+2067; U+2069), and so stand the tokens of a
 * sentence that have signs in them ({@code +01:00}), so that no address or time is ever shown in
 * another order.
 *
 * <p>A missing key, or a placeholder without a value, is a fault of the product and throws: a
 * sentence with a hole in it must never reach a reader.
 */
public final class Texts {
  private static final ResourceBundle.Control NO_SYSTEM_LOCALE =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  /** What is read from left to right in every language, and would be turned around by its signs. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?=[A-Za-z0-9@+./:_-]*[-@+/:][A-Za-z0-9@+./:_-]*[A-Za-z0-9])[A-Za-z0-9@+-][A-Za-z0-9@+./:_-]*(?<=[A-Za-z0-9])");

  private static final char LEFT_TO_RIGHT = '\u2066';
  private static final char RIGHT_TO_LEFT = '\u2067';
  private static final char END_OF_ISOLATE = '\u2069';

  private final Language language;
  private final ResourceBundle bundle;
  private final PluralRules plurals;

  private Texts(Language language) {
    this.language = language;
    this.bundle =
        ResourceBundle.getBundle(
            "org.relaywitness.evidence.Texts", language.locale(), NO_SYSTEM_LOCALE);
    this.plurals = PluralRules.forLocale(language.locale());
  }

  /** The sentences in this language. */
  public static Texts of(Language language) {
    return new Texts(language);
  }

  /** The sentences in the language of this locale; in English where there is no translation. */
  public static Texts of(Locale locale) {
    return new Texts(Language.of(locale));
  }

  /** The language the sentences are really in. */
  public Language language() {
    return language;
  }

  /** The locale of {@link #language}. */
  public Locale locale() {
    return language.locale();
  }

  /** Times in these sentences' language, for an asker in this zone. */
  public Moments moments(ZoneId zone) {
    return new Moments(this, zone);
  }

  /** Whether there is a sentence with this key. */
  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  /** A sentence without placeholders. */
  public String text(String key) {
    return text(key, Map.of());
  }

  /** A sentence, with each placeholder replaced by its value. */
  public String text(String key, Map<String, ?> values) {
    return filled(key, pattern(key), values);
  }

  /**
   * A sentence that counts: the key's variant {@code .one}, {@code .other} or another of CLDR, as
   * the language wants, with {@code {n}} for the number.
   */
  public String count(String key, long n) {
    return count(key, n, Map.of("n", n));
  }

  /** As {@link #count(String, long)}, with each placeholder replaced by its value. */
  public String count(String key, long n, Map<String, ?> values) {
    String variant = key + "." + plurals.select((double) n);
    return text(has(variant) ? variant : key + ".other", values);
  }

  /** A list in one line, with what the language puts between its items. */
  public String list(Collection<String> items) {
    return items.stream().map(this::isolated).collect(Collectors.joining(text("join.item")));
  }

  /** A value that stands among words of this language; unchanged where no order can be mixed up. */
  public String isolated(String value) {
    if (!language.rightToLeft()) {
      return value;
    }
    // By its whole text: a first strong isolate looks past what is isolated within it.
    char start = value.chars().anyMatch(Texts::isRightToLeft) ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
    return start + value + END_OF_ISOLATE;
  }

  private static boolean isRightToLeft(int letter) {
    byte direction = Character.getDirectionality(letter);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }

  private String pattern(String key) {
    try {
      String pattern = bundle.getString(key);
      return language.rightToLeft()
          ? TOKEN.matcher(pattern).replaceAll(token -> isolated(token.group()))
          : pattern;
    } catch (MissingResourceException e) {
      throw new IllegalArgumentException("no text has the key \"" + key + "\"", e);
    }
  }

  private String filled(String key, String pattern, Map<String, ?> values) {
    StringBuilder text = new StringBuilder(pattern.length() + 64);
    int position = 0;
    while (true) {
      int open = pattern.indexOf('{', position);
      if (open < 0) {
        return text.append(pattern, position, pattern.length()).toString();
      }
      int close = pattern.indexOf('}', open);
      if (close < 0) {
        throw new IllegalStateException("text " + key + " opens a placeholder and never ends it");
      }
      String name = pattern.substring(open + 1, close);
      Object value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException("text " + key + " needs a value for {" + name + "}");
      }
      text.append(pattern, position, open);
      boolean quoted = language.rightToLeft() && pattern.startsWith("»", close + 1);
      if (quoted && open > position && pattern.charAt(open - 1) == '«') {
        // The marks go with what they enclose, so that no line ends between them.
        text.setLength(text.length() - 1);
        text.append(isolated("«" + value + "»"));
        close++;
      } else {
        text.append(isolated(value.toString()));
      }
      position = close + 1;
    }
  }
}
