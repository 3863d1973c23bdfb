package org.relaywitness.evidence;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The product's sentences in one language, by key. Placeholders are names in braces, {@code
 * {address}}. Apostrophes mean nothing special.
 *
 * <p>A missing key, or a placeholder without a value, is a fault of the product and throws: a
 * sentence with a hole in it must never reach a reader.
 */
public final class Texts {
  private static final ResourceBundle.Control NO_SYSTEM_LOCALE =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final Locale locale;
  private final ResourceBundle bundle;

  private Texts(Locale locale, ResourceBundle bundle) {
    this.locale = locale;
    this.bundle = bundle;
  }

  /** The sentences in this language; in English where there is no translation. */
  public static Texts of(Locale locale) {
    ResourceBundle bundle =
        ResourceBundle.getBundle("org.relaywitness.evidence.Texts", locale, NO_SYSTEM_LOCALE);
    Locale found = bundle.getLocale();
    return new Texts(found.getLanguage().isEmpty() ? Locale.ENGLISH : found, bundle);
  }

  /** The language the sentences are really in. */
  public Locale locale() {
    return locale;
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
   * A sentence that counts: the key's variant {@code .one} or {@code .other}, as the language
   * wants, with {@code {n}} for the number.
   */
  public String count(String key, long n) {
    return text(key + (n == 1 ? ".one" : ".other"), Map.of("n", n));
  }

  private String pattern(String key) {
    try {
      return bundle.getString(key);
    } catch (MissingResourceException e) {
      throw new IllegalArgumentException("no text has the key \"" + key + "\"", e);
    }
  }

  private static String filled(String key, String pattern, Map<String, ?> values) {
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
      text.append(pattern, position, open).append(value);
      position = close + 1;
    }
  }
}
