package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.TestBrowser.await;
import static org.relaywitness.TestBrowser.fill;
import static org.relaywitness.TestBrowser.setWindow;
import static org.relaywitness.TestBrowser.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.relaywitness.Accessibility;
import org.relaywitness.TestBrowser;
import org.relaywitness.lookup.ExampleRecords;

/**
 * Asking, in the system's Chromium: by city, at the edges of daylight saving time, from a line of a
 * log.
 */
class AskingBrowserIT {
  @AutoClose private static final ExampleSite SITE = new ExampleSite();
  private static final String LINE =
      "198.51.100.7 - - [05/Mar/2024:14:07:00 +0100] \"GET / HTTP/1.1\" 200 512";

  /** Both browsers are started once: every page is loaded afresh, and nothing is kept between. */
  private static @Nullable ChromeDriver scripted;

  private static @Nullable ChromeDriver plain;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  static Path folder;

  @BeforeAll
  static void start() {
    TestBrowser.require();
    scripted = TestBrowser.start(folder.resolve("scripted"), true);
    plain = TestBrowser.start(folder.resolve("plain"), false);
  }

  @AfterAll
  static void stop() {
    for (ChromeDriver browser : new ChromeDriver[] {scripted, plain}) {
      if (browser != null) {
        browser.quit();
      }
    }
  }

  private static ChromeDriver scripted() {
    return Objects.requireNonNull(scripted);
  }

  private static ChromeDriver plain() {
    return Objects.requireNonNull(plain);
  }

  private static String page(String query) {
    return SITE.address("/" + query);
  }

  private interface Visit {
    void with(ChromeDriver browser) throws IOException;
  }

  private static void browse(boolean javaScript, Visit visit) throws IOException {
    visit.with(javaScript ? scripted() : plain());
  }

  /** The same, once with and once without JavaScript. */
  private static void browseBothWays(Visit visit) throws IOException {
    browse(true, visit);
    browse(false, visit);
  }

  private static String value(ChromeDriver browser, String field) {
    return String.valueOf(browser.findElement(By.id(field)).getDomProperty("value"));
  }

  private static void choose(ChromeDriver browser, String words) {
    browser.findElements(By.cssSelector(".choices a")).stream()
        .filter(link -> link.getText().contains(words))
        .findFirst()
        .orElseThrow()
        .click();
  }

  private static void paste(ChromeDriver browser, String line) {
    browser.get(page(""));
    browser.findElement(By.cssSelector(".paste summary")).click();
    fill(browser, "line", line);
    browser.findElement(By.cssSelector("form.line button")).click();
    await(browser, ".pasted");
  }

  @Test
  void zone_cityOfOneZone_isAnsweredAndSaid() throws Exception {
    browseBothWays(
        browser -> {
          browser.get(page(""));
          fill(browser, "ip", ExampleRecords.OBSERVED);
          fill(browser, "date", "2024-03-05");
          fill(browser, "time", "14:07");
          fill(browser, "zone", "berlin");
          TestBrowser.submit(browser, "#verdict");

          String understood = text(browser, ".understood");
          assertTrue(understood.contains("Tuesday, 5 March 2024, 14:07:00"), understood);
          assertTrue(understood.contains("Tuesday, 5 March 2024, 13:07:00 UTC"), understood);
          assertTrue(understood.contains("Berlin, Germany (Europe/Berlin)"), understood);
          assertTrue(
              browser.findElement(By.cssSelector(".understood")).getRect().getY()
                  < browser.findElement(By.cssSelector(".verdict")).getRect().getY());
          assertTrue(
              String.valueOf(browser.findElement(By.cssSelector("a.json")).getDomAttribute("href"))
                  .contains("zone=Europe%2FBerlin"));
        });
  }

