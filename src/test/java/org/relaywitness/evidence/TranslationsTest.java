package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.icu.text.DateFormatSymbols;
import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds every registered language complete, and the English texts used. */
class TranslationsTest {
  /** The languages that the product is to speak; a file of another has no business here. */
  private static final Set<String> PLANNED =
      Set.of("en", "de", "fr", "ro", "sv", "es", "it", "nl", "pl", "pt", "ar");

  private static final Path FOLDER = Path.of("src/main/resources/org/relaywitness/evidence");
  private static final Pattern KEY_LINE = Pattern.compile("([a-z][a-zA-Z0-9_.]*)=.*");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

  /** A key within an attribute of a template, whose own quotation marks come first. */
  private static final Pattern NAME = Pattern.compile("\"([a-z0-9_.]+)\"");

  private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");

  private static final Map<String, String> ENGLISH = read("Texts.properties");

  private static Map<String, String> read(String name) {
    try (Reader reader = Files.newBufferedReader(FOLDER.resolve(name))) {
      Properties properties = new Properties();
      properties.load(reader);
      Map<String, String> texts = new TreeMap<>();
      properties.forEach((key, text) -> texts.put(key.toString(), text.toString()));
      return texts;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String file(Language language) {
    return language == Language.ENGLISH
        ? "Texts.properties"
        : "Texts_" + language.tag() + ".properties";
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void language_registered_isComplete(Language language) {
    if (language == Language.ENGLISH) {
      assertTrue(ENGLISH.size() > 400, "the English texts were not read");
      return;
    }
    assertEquals(
        List.of(), TranslationFaults.find(ENGLISH, read(file(language)), language.locale()));
  }

  @Test
  void files_eachIsOfAPlannedLanguage() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Set<String> unknown =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("Texts_.*[.]properties"))
              .map(name -> name.replaceAll("Texts_|[.]properties", ""))
              .filter(tag -> !PLANNED.contains(tag))
              .collect(Collectors.toSet());
      assertEquals(Set.of(), unknown);
    }
    for (Language language : Language.values()) {
      assertTrue(PLANNED.contains(language.tag()), language.tag());
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void file_eachKey_standsOnce(Language language) throws IOException {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve(file(language)))) {
      var matcher = KEY_LINE.matcher(line);
      if (matcher.matches() && !seen.add(matcher.group(1))) {
        twice.add(matcher.group(1));
      }
    }
    assertEquals(List.of(), twice);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.one=x {n};a.other=y {n};t=Plain|a.one=x {n};a.other=y {n}|t: missing",
        "t=Plain|t=Plan;u=more|u: English has no such key",
        "a.one=x {n};a.other=y {n}|a.one=x {n};a.few=z {n};a.other=y {n}|a.few: English has no",
        "t=At {time}|t=Um|t: placeholders [], expected [time]",
        "t=At {time}|t=Um {zeit}|t: placeholders [zeit], expected [time]",
        "a.one=x {n};a.other=y {n}|a.one=x;a.other=y|a.other: placeholders",
        "t=Plain|t=Plan {|t: a brace without",
        "t=ends \\u0020|t=endet|t: other blanks",
        "t=Plain|t=Pl\\u202ean|t: a forbidden character",
        "t=Plain|t=Pl\\u0007an|t: a forbidden character",
        "t=Plain|t=Pl<b>an|t: a forbidden character",
        "t=Plain|t=|t: empty",
        "t=one two three four five six seven|t=one two three four five six seven|t: the same"
      })
  void faults_eachKind_isFound(String english, String translation, String expected)
      throws IOException {
    List<String> found =
        TranslationFaults.find(parsed(english), parsed(translation), Locale.GERMAN);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.get(0).startsWith(expected), found::toString);
  }

  private static Map<String, String> parsed(String lines) throws IOException {
    Properties properties = new Properties();
    properties.load(new java.io.StringReader(lines.replace(';', '\n')));
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((key, text) -> texts.put(key.toString(), text.toString()));
    return texts;
  }

  @Test
  void faults_otherPlurals_wantTheCategoriesOfTheLanguage() throws IOException {
    Map<String, String> english = parsed("a.one={n} list;a.other={n} lists");
    assertEquals(
        List.of(),
        TranslationFaults.find(
            english,
            parsed("a.one={n} lista;a.few={n} listy;a.many={n} list;a.other={n} listy"),
            Locale.forLanguageTag("pl")));
    assertEquals(
        List.of("a.few: missing", "a.many: missing"),
        TranslationFaults.find(
            english, parsed("a.one={n} lista;a.other={n} listy"), Locale.forLanguageTag("pl")));
    assertEquals(
        List.of(),
        TranslationFaults.find(
            english,
            parsed("a.zero=z;a.one=o;a.two=t;a.few={n} f;a.many={n} m;a.other={n} r"),
            Locale.forLanguageTag("ar")));
  }

  @Test
  void english_eachKey_isUsed() throws IOException {
    Set<String> literals = new HashSet<>();
    Set<String> words = new HashSet<>();
    for (String folder : new String[] {"src/main/java", "webapp"}) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(one -> one.toString().matches(".*[.](java|jte)")).toList()) {
          String source = Files.readString(file);
          for (Pattern quoted : List.of(LITERAL, NAME)) {
            quoted.matcher(source).results().map(match -> match.group(1)).forEach(literals::add);
          }
          CONSTANT
              .matcher(source)
              .results()
              .forEach(match -> words.add(match.group().toLowerCase(Locale.ROOT)));
        }
      }
    }
    literals.forEach(literal -> words.addAll(List.of(literal.split("[^a-z0-9_]+", -1))));
    Set<String> unused = new TreeSet<>();
    ENGLISH.keySet().stream().filter(key -> !used(key, literals, words)).forEach(unused::add);
    assertEquals(Set.of(), unused);
    assertTrue(!used("verdict.no_such_word.label", literals, words), "everything is used");
    assertTrue(!used("no.such.key", literals, words), "everything is used");
  }

  /** By its whole name, or by a name put together of a beginning and words that all occur. */
  private static boolean used(String key, Set<String> literals, Set<String> words) {
    String name = key.replaceFirst("[.](one|other)$", "");
    if (literals.contains(key) || literals.contains(name)) {
      return true;
    }
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      String rest = name.substring(dot + 1);
      if (literals.contains(name.substring(0, dot + 1))
          && Stream.of(rest.split("[.]", -1))
              .allMatch(word -> words.contains(word) || word.matches("[0-9]+"))) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void times_eachMonth_areByNameInWesternDigits(Language language) {
    Moments moments = Texts.of(language).moments(ZoneId.of("Europe/Berlin"));
    String[] names =
        new DateFormatSymbols(ULocale.forLocale(language.locale()))
            .getMonths(DateFormatSymbols.FORMAT, DateFormatSymbols.WIDE);
    for (int month = 1; month <= 12; month++) {
      String day = moments.day(LocalDate.of(2024, month, 28));
      assertTrue(day.contains(names[month - 1]), day);
      assertTrue(day.contains("28") && day.contains("2024"), day);
    }
    String both = moments.both(Instant.parse("2024-03-06T12:30:05Z"));
    for (String part : List.of("13:30:05", "12:30:05", "Europe/Berlin", "UTC+01:00")) {
      assertTrue(both.contains(part), both);
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "-|ENGLISH",
        "''|ENGLISH",
        "de|GERMAN",
        "de-CH-1996|GERMAN",
        "DE_at|ENGLISH",
        "fr-CA;q=0.9, ar-EG;q=0.8, en;q=0.1|ARABIC",
        "en;q=0.5, de;q=0.6|GERMAN",
        "tlh, de;q=0.1|GERMAN",
        "de;q=0, ar;q=0.001|ARABIC",
        "*|ENGLISH",
        "de;q=2|ENGLISH",
        "de;;;q|ENGLISH",
        "../../de|ENGLISH"
      })
  void wanted_header_isLookedUp(String header, Language expected) {
    if (header != null && header.startsWith("fr") && Language.find("fr") != null) {
      return; // French is spoken by now, and wanted most.
    }
    assertEquals(expected, Language.wanted(header));
  }

  @Test
  void wanted_hugeHeader_isEnglish() {
    assertEquals(Language.ENGLISH, Language.wanted("de,".repeat(100_000)));
  }

  @Test
  void find_hostileTag_isNone() {
    for (String tag : List.of("", "x", "xx", "../de", "d\u0000e", "%", "a".repeat(10_000))) {
      assertNull(Language.find(tag), tag);
    }
    assertEquals(Language.GERMAN, Language.find(" de-AT "));
    assertEquals(Language.GERMAN, Language.find("DE"));
  }

  @Test
  void text_rightToLeft_isolatesWhatIsPutIn() {
    Texts arabic = Texts.of(Language.ARABIC);
    assertTrue(
        arabic
            .text("form.error.item", Map.of("field", "x", "detail", "2001:db8::7"))
            .contains("\u20662001:db8::7\u2069"));
    assertEquals(
        "\u2066«relay1»\u2069", arabic.text("relay.name.again", Map.of("nickname", "relay1")));
    assertTrue(arabic.text("form.zone.hint").contains("\u2066+01:00\u2069"));
    assertTrue(arabic.text("form.ip.hint").contains("\u20662001:db8::7\u2069"));
    assertTrue(arabic.text("pdf.digests.intro").contains("\u2066@type\u2069"));
    assertEquals(
        "\u2066a\u2069\u060c \u2066b\u2069", arabic.list(List.of("a", "b")), "join.item of Arabic");
    assertEquals("a, b", Texts.of(Language.ENGLISH).list(List.of("a", "b")));
  }
}
