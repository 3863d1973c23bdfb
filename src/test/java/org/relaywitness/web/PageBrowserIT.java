package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.relaywitness.TestBrowser;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;

/** The pages in the system's Chromium, as a person uses them. */
class PageBrowserIT {
  private static final WebServer SERVER =
      new WebServer(
          ExampleRecords.history(), new ExampleDocuments(), ExampleRecords.CLOCK, FairUse.OFF);

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  @BeforeAll
  static void start() {
    TestBrowser.require();
    SERVER.start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static String page(String query) {
    return "http://127.0.0.1:" + SERVER.port() + "/" + query;
  }

  private void browse(boolean javaScript, Consumer<ChromeDriver> visit) {
    ChromeDriver browser = TestBrowser.start(folder.resolve("profile"), javaScript);
    try {
      visit.accept(browser);
    } finally {
      browser.quit();
    }
  }

  private static void setWindow(ChromeDriver browser, int width, int height) {
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private static void fill(ChromeDriver browser, String field, String value) {
    WebElement input = browser.findElement(By.id(field));
    input.clear();
    input.sendKeys(value);
  }

  private static String text(ChromeDriver browser, String selector) {
    return browser.findElement(By.cssSelector(selector)).getText();
  }

  private static void askAsAPerson(ChromeDriver browser) {
    browser.get(page(""));
    fill(browser, "ip", ExampleRecords.OBSERVED);
    fill(browser, "date", "2024-03-05");
    fill(browser, "time", "14:07");
    fill(browser, "zone", "Europe/Berlin");
    TestBrowser.submit(browser, "#verdict");
    assertEquals("Yes: a Tor exit, seen by a test", text(browser, "#verdict .label"));
    assertTrue(text(browser, "main").contains("5 March 2024, 13:07:00 UTC"));
  }

  @Test
  void form_filledAndSent_showsTheVerdict() {
    browse(true, PageBrowserIT::askAsAPerson);
  }

  @Test
  void form_withoutJavaScript_showsTheVerdict() {
    browse(false, PageBrowserIT::askAsAPerson);
  }

  @Test
  void form_badInput_comesBackFilledWithEachProblemBesideItsField() {
    browse(
        false,
        browser -> {
          browser.get(page(""));
          fill(browser, "ip", "300.1.2.3");
          fill(browser, "date", "2024-02-31");
          TestBrowser.submit(browser, "[role=alert]");

          assertEquals(2, browser.findElements(By.cssSelector("[role=alert] li a")).size());
          assertEquals("300.1.2.3", browser.findElement(By.id("ip")).getDomProperty("value"));
          assertEquals("true", browser.findElement(By.id("ip")).getDomAttribute("aria-invalid"));
          String described =
              Objects.requireNonNull(
                  browser.findElement(By.id("date")).getDomAttribute("aria-describedby"));
          assertTrue(described.contains("date-error"));
          assertTrue(text(browser, "#date-error").contains("31"));
          assertTrue(browser.findElements(By.id("port-error")).isEmpty());
        });
  }

  @Test
  void pages_lightAndDark_breakNoRuleOfWcag22AA() {
    List<String> rules =
        List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    browse(
        true,
        browser -> {
          for (String scheme : List.of("light", "dark")) {
            setScheme(browser, scheme);
            for (String query :
                List.of(
                    "",
                    "?ip=1",
                    "none",
                    "coverage",
                    "coverage?month=2024-03",
                    "about",
                    "method",
                    "privacy",
                    "api",
                    answered(ExampleRecords.UNKNOWN),
                    answered(ExampleRecords.SEEN_ELSEWHERE) + "&tolerance=2h",
                    answered(ExampleRecords.OBSERVED),
                    answered(ExampleRecords.POSSIBLE) + "&port=25",
                    answered(ExampleRecords.NO_EXIT),
                    answered(ExampleRecords.ABSENT),
                    "?ip=" + ExampleRecords.ABSENT + "&at=" + ExampleRecords.IN_GAP,
                    "?ip=" + ExampleRecords.LEFT + "&at=2024-03-07T06:00:00Z")) {
              browser.get(page(query));
              Results results = new AxeBuilder().withTags(rules).analyze(browser);
              assertFalse(results.getPasses().isEmpty(), "no rule was tried: " + query);
              assertEquals(
                  List.of(),
                  results.getViolations().stream().map(PageBrowserIT::told).toList(),
                  scheme + " " + query);
            }
          }
        });
  }

  private static String told(Rule violation) {
    return violation.getId()
        + ": "
        + violation.getNodes().stream().map(node -> node.getHtml()).toList();
  }

  private static void setScheme(ChromeDriver browser, String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  @Test
  void strip_320PixelsWide_beginsWhereTheTimeAskedIsInSight() {
    browse(
        true,
        browser -> {
          setWindow(browser, 320, 640);
          browser.get(page(answered(ExampleRecords.OBSERVED)));
          assertEquals(
              true,
              browser.executeScript(
                  "const seen = document.querySelector('.scroll').getBoundingClientRect();"
                      + "const asked ="
                      + " document.querySelector('rect.asked').getBoundingClientRect();"
                      + "return asked.left >= seen.left && asked.right <= seen.right"));
        });
  }

  private static String answered(String address) {
    return "?ip=" + address + "&date=2024-03-05&time=14:07&zone=Europe/Berlin";
  }
}
