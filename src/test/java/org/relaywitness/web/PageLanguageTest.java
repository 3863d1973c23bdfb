package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pdf.OpenReport;
import org.relaywitness.lookup.ExampleRecords;

/** Over real HTTP: which language a page is in, and that its links keep it. */
class PageLanguageTest {
  @AutoClose private static final ExampleSite SITE = new ExampleSite();
  private static final String ASKED =
      "ip=" + ExampleRecords.OBSERVED + "&date=2024-03-05&time=14:07&zone=Europe/Berlin&port=443";
  private static final Pattern LINK = Pattern.compile("(?:href|action)=\"([^\"]*)\"");

  private static void assertSpoken(Language language, HttpResponse<String> response) {
    String tag = language.tag();
    assertTrue(
        response
            .body()
            .contains("<html lang=\"" + tag + "\" dir=\"" + language.direction() + "\">"),
        response.body());
    assertEquals(List.of(tag), response.headers().allValues("Content-Language"));
    assertTrue(
        response.headers().allValues("Vary").stream()
            .anyMatch(value -> value.contains("Accept-Language")),
        response.headers().toString());
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void page_language_isThatOfTheParameterElseOfTheHeader(Language language) throws Exception {
    for (String path :
        List.of("/", "/?" + ASKED, "/?ip=1", "/case", "/check", "/coverage", "/none", "/api")) {
      String also = path.contains("?") ? "&lang=" : "?lang=";
      assertSpoken(
          language, SITE.get(path + also + language.tag(), "Accept-Language", "en, de, ar"));
      assertSpoken(
          language, SITE.get(path, "Accept-Language", "tlh, " + language.tag() + ";q=0.5"));
      assertSpoken(Language.ENGLISH, SITE.get(path));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx", "..%2Fde", "%00", "%3Cscript%3E", "de%0d%0aX:y", "", "%ff"})
  void page_unknownLanguage_isThatOfTheHeader(String tag) throws Exception {
    assertSpoken(Language.GERMAN, SITE.get("/?lang=" + tag, "Accept-Language", "de-CH"));
    assertSpoken(Language.ENGLISH, SITE.get("/?lang=" + tag, "Accept-Language", ";;;q=,,*"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void links_languageChosen_keepIt(Language language) throws Exception {
    for (String path :
        List.of("/?", "/?" + ASKED, "/?ip=1", "/coverage?", "/coverage?month=2024-03", "/none?")) {
      String page = SITE.get(path + "&lang=" + language.tag()).body();
      int kept = 0;
      for (String link : links(page)) {
        boolean ofPages =
            link.startsWith("/")
                && !link.startsWith("/static/")
                && !link.startsWith("/api/v1/")
                && !link.startsWith("/evidence.json")
                && !link.startsWith("/evidence.zip");
        // What others are given for good is the question in the plain language of this page.
        boolean permanent =
            page.contains("class=\"permanent\" href=\"" + link.replace("&", "&amp;") + "\"");
        if (ofPages && !permanent && !page.contains("action=\"" + link + "\"")) {
          assertTrue(link.contains("lang=" + language.tag()), path + " " + link);
          kept++;
        }
      }
      assertTrue(kept > 0, path);
      assertEquals(
          page.contains("<form"),
          page.contains("<input type=\"hidden\" name=\"lang\" value=\"" + language.tag() + "\">"));
    }
  }

  private static List<String> links(String page) {
    return LINK.matcher(page).results().map(match -> match.group(1).replace("&amp;", "&")).toList();
  }

  @Test
  void links_languageNotChosen_leaveItToTheHeader() throws Exception {
    String page = SITE.get("/?" + ASKED, "Accept-Language", "de").body();
    assertTrue(page.contains("href=\"/\""));
    assertFalse(page.contains("type=\"hidden\""));
  }

  @Test
  void languageLinks_keepTheWholeQuestion_evenWhatIsWrongWithIt() throws Exception {
    for (String query : List.of(ASKED, ASKED + "&tz=UTC", "ip=%22%3E%3Cb%3E&date=2024-02-31")) {
      String page = SITE.get("/?lang=de&" + query).body();
      for (Language language : Language.values()) {
        String expected = "?" + query + "&lang=" + language.tag();
        assertTrue(links(page).contains(expected), () -> expected + " in " + links(page));
        assertTrue(
            page.contains("lang=\"" + language.tag() + "\" hreflang=\"" + language.tag() + "\""));
        assertTrue(page.contains(">" + language.ownName() + "</a>"));
      }
    }
  }

  @Test
  void entityTag_otherLanguage_isAnother() throws Exception {
    String english = SITE.get("/?" + ASKED).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> german =
        SITE.get("/?" + ASKED, "Accept-Language", "de", "If-None-Match", english);
    assertEquals(200, german.statusCode());
    String tag = german.headers().firstValue("ETag").orElseThrow();
    assertNotEquals(english, tag);
    HttpResponse<String> again =
        SITE.get("/?" + ASKED, "Accept-Language", "de", "If-None-Match", tag);
    assertEquals(304, again.statusCode());
    assertTrue(
        again.headers().allValues("Vary").stream()
            .anyMatch(value -> value.contains("Accept-Language")));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void problems_ofTheQuestion_areInTheLanguage(Language language) throws Exception {
    if (language == Language.ENGLISH) {
      return; // What the parser says, which other tests hold.
    }
    Texts texts = Texts.of(language);
    String page =
        SITE.get(
                "/?ip=www.example.org&date=2024-02-31&time=10:00&zone=CST&tolerance=x&port=99999&lang="
                    + language.tag())
            .body();
    for (String key :
        List.of(
            "problem.address.host_name",
            "form.problem.zone.ambiguous",
            "problem.tolerance.malformed",
            "problem.port.out_of_range")) {
      assertTrue(page.contains(texts.text(key)), () -> texts.text(key) + " in " + page);
    }
    assertFalse(page.contains("expected"), page);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void problems_gapAndOverlap_nameTheNeighboursInTheLanguage(Language language) throws Exception {
    String gap =
        SITE.get(
                "/?ip=192.0.2.1&date=2024-03-31&time=02:30&zone=Europe/Berlin&lang="
                    + language.tag())
            .body();
    requireChoices(gap, language, "2024-03-31&time=01%3A59%3A59", "2024-03-31&time=03%3A00%3A00");
    String overlap =
        SITE.get(
                "/?ip=192.0.2.1&date=2023-10-29&time=02:30&zone=Europe/Berlin&lang="
                    + language.tag())
            .body();
    requireChoices(overlap, language, "02%3A30%3A00+%2B02%3A00", "02%3A30%3A00+%2B01%3A00");
    Texts texts = Texts.of(language);
    assertTrue(gap.contains(texts.text("form.problem.at.gap")), gap);
    assertTrue(overlap.contains(texts.text("form.problem.at.overlap")), overlap);
  }

  private static void requireChoices(String page, Language language, String... parts) {
    for (String part : parts) {
      assertTrue(
          links(page).stream()
              .anyMatch(link -> link.contains(part) && link.contains("lang=" + language.tag())),
          () -> part + " in " + page);
    }
  }

  @Test
  void api_problems_areInEnglishWhateverIsSpoken() throws Exception {
    for (String path :
        List.of("/api/v1/lookup?address=x", "/evidence.json?lang=de", "/evidence.pdf?lang=de")) {
      HttpResponse<String> response = SITE.get(path, "Accept-Language", "de");
      assertEquals(400, response.statusCode());
      assertTrue(response.body().contains("expected"), response.body());
      assertTrue(response.body().contains("Invalid question"), response.body());
    }
  }

  @Test
  void pdf_language_isThatOfTheParameterElseOfTheHeader() throws Exception {
    for (String[] request : new String[][] {{"&lang=de", "ar"}, {"", "de"}}) {
      HttpResponse<byte[]> response =
          SITE.getBytes("/evidence.pdf?" + ASKED + request[0], "Accept-Language", request[1]);
      assertEquals(List.of("de"), response.headers().allValues("Content-Language"));
      assertTrue(response.headers().allValues("Vary").contains("Accept-Language"));
      try (OpenReport report = new OpenReport(response.body())) {
        assertEquals("de", report.language());
      }
    }
  }
}