  @Test
  void zone_countryOfSeveral_offersEachWithItsTime() throws Exception {
    browseBothWays(
        browser -> {
          browser.get(
              page("?ip=" + ExampleRecords.OBSERVED + "&date=2024-03-05&time=05:07&zone=Mexico"));
          assertTrue(browser.findElements(By.cssSelector(".choices a")).size() > 5);
          choose(browser, "Tijuana, Mexico (America/Tijuana, UTC-08:00 on that date)");
          await(browser, "#verdict");
          assertTrue(text(browser, ".understood").contains("5 March 2024, 13:07:00 UTC"));
        });
  }

  @Test
  void zone_missingBesideATime_isAskedForAndNotAssumed() throws Exception {
    browseBothWays(
        browser -> {
          browser.get(page("?ip=" + ExampleRecords.OBSERVED + "&date=2024-03-05&time=13:07"));
          assertTrue(text(browser, "#zone-error").contains("time zone"));
          choose(browser, "UTC: then it was Tuesday, 5 March 2024, 13:07:00 UTC");
          await(browser, "#verdict");
        });
  }

  @Test
  void day_withoutZone_saysThatUtcWasAssumed() throws Exception {
    browse(
        false,
        browser -> {
          browser.get(page("?ip=" + ExampleRecords.OBSERVED + "&date=2024-03-05"));
          assertTrue(text(browser, ".check").contains("a day in UTC"));
          browser.get(page("?ip=" + ExampleRecords.OBSERVED + "&date=2024-03-05&zone=UTC"));
          assertTrue(browser.findElements(By.cssSelector(".check")).isEmpty());
        });
  }

  @Test
  void time_inAGap_offersItsNeighbours() throws Exception {
    browseBothWays(
        browser -> {
          browser.get(page("?ip=192.0.2.1&date=2023-03-26&time=02:30&zone=Europe/Berlin&port=443"));
          assertEquals(2, browser.findElements(By.cssSelector(".choices a")).size());
          choose(browser, "01:59:59");
          await(browser, "#verdict");
          assertTrue(text(browser, ".understood").contains("26 March 2023, 00:59:59 UTC"));
          assertTrue(text(browser, ".understood").contains("443"));
          browser.navigate().back();
          await(browser, ".choices");
          choose(browser, "03:00:00");
          await(browser, "#verdict");
          assertTrue(text(browser, ".understood").contains("26 March 2023, 01:00:00 UTC"));
        });
  }

  @Test
  void time_inAnOverlap_offersBothOffsetsAndKeepsTheChoice() throws Exception {
    browseBothWays(
        browser -> {
          browser.get(page("?ip=192.0.2.1&date=2023-10-29&time=02:30&zone=Europe/Berlin"));
          assertEquals(2, browser.findElements(By.cssSelector(".choices a")).size());
          choose(browser, "UTC+01:00");
          await(browser, "#verdict");
          assertTrue(text(browser, ".understood").contains("29 October 2023, 01:30:00 UTC"));
          assertEquals("02:30:00 +01:00", value(browser, "time"));
          assertEquals("Europe/Berlin", value(browser, "zone"));
        });
  }

  @Test
  void day_thatTheZoneSkipped_offersItsNeighbours() throws Exception {
    browse(
        false,
        browser -> {
          browser.get(page("?ip=192.0.2.1&date=2011-12-30&zone=Pacific/Apia"));
          choose(browser, "Saturday, 31 December 2011");
          await(browser, "#verdict");
        });
  }

  @Test
  void line_certain_fillsTheFormAndAnswersOnlyWhenAsked() throws Exception {
    browseBothWays(
        browser -> {
          paste(browser, LINE);
          assertEquals(page(""), browser.getCurrentUrl());
          assertTrue(browser.findElements(By.id("verdict")).isEmpty());
          assertEquals("198.51.100.7", value(browser, "ip"));
          assertEquals("2024-03-05", value(browser, "date"));
          assertEquals("14:07:00", value(browser, "time"));
          assertEquals("+01:00", value(browser, "zone"));
          assertTrue(text(browser, ".pasted").contains("Tuesday, 5 March 2024, 13:07:00 UTC"));
          TestBrowser.submit(browser, "#verdict");
          assertTrue(text(browser, ".understood").contains("13:07:00 UTC"));
        });
  }

