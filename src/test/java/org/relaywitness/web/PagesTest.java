package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.GoldenFile;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;

/** The pages as they are sent, over real HTTP: held against golden files, and their links. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("<a[^>]* href=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  @AutoClose
  private static final ExampleSite SITE =
      new ExampleSite(
          new WebServer(
              ExampleRecords.history(),
              new ExampleDocuments(),
              ExampleRecords.CLOCK,
              FairUse.OFF,
              new Site(
                  new Reports(URI.create("https://witness.example/tor/"), null),
                  "Example Institute",
                  "a@b.example")));

  /** A page without what changes from release to release of this program or of the platform. */
  private static String lasting(String page) {
    return page.replace("Relay Witness " + ProductVersion.current(), "Relay Witness VERSION")
        .replaceAll("-[0-9a-f]{16}\\.(css|svg)", "-DIGEST.$1")
        .replaceAll("(<option value=\"[^\"]*\"></option>\\s*)+", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "exit_observed.html 200"
            + " /?ip=198.51.100.7&date=2024-03-05&time=14:07&zone=Europe/Berlin&port=25",
        "inconclusive.html 200 /?ip=192.0.2.1&at=2024-03-15T06:30:00Z",
        "invalid.html 400 /?ip=1.2.3&date=2024-02-31&time=25:00&port=99999",
        "coverage_month.html 200 /coverage?month=2024-03",
        "about.html 200 /about",
        "method.html 200 /method",
        "privacy.html 200 /privacy",
      })
  void page_whole_isTheGoldenFile(String name, int status, String path) throws Exception {
    HttpResponse<String> response = SITE.get(path);

    GoldenFile.assertMatches(name, lasting(response.body()));
    assertEquals(status, response.statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "exit_possible 198.51.100.20 &at=2024-03-05T13:07:00Z&tolerance=2h",
        "relay_exit_unknown 198.51.100.40 &at=2024-03-05T13:07:00Z&port=6667",
        "relay_no_exit 198.51.100.30 &date=2024-03-05&zone=America/New_York",
        "near_in_time 198.51.100.50 &at=2024-03-07T06:00:00Z",
        "not_listed 198.51.100.200 &at=2024-03-05T13:07:00Z",
      })
  void page_eachOtherVerdict_isTheGoldenFile(String verdict, String address, String rest)
      throws Exception {
    String page = lasting(SITE.get("/?ip=" + address + rest).body());
    assertTrue(page.contains("class=\"verdict " + verdict + "\""), page);

    // The long lists of all records and the form to ask anew are the same with every verdict.
    GoldenFile.assertMatches(
        verdict + ".html",
        page.replaceAll("(?s)(<details class=\"all\">).*?(</details>)", "$1$2")
            .replaceAll("(?s)(<form ).*?(</form>)", "$1$2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/about",
        "/method",
        "/privacy",
        "/case",
        "/check",
        "/coverage",
        "/coverage?month=2024-03",
        "/api",
        "/?ip=198.51.100.7&at=2024-03-05T13:07:00Z",
        "/?ip=198.51.100.200&at=2024-03-05T13:07:00Z"
      })
  void links_ofEachPage_leadSomewhere(String path) throws Exception {
    String page = SITE.get(path).body();
    List<String> ids = new ArrayList<>();
    Matcher id = ID.matcher(page);
    while (id.find()) {
      assertFalse(ids.contains(id.group(1)), "twice on one page: " + id.group(1));
      ids.add(id.group(1));
    }
    int followed = 0;
    Matcher link = LINK.matcher(page);
    while (link.find()) {
      String target = link.group(1).replace("&amp;", "&");
      if (target.startsWith("#")) {
        assertTrue(ids.contains(target.substring(1)), target);
      } else if (target.startsWith("/") && followed++ < 20) {
        assertEquals(200, SITE.get(target).statusCode(), target);
      }
    }
    assertTrue(followed > 5, "links followed: " + followed);
  }

  @Test
  void permanentLink_ofAnAnswer_asksTheSameAgain() throws Exception {
    String page =
        SITE.get("/?ip=198.51.100.7&date=2024-03-05&time=14:07&zone=Europe/Berlin&port=25").body();
    Matcher link = Pattern.compile("class=\"permanent\" href=\"([^\"]*)\"").matcher(page);
    assertTrue(link.find());
    String address = link.group(1).replace("&amp;", "&");

    assertTrue(address.startsWith("https://witness.example/tor/?ip=198.51.100.7&at="), address);
    String again = SITE.get(address.replaceFirst("https://witness.example/tor", "")).body();
    assertEquals(asked(page), asked(again));
  }

  private static String asked(String page) {
    int start = page.indexOf("class=\"understood question\"");
    return page.substring(start, page.indexOf("</section>", start));
  }

  @Test
  void operator_notNamed_isSaidToBeUnknown() throws Exception {
    try (ExampleSite unnamed = new ExampleSite()) {
      String page = unnamed.get("/about").body();

      assertTrue(page.contains("has not given a name here"), page);
      assertFalse(page.contains("Contact:"), page);
    }
    assertTrue(SITE.get("/privacy").body().contains("href=\"mailto:a@b.example\""));
  }

  @ParameterizedTest
  @CsvSource({
    "abuse@witness.example,mailto:abuse@witness.example",
    "https://witness.example/contact,https://witness.example/contact",
    "javascript:alert(1),",
    "a@b.example?subject=x,",
    "ask at the front desk,"
  })
  void contactLink_onlyOfMailAndWebAddresses(String contact, String link) {
    assertEquals(link, new Site(Reports.PLAIN, null, contact).contactLink());
  }

  @Test
  void readingPage_unknownParameter_isRefused() throws Exception {
    assertEquals(400, SITE.get("/about?x=1").statusCode());
    assertEquals(200, SITE.get("/about?lang=en").statusCode());
  }

  @Test
  void picture_relayListedElsewhere_isNotShownAsTheAddressListed() throws Exception {
    String page = SITE.get("/?ip=203.0.113.99&at=2024-03-05T13:07:00Z").body();

    assertTrue(page.contains("class=\"bar elsewhere\""), page);
    assertTrue(page.contains("but with another address: "), page);
    assertFalse(page.matches("(?s).*<rect class=\"bar listed\" x=\"[0-9.]+\" y=\"48\".*"), page);
  }

  @Test
  void picture_hoursBeforeTheFirstRecord_areHoursWithoutAList() throws Exception {
    String page = SITE.get("/?ip=198.51.100.7&at=2024-03-01T12:00:00Z").body();

    assertTrue(
        page.contains(
            "Hours without a list of relays: 28 February 2024, 12:00 to 29 February 2024, 23:00"
                + " (36 hours)."),
        page);
  }

  @Test
  void picture_tolerance_isShownBesideTheInstant() throws Exception {
    String with = SITE.get("/?ip=198.51.100.7&at=2024-03-05T13:07:00Z&tolerance=2h").body();
    String without = SITE.get("/?ip=198.51.100.7&at=2024-03-05T13:07:00Z").body();

    assertTrue(with.contains("<rect class=\"instant\" x="), with);
    assertTrue(with.contains("clock error allowed for"), with);
    assertFalse(without.contains("clock error allowed for"), without);
  }
}
