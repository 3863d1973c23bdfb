package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.relaywitness.TestBrowser;
import org.relaywitness.evidence.pdf.CaseJson;
import org.relaywitness.evidence.pdf.CasePdf;
import org.relaywitness.evidence.pdf.OpenReport;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;

/**
 * Several questions at once, in the system's Chromium. With the system property {@code
 * page.pictures} set to a folder, leaves pictures there.
 */
class CaseBrowserIT {
  private static final WebServer SERVER =
      new WebServer(
          ExampleRecords.history(), new ExampleDocuments(), ExampleRecords.CLOCK, FairUse.OFF);
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LINES =
      "198.51.100.7 2024-03-05T14:07:00+01:00\n198.51.100.20, 2024-03-05 14:07:00";

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

  private static String page(String path) {
    return "http://127.0.0.1:" + SERVER.port() + path;
  }

  private static void fill(ChromeDriver browser, String field, String value) {
    WebElement input = browser.findElement(By.id(field));
    input.clear();
    input.sendKeys(value);
  }

  private static void send(ChromeDriver browser) {
    browser.findElement(By.cssSelector("main form[action^='/case'] button")).click();
  }

  private static void await(ChromeDriver browser, String selector) {
    new WebDriverWait(browser, PATIENCE)
        .until(driver -> !driver.findElements(By.cssSelector(selector)).isEmpty());
  }

  private static void assertAccessible(ChromeDriver browser, String where) {
    for (String scheme : List.of("light", "dark")) {
      browser.executeCdpCommand(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
      Results results = new AxeBuilder().withTags(RULES).analyze(browser);
      assertFalse(results.getPasses().isEmpty(), "no rule was tried: " + where);
      assertEquals(
          List.of(),
          results.getViolations().stream().map(one -> one.getId() + one.getNodes()).toList(),
          where + " " + scheme);
    }
    picture(browser, where);
  }

  private static void picture(ChromeDriver browser, String name) {
    String pictures = System.getProperty("page.pictures");
    if (pictures != null) {
      try {
        Path into = Files.createDirectories(Path.of(pictures));
        Files.write(
            into.resolve("case-" + name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Path downloaded(ChromeDriver browser, Path downloads) {
    return new WebDriverWait(browser, PATIENCE).until(driver -> firstPdf(downloads));
  }

  private static Path firstPdf(Path downloads) {
    try (Stream<Path> files = Files.list(downloads)) {
      return files.filter(file -> file.toString().endsWith(".pdf")).findFirst().orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lines_oneRefusedThenMended_becomeAReportThatIsTheSameToday(boolean javaScript)
      throws IOException {
    Path downloads = Files.createDirectory(folder.resolve("downloads"));
    ChromeDriver browser = TestBrowser.start(folder.resolve("profile"), javaScript);
    try {
      browser.executeCdpCommand(
          "Browser.setDownloadBehavior",
          Map.of("behavior", "allow", "downloadPath", downloads.toString()));
      browser.get(page("/"));
      browser.findElement(By.cssSelector("main a[href='/case']")).click();
      await(browser, "#lines");
      fill(browser, "lines", LINES);
      send(browser);
      await(browser, "[role=alert]");
      assertTrue(browser.findElement(By.cssSelector("[role=alert]")).getText().contains("Line 2:"));
      WebElement lines = browser.findElement(By.id("lines"));
      assertEquals(LINES, lines.getDomProperty("value"));
      assertEquals("true", lines.getDomAttribute("aria-invalid"));
      fill(browser, "zone", "Europe/Berlin");
      send(browser);
      Path file = downloaded(browser, downloads);
      try (OpenReport report = new OpenReport(Files.readAllBytes(file))) {
        assertEquals(2, CaseJson.questions(report.attachment(CasePdf.JSON_NAME)).size());
      }
      assertFalse(Objects.requireNonNull(browser.getCurrentUrl()).contains("198.51"));

      browser.get(page("/check"));
      browser.findElement(By.id("file-field")).sendKeys(file.toString());
      browser.findElement(By.cssSelector("form[enctype] button")).click();
      await(browser, ".outcome");
      assertEquals(
          "same",
          browser
              .findElement(By.cssSelector(".outcome"))
              .getDomAttribute("class")
              .replace("outcome ", ""));
      assertEquals(2, browser.findElements(By.cssSelector("section.part")).size());
      if (javaScript) {
        assertAccessible(browser, "checked");
      }
    } finally {
      browser.quit();
    }
  }

  @Test
  void pages_breakNoRuleOfWcag22AA_andFitASmallScreen() {
    ChromeDriver browser = TestBrowser.start(folder.resolve("profile"), true);
    try {
      browser.get(page("/case"));
      assertAccessible(browser, "form");
      fill(browser, "lines", "203.0.113.300 2024-03-05\n" + "9".repeat(300));
      send(browser);
      await(browser, "[role=alert]");
      assertAccessible(browser, "refused");
      browser.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", 320, "height", 640, "deviceScaleFactor", 1, "mobile", false));
      assertEquals(
          true,
          browser.executeScript(
              "const p = document.scrollingElement; return p.scrollWidth <= p.clientWidth"));
    } finally {
      browser.quit();
    }
  }
}