  @Test
  void line_uncertain_leavesItToThePerson() throws Exception {
    browseBothWays(
        browser -> {
          paste(browser, "05/03/2024 14:07:00 CET SRC=198.51.100.7 DST=192.0.2.1");
          assertEquals(3, browser.findElements(By.cssSelector("fieldset.failed")).size());
          assertTrue(browser.findElements(By.cssSelector("input:checked")).isEmpty());
          for (String choice : List.of("198.51.100.7", "2024-03-05", "+01:00")) {
            browser.findElement(By.cssSelector("input[value='" + choice + "']")).click();
          }
          TestBrowser.submit(browser, "#verdict");
          assertTrue(text(browser, ".understood").contains("5 March 2024, 13:07:00 UTC"));

          paste(
              browser, "Mar  5 14:07:00 host sshd[1]: Failed password from 198.51.100.7 port 4711");
          assertEquals("YYYY-03-05", value(browser, "date"));
          assertEquals("", value(browser, "zone"));
          assertEquals("", value(browser, "port"));
          assertTrue(text(browser, "#zone-error").contains("no time zone"));
        });
  }

  @Test
  void computersZone_isOfferedAndOnlyTakenWhenPressed() throws Exception {
    browse(
        true,
        browser -> {
          browser.executeCdpCommand(
              "Emulation.setTimezoneOverride", Map.of("timezoneId", "America/Lima"));
          browser.get(page(""));
          assertEquals("", value(browser, "zone"));
          WebElement button = browser.findElement(By.cssSelector(".suggestion button"));
          assertEquals("Use this computer’s time zone: America/Lima", button.getText());
          button.sendKeys(Keys.ENTER);
          assertEquals("America/Lima", value(browser, "zone"));
          assertEquals(page(""), browser.getCurrentUrl());
          browser.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "UTC"));
          browser.get(page(""));
          assertTrue(browser.findElements(By.cssSelector(".suggestion button")).isEmpty());
        });
    browse(
        false,
        browser -> {
          browser.get(page(""));
          assertFalse(browser.findElement(By.cssSelector(".suggestion")).isDisplayed());
        });
  }

  @Test
  void form_keyboardOnly_asksAndChooses() throws Exception {
    browse(
        true,
        browser -> {
          browser.get(page(""));
          browser.findElement(By.id("ip")).click();
          for (String typed : List.of("192.0.2.1", "2023-10-29", "02:30", "Europe/Berlin")) {
            browser.switchTo().activeElement().sendKeys(typed);
            browser.switchTo().activeElement().sendKeys(Keys.ESCAPE, Keys.TAB);
          }
          browser.findElement(By.id("zone")).sendKeys(Keys.ESCAPE, Keys.ENTER);
          await(browser, ".choices");
          browser.findElement(By.cssSelector("[role=alert] a")).sendKeys(Keys.ENTER);
          WebElement first = browser.findElement(By.cssSelector(".choices a"));
          for (int i = 0; i < 30 && !browser.switchTo().activeElement().equals(first); i++) {
            browser.switchTo().activeElement().sendKeys(Keys.TAB);
          }
          browser.switchTo().activeElement().sendKeys(Keys.ENTER);
          await(browser, "#verdict");
        });
  }

  @Test
  void reference_typed_isPrintedAndNeverSent() throws Exception {
    try (RecordingForwarder between = new RecordingForwarder(SITE.port())) {
      browseBothWays(
          browser -> {
            browser.get(
                "http://127.0.0.1:"
                    + between.port()
                    + "/?ip="
                    + ExampleRecords.OBSERVED
                    + "&at=2024-03-05T13:07:00Z");
            fill(browser, "reference", "XJ-4711-KQ");
            assertTrue(printedWords(browser).contains("XJ-4711-KQ"), "not printed");

            browser.findElement(By.id("reference")).sendKeys(Keys.ENTER);
            fill(browser, "ip", ExampleRecords.POSSIBLE);
            TestBrowser.submit(browser, "a.json[href*='" + ExampleRecords.POSSIBLE + "']");
            assertEquals("", value(browser, "reference"));
          });
      assertTrue(between.sent().contains(ExampleRecords.POSSIBLE), "the forms went this way");
      assertFalse(between.sent().contains("4711"), between.sent());
    }
  }

  private static String printedWords(ChromeDriver browser) throws IOException {
    try (PDDocument document = Loader.loadPDF(TestBrowser.printed(browser, 8.5, 11))) {
      return new PDFTextStripper().getText(document);
    }
  }

  /** Each page of asking, brought up by what a person does. */
  private static Map<String, Visit> pages() {
    Map<String, Visit> pages = new LinkedHashMap<>();
    pages.put("ask-empty", browser -> browser.get(page("")));
    pages.put("ask-failed", browser -> browser.get(page("?ip=1.2.3&date=2024-02-31&time=25:00")));
    pages.put(
        "ask-zone-missing",
        browser -> browser.get(page("?ip=192.0.2.1&date=2024-03-05&time=14:07")));
    pages.put(
        "ask-zone-several",
        browser -> browser.get(page("?ip=192.0.2.1&date=2024-03-05&time=14:07&zone=CST")));
    pages.put(
        "ask-zone-country",
        browser -> browser.get(page("?ip=192.0.2.1&date=2024-03-05&time=14:07&zone=Brazil")));
    pages.put(
        "ask-zone-unknown",
        browser -> browser.get(page("?ip=192.0.2.1&date=2024-03-05&time=14:07&zone=Xyzzyx")));
    pages.put(
        "ask-gap",
        browser ->
            browser.get(page("?ip=192.0.2.1&date=2023-03-26&time=02:30&zone=Europe/Berlin")));
    pages.put(
        "ask-overlap",
        browser ->
            browser.get(page("?ip=192.0.2.1&date=2023-10-29&time=02:30&zone=Europe/Berlin")));
    pages.put("ask-line", browser -> paste(browser, LINE));
    pages.put(
        "ask-line-open",
        browser -> paste(browser, "05/03/2024 14:07:00 CET SRC=198.51.100.7 DST=192.0.2.1"));
    pages.put(
        "ask-line-syslog",
        browser -> paste(browser, "Mar  5 14:07:00 host sshd[1]: Failed from 198.51.100.7 port 9"));
    pages.put("ask-line-nothing", browser -> paste(browser, "nothing"));
    pages.put(
        "ask-understood",
        browser ->
            browser.get(
                page(
                    "?ip="
                        + ExampleRecords.OBSERVED
                        + "&date=2024-03-05&time=14:07&zone=Berlin&tolerance=5m")));
    pages.put(
        "ask-day",
        browser -> browser.get(page("?ip=" + ExampleRecords.OBSERVED + "&date=2024-03-05")));
    return pages;
  }

  @Test
  void pages_ofAsking_areForEveryone() throws Exception {
    browse(
        true,
        browser -> {
          List<String> broken = new ArrayList<>();
          for (Map.Entry<String, Visit> one : pages().entrySet()) {
            String name = one.getKey();
            setWindow(browser, 320, 1400);
            one.getValue().with(browser);
            Accessibility.beyondTheWindow(browser, 320)
                .forEach(part -> broken.add(name + ": " + part));
            TestBrowser.picture(browser, name + "-narrow");
            setWindow(browser, 1000, 1400);
            TestBrowser.picture(browser, name);
            Accessibility.brokenRules(browser).forEach(rule -> broken.add(name + ": " + rule));
          }
          browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
          assertEquals(List.of(), broken);
        });
  }
}
